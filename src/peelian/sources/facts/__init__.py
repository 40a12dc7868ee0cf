"""Facts: the rows of received files, in one table for each dataset and month."""
