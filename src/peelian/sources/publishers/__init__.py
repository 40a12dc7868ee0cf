"""Publishers: a reader for each published source, and lookups."""
