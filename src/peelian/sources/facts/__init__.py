"""Facts: what received files say, as one table a dataset and month."""
