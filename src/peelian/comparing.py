"""Comparing: a deck the office edited, against the deck its pack makes."""

import tempfile
from pathlib import Path

from peelian import packfile
from peelian.readback.compare import Comparison
from peelian.readback.compare import compare as held_against


def compare(deck: Path, pack: Path) -> Comparison:
    """`pack` is a built pack's folder, or its pack.json. SourceError where the deck cannot be read."""
    from peelian.render import pptx

    made = packfile.load(pack / packfile.PACK if pack.is_dir() else pack)
    with tempfile.TemporaryDirectory() as aside:
        baseline = Path(aside) / packfile.SLIDES
        pptx.slides(made, baseline)
        return held_against(deck, made, baseline)
