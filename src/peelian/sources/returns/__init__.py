"""Returns: the files an office asks its suppliers for, by the template each declares."""
