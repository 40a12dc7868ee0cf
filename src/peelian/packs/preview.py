"""A pack's page alone, made again as its workspace changes. What has not changed is not made again.

Between two pages the answers, the bound parts of the text and the blocks laid out are held in memory: each until
something it rests on is another. The page is the one that `build` makes, byte for byte.
"""

import stat
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType

from peelian.core.errors import DefinitionError
from peelian.core.garbage_collector import seldom
from peelian.core.language import in_language
from peelian.core.pack import Pack, Page
from peelian.core.pack_files import CURRENT, PAGE
from peelian.core.periods import Period
from peelian.core.plan import PackPlan
from peelian.core.progress import Progress, quiet
from peelian.findings.ask import asked_of, facts_of
from peelian.packs import assemble, withhold
from peelian.packs.parts import Parts
from peelian.render.charts import chart
from peelian.render.page import web_page
from peelian.sources.received.lock import one_writer
from peelian.workspace.atomic_write import write_whole
from peelian.workspace.workspace import Workspace, load

Marks = Mapping[str, tuple[int, int]]
"""Of each file, its length and the time it was written: what changes when it is written again."""

EVERY, SHARE = 0.2, 20
"""Seconds between two looks at the files, or so many times what a look takes where there are many files."""

BUILT = ("build", "packs")
"""Where packs are built, of which `current` alone is looked at."""


@dataclass
class Laid:
    """Pages laid out. One that is bound as it was is not laid out again."""

    articles: dict[str, tuple[Page, web_page.Article]] = field(default_factory=dict)

    def article(self, page: Page, lay_out: Callable[[Page], web_page.Article]) -> web_page.Article:
        held = self.articles.get(page.id)
        if held is None or held[0] != page:
            held = self.articles[page.id] = page, lay_out(page)
        return held[1]


@dataclass(frozen=True)
class _Held:
    """The parts of the pack, and all that they rest on besides its text."""

    workspace: Workspace
    plan: PackPlan
    marks: Marks
    parts: Parts


class Preview:
    """The page of one pack of a workspace, by the engine named, or the office's. To be closed."""

    def __init__(self, folder: Path, pack_id: str, engine: str = "") -> None:
        self.folder, self.pack_id, self._engine = folder, pack_id, engine
        self.path = folder / "build" / "preview" / pack_id / PAGE
        self._held: _Held | None = None
        self._open = ExitStack()
        self._laid = Laid()
        self._before: tuple[Marks, Pack | None] | None = None

    def __enter__(self) -> "Preview":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        """What was counted is kept for the next time, unless another Peelian is at work: then only time is lost."""
        with suppress(DefinitionError), one_writer(self.folder):
            self._open.close()

    def make(self, progress: Progress = quiet) -> str:
        """The page as the workspace stands now, written to `path` too. `Faults` tells all that is wrong.

        The workspace is held no longer than this takes: a build waits for it, and it for a build.
        """
        with seldom():
            pack = self._pack(progress)
            progress(f"{self.pack_id}: page")
            text = self._page(pack)
            self.path.parent.mkdir(parents=True, exist_ok=True)
            write_whole(self.path, text)
        return text

    def _pack(self, progress: Progress) -> Pack:
        with one_writer(self.folder):
            found = marks(self.folder)
            workspace = load(self.folder, self._engine)
            text = workspace.pack(self.pack_id)
            rest = {name: mark for name, mark in found.items() if not name.startswith(("packs/", "build/"))}
            held = self._held
            if held is None or held.workspace != workspace or held.plan != text.plan or held.marks != rest:
                self._held = None
                self._open.close()
                coverage = facts_of(workspace, progress)
                progress(f"{self.pack_id}: text")
                used = assemble.used(workspace, text)
                ask = self._open.enter_context(asked_of(workspace, coverage, used))
                with in_language(workspace.office.language):
                    held = _Held(workspace, text.plan, rest, assemble.begin(workspace, text, ask))
                self._held = held
            before = self._pack_before(workspace, text.plan, found)
            with in_language(workspace.office.language):
                pack, _ = assemble.of_parts(workspace, text, held.parts, before)
        return pack

    def _pack_before(self, workspace: Workspace, plan: PackPlan, found: Marks) -> Pack | None:
        """The pack before, read again when one is built."""
        built = {name: mark for name, mark in found.items() if name.endswith((f"/{CURRENT}", "/pack.toml"))}
        if self._before is None or self._before[0] != built:
            self._before = built, withhold.pack_before(workspace, Period.parse(plan.period), {})
        return self._before[1]

    def _page(self, pack: Pack) -> str:
        draw = chart.kept(self.folder / "build" / "charts")

        def lay_out(page: Page) -> web_page.Article:
            return web_page.article(page, lambda block, id, level: web_page.block(block, id, level, draw))

        with in_language(pack.language):
            return web_page.page(pack, draw, lambda page: self._laid.article(page, lay_out))


def changes(folder: Path) -> Iterator[None]:
    """Now, and again each time a file of the workspace has changed, for ever."""
    seen: Marks | None = None
    while True:
        began = time.monotonic()
        found = marks(folder)
        if found != seen:
            seen = found
            yield
        else:
            time.sleep(max(EVERY, SHARE * (time.monotonic() - began)))


def marks(folder: Path) -> Marks:
    """Every file of a workspace that a page may rest on, but those that are made from the others."""
    waiting = [path for path in folder.iterdir() if path.name != "build" and not path.name.startswith(".")]
    waiting += folder.joinpath(*BUILT).glob(f"*/{CURRENT}")
    found: dict[str, tuple[int, int]] = {}
    while waiting:
        path = waiting.pop()
        try:
            told = path.stat(follow_symlinks=False)
            if stat.S_ISDIR(told.st_mode):
                waiting += path.iterdir()
            else:
                found[path.relative_to(folder).as_posix()] = told.st_size, told.st_mtime_ns
        except OSError:  # it went in between
            continue
    return found
