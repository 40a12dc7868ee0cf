"""The pages that are opened in a browser: each example's, and a made-up one with every block."""

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page

EXAMPLES = Path(__file__).parents[2] / "examples"
NEWEST = (max((home / "packs").iterdir()) for home in sorted(EXAMPLES.iterdir()))
NAMES = ("everything", *(f"{pack.parents[1].name}/{pack.name}" for pack in NEWEST))
"""A page of every kind of block, and the newest of each example."""

Open = Callable[..., Page]
"""`opened("everything", width=320)`, and any option of a browser's context."""
