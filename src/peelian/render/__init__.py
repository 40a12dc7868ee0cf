"""Pack to file: the page, the slides. A renderer lays out; it does not query, compute or word."""
