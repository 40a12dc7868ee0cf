"""Narrative: Markdown sections in which every figure and asserting word is bound, to pages of bound blocks."""
