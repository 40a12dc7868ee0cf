"""Building packs, whole or not at all: each is assembled, its files made and read back, then put in place."""

import shutil
from collections import deque
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from peelian.core import pack_files
from peelian.core.errors import PeelianError
from peelian.core.garbage_collector import seldom
from peelian.core.language import in_language
from peelian.core.pack import Pack
from peelian.core.progress import Progress, quiet
from peelian.findings.ask import asked_of, facts_of
from peelian.packs import files, made_from, packfile
from peelian.packs.assemble import assemble, used
from peelian.packs.pdf_process import Aside
from peelian.sources.received.lock import one_writer
from peelian.workspace import kept
from peelian.workspace.atomic_write import write_whole
from peelian.workspace.workspace import Workspace

ASIDE = 2
"""Processes that lay out PDFs while several packs are built: they take longer than all the rest."""


@dataclass(frozen=True)
class Built:
    """A pack as written: its folder holds pack.json and its files, save those in `left_out`, each with a reason.

    `unchanged` is one that was built before, from all that it would be made from.
    """

    id: str
    folder: Path
    left_out: Mapping[str, str]
    unchanged: bool = False

    @cached_property
    def pack(self) -> Pack:
        return packfile.load_pack(self.folder / pack_files.PACK)

    def file(self, name: str) -> Path:
        """A file of the pack by what a reader calls it: slides, paper, page."""
        return self.folder / pack_files.FILES[name]


def build(workspace: Workspace, pack_id: str, progress: Progress = quiet, *, anew: bool = False) -> Built:
    """Make a pack and its files, whole or not at all. `Faults` tells all that is wrong in text or files."""
    [built] = build_each(workspace, (pack_id,), progress, anew=anew)
    return built


def build_each(
    workspace: Workspace, pack_ids: Sequence[str], progress: Progress = quiet, *, anew: bool = False
) -> list[Built]:
    """Make packs in turn. A pack that fails is not made, nor those after it; those before it stand.

    One whose sources have not changed is not made again, save where all is to be made `anew`. While the PDFs of one are
    laid out aside, the next is begun. It stands only once the one before it does.
    """
    made: dict[str, Built] = {}
    with one_writer(workspace.folder), ExitStack() as folders, ExitStack() as processes, seldom():
        folders.enter_context(in_language(workspace.office.language))
        if anew:
            shutil.rmtree(kept.home(workspace.folder), ignore_errors=True)
        coverage = facts_of(workspace, progress)
        asides: list[Aside] = []
        waiting: deque[_Begun] = deque()

        def end() -> None:
            begun = waiting.popleft()
            made[begun.pack.id] = _ended(workspace, begun)

        for number, pack_id in enumerate(pack_ids):
            try:
                text, before = workspace.pack(pack_id), {one.pack.id: one.pack for one in waiting}
                inputs = made_from.inputs(workspace, text, coverage, before)
                home = workspace.folder / "build" / "packs" / pack_id
                if found := made_from.stands(workspace, pack_id, inputs):
                    progress(f"{pack_id}: unchanged")
                    made[pack_id] = Built(pack_id, home / found.folder, found.left_out, unchanged=True)
                    continue
                if not asides:
                    count = min(ASIDE, len(pack_ids) - number)
                    asides = [processes.enter_context(Aside()) for _ in range(count)]
                with asked_of(workspace, coverage, used(workspace, text)) as ask:
                    progress(f"{pack_id}: text")
                    pack, spoken = assemble(workspace, text, ask, before)
                if not made_from.still(workspace, text, coverage, before, inputs):
                    inputs = ""  # nobody knows what it was made from: it is made again the next time
                aside = home / ".new"
                folders.callback(shutil.rmtree, aside, ignore_errors=True)
                shutil.rmtree(aside, ignore_errors=True)
                aside.mkdir(parents=True)
                charts, pdfs = workspace.folder / "build" / "charts", asides[number % len(asides)]
                old = made_from.noted(workspace, pack_id)
                earlier = files.Earlier(home / old.folder, old.files)
                rest = files.begin(pack, spoken, aside, charts, pdfs, progress, earlier)
            except PeelianError:
                while waiting:
                    end()
                raise
            waiting.append(_Begun(pack, home, aside, rest, inputs, earlier))
            if len(waiting) > len(asides):
                end()
        while waiting:
            end()
    return [made[pack_id] for pack_id in pack_ids]


@dataclass(frozen=True)
class _Begun:
    """A pack whose files are being made in the folder `aside`, save what `rest` waits for."""

    pack: Pack
    home: Path
    aside: Path
    rest: files.Rest
    inputs: str
    earlier: files.Earlier


def _ended(workspace: Workspace, begun: _Begun) -> Built:
    """The pack with all its files, read back and in place; then what it was made from is noted."""
    left_out = begun.rest()
    packfile.write_sums(begun.aside)
    folder = begun.home / packfile.digest((begun.aside / pack_files.PACK).read_bytes())
    shutil.rmtree(folder, ignore_errors=True)
    begun.aside.replace(folder)
    _point_to(begun.home, folder.name)
    made = made_from.MadeFrom(folder.name, begun.inputs, begun.earlier.now, left_out)
    made_from.note(workspace, begun.pack.id, made)
    return Built(begun.pack.id, folder, left_out)


def _point_to(home: Path, name: str) -> None:
    """Replace the one-line file `current`, then drop folders nobody points to."""
    write_whole(home / pack_files.CURRENT, name + "\n")
    for folder in home.iterdir():
        if folder.is_dir() and folder.name != name:
            shutil.rmtree(folder, ignore_errors=True)
