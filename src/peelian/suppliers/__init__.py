"""Suppliers: requests to them, due dates, what has arrived, and letters."""
