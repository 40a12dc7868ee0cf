"""Facts to counts: the only place with SQL over facts. Engines return integers; nothing here divides."""
