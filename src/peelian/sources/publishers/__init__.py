"""Publishers: a reader for each published source, and the lookups that come with them."""
