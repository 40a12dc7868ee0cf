"""Findings: from a measure, an area and a period to what the data show, and whether it is more than chance."""
