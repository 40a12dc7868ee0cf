"""The web page: a single file that prints, needs no scripts and fetches nothing."""
