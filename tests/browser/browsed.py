"""The pages that are opened in a browser: each example's, and a made-up one with every block."""

import shutil
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page

import everything
from peelian.core.pack import Pack
from peelian.findings import ask as findings_ask
from peelian.packs import assemble
from peelian.workspace.workspace import load

EXAMPLES = Path(__file__).parents[2] / "examples"
NEWEST = (max((home / "packs").iterdir()) for home in sorted(EXAMPLES.iterdir()))
NAMES = ("everything", *(f"{pack.parents[1].name}/{pack.name}" for pack in NEWEST))
"""A page of every kind of block, and the newest of each example."""

Open = Callable[..., Page]
"""`opened("everything", width=320)`, and any option of a browser's context."""


def pack(name: str, home: Path) -> Pack:
    """An example's pack is made from its text, on a copy in `home`, and none of its other files."""
    if name == "everything":
        return everything.pack()
    office, _, identity = name.partition("/")
    folder = home / office
    if not folder.exists():
        shutil.copytree(EXAMPLES / office, folder, ignore=shutil.ignore_patterns("build"))
    workspace = load(folder)
    text = workspace.pack(identity)
    with findings_ask.answers(workspace, assemble.used(workspace, text)) as ask:
        return assemble.assemble(workspace, text, ask)[0]
