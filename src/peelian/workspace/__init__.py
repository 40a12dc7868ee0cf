"""The workspace: the folder of text files that declares an office, its plan, measures, areas, returns and packs."""
