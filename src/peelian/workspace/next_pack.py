"""Starts the next quarter's pack with the text of the last one."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import tomlkit

from peelian.core.errors import DefinitionError
from peelian.core.periods import Period
from peelian.workspace.text_files import read_text
from peelian.workspace.workspace import Workspace

OF_ONE_PACK = ("meeting", "frozen", "compare", "compare_why")
"""Keys of pack.toml that belong to its own quarter and are not copied."""

NAMED_PERIOD = re.compile(r"\b(12m-)?20[0-9]{2}-[0-9]{2}(-(q[1-4]|ytd-20[0-9]{2}-[0-9]{2}))?\b")


def next_pack(workspace: Workspace, period: str, like: str = "") -> tuple[Path, tuple[str, ...]]:
    """Makes a pack of another period from the text of `like`, or of the latest pack.

    Returns its folder and the places where the text names a period. The keys OF_ONE_PACK are not copied.
    DefinitionError if `period` is not a period, its pack already exists, or `like` does not exist.
    """
    try:
        period = Period.parse(period).key
    except ValueError as fault:
        raise DefinitionError("period", str(fault), "such as 2025-26-q3") from None
    packs = workspace.folder / "packs"
    if (packs / period).exists():
        raise DefinitionError(str(packs / period), "it already exists", "name another period, or change its text")
    if not workspace.pack_ids:
        raise DefinitionError(str(packs), "there is no pack to start from", "start with `peelian new`")
    ends = {name: Period.parse(workspace.pack(name).plan.period).last for name in workspace.pack_ids}
    before = like or max(ends, key=lambda name: (ends[name], name))
    plan = tomlkit.parse(read_text(packs / workspace.pack(before).id / "pack.toml"))
    plan["period"] = period
    for name in OF_ONE_PACK:
        plan.pop(name, None)
    aside = packs / f".{period}.new"
    shutil.rmtree(aside, ignore_errors=True)
    shutil.copytree(packs / before, aside)
    (aside / "pack.toml").write_text(tomlkit.dumps(plan), encoding="utf-8", newline="\n")
    aside.replace(packs / period)
    return packs / period, tuple(_named_periods(packs / period))


def _named_periods(pack: Path) -> Iterator[str]:
    for path in sorted(pack.glob("*.md")):
        for number, line in enumerate(read_text(path).splitlines(), 1):
            for found in NAMED_PERIOD.finditer(line):
                yield f"{path.name}, line {number}: {found[0]}"
