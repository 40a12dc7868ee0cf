"""The PDFs, laid out by a process of their own while the rest of a pack is made: `python -m peelian.packs.pdf_process`.

They take as long as all the rest, and a second core is free. The process starts early, so that what it imports is there
when the pack is; it reads a line of JSON for each pack, and answers each with another.
"""

import gc
import signal
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType

from pydantic import TypeAdapter, ValidationError

from peelian.core.errors import OutputError, of_machine
from peelian.core.language import in_language
from peelian.core.measures import FORBID_EXTRA
from peelian.core.pack_files import BRIEF, PACK, PAPER


@dataclass(frozen=True)
class PdfRequest:
    """The folder of a pack, and the one where its charts are kept."""

    folder: Path
    charts: Path


@dataclass(frozen=True)
class LaidOut:
    """What came of a pack's PDFs: by file, the faults found in it, none where it is made.

    `lacking` says why this system can make none; then there are no files.
    """

    faults: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    lacking: str = ""

    __pydantic_config__ = FORBID_EXTRA


ASKED, LAID_OUT = TypeAdapter(PdfRequest), TypeAdapter(LaidOut)
"""Each to and from a line of JSON."""


class Aside:
    """The process, from before it is needed until its answers are there. It ends with whoever started it."""

    def __init__(self) -> None:
        command = [sys.executable, "-m", "peelian.packs.pdf_process"]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8")  # noqa: S603

    def __enter__(self) -> "Aside":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._process.poll() is None:
            self._process.kill()
        self._process.communicate()

    def begin(self, folder: Path, charts: Path) -> None:
        """Make the PDFs of the pack in `folder`, there, after those begun before; its charts are kept in `charts`."""
        assert self._process.stdin
        self._process.stdin.write(ASKED.dump_json(PdfRequest(folder, charts)).decode() + "\n")
        self._process.stdin.flush()

    def answer(self) -> LaidOut:
        """What came of them, pack by pack as they were begun. OutputError where it ended, or gives no answer."""
        assert self._process.stdout
        line = self._process.stdout.readline()
        if not line:
            what = f"the process that lays out PDFs ended early (exit code {self._process.wait()})"
            raise OutputError(PAPER, what, "build again; if it does so again, free some memory")
        try:
            return LAID_OUT.validate_json(line)
        except ValidationError:
            what = f"the process that lays out PDFs says {line[:80].strip()!r}, which is no answer"
            raise OutputError(PAPER, what, "report it as a fault of Peelian") from None


def make(folder: Path, charts: Path) -> LaidOut:
    """The paper and the brief of the pack in `folder`, written there where they have no fault."""
    from peelian.packs import packfile
    from peelian.readback import page_access, paper_glyphs
    from peelian.render.charts import chart as drawing
    from peelian.render.pdf import documents

    if lacking := documents.missing():
        return LaidOut(lacking=lacking)
    pack, draw = packfile.load_pack(folder / PACK), drawing.kept(charts)
    faults: dict[str, tuple[str, ...]] = {}
    with in_language(pack.language):
        wanted = [(PAPER, documents.paper_html(pack, draw), documents.paper_of)]
        wanted += [(BRIEF, documents.brief_html(pack), documents.brief_of)] if pack.brief else []
        for file, text, laid_out in wanted:
            faults[file] = (*page_access.page_faults(text), *paper_glyphs.faults(text))
            if faults[file]:
                continue
            try:
                (folder / file).write_bytes(laid_out(text))
            except (OutputError, OSError) as fault:
                why = fault if isinstance(fault, OutputError) else of_machine(fault)
                faults[file] = (f"{why.what}; {why.to_do}",)
    return LaidOut(faults)


def _warm() -> None:
    """What starts slowly, while whoever asks is still making the pack: what lays out, and what finds fonts."""
    from peelian.render.pdf import documents

    if not documents.missing():
        documents.paper_of("<p>A</p>")


def main() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever started it decides
    _warm()
    for line in sys.stdin:
        asked = ASKED.validate_json(line)
        print(LAID_OUT.dump_json(make(asked.folder, asked.charts)).decode(), flush=True)
        gc.collect()  # A document holds itself: two of them at once would take twice the memory.


if __name__ == "__main__":
    main()
