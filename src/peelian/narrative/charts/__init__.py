"""Charts of a section: what a chart block asks for, as a finding with its points, its words and its table."""
