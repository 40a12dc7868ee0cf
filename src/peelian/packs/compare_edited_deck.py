"""Comparing: a deck the office edited, against the deck its pack makes."""

import tempfile
from pathlib import Path

from peelian.core import pack_files
from peelian.core.language import in_language
from peelian.packs import packfile
from peelian.readback.edited_deck import Comparison
from peelian.readback.edited_deck import compare as held_against


def compare(deck: Path, pack: Path) -> Comparison:
    """`pack` is a built pack's folder, or its pack.json. SourceError where the deck cannot be read."""
    from peelian.render.slides import presentation

    made = packfile.load_pack(pack / pack_files.PACK if pack.is_dir() else pack)
    with tempfile.TemporaryDirectory() as aside, in_language(made.language):
        baseline = Path(aside) / pack_files.SLIDES
        presentation.slides(made, baseline)
        return held_against(deck, made, baseline)
