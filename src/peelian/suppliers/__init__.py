"""Suppliers: what is asked of them, when it is due, what has come, and the letters to them."""
