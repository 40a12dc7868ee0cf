"""Peelian: a police and crime commissioner's quarterly report in which every figure is bound to data."""

__version__ = "0.1.0"
