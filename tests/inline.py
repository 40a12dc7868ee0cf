"""The process that lays out PDFs, without a process: tests in which it is not the point need not start one each."""

from pathlib import Path

from peelian.packs import pdf_process


class Inline:
    """Does what `pdf_process.Aside` does, at once and here."""

    def __enter__(self) -> "Inline":
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def begin(self, folder: Path, charts: Path) -> None:
        self.told = pdf_process.make(folder, charts)

    def answer(self) -> pdf_process.LaidOut:
        return self.told
