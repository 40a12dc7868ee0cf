"""Returns: the files that an office asks its suppliers for, each with a template."""
