"""Characters of a pack's text that no paper can print, each with the file and line where an author wrote it."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from peelian.core.errors import DefinitionError
from peelian.readback.paper_glyphs import what
from peelian.typography.glyphs import lacking
from peelian.workspace.text_files import read_text

NOT_PRINTED = ("id", "key", "url", "kind", "alt", "page")


def faults(printed: object, files: Iterable[Path]) -> Iterator[DefinitionError]:
    """One for each character of what is printed that stands in one of the files, at the first line that has it."""
    wanted = set(lacking("".join(set("".join(_texts(printed))))))
    if not wanted:
        return
    for path in files:
        for number, line in enumerate(read_text(path).splitlines(), 1):
            for character in lacking(line):
                if character in wanted:
                    wanted.remove(character)
                    said, _, to_do = what(character).rpartition("; ")
                    yield DefinitionError(f"{path}, line {number}", said, to_do)


def _texts(thing: object) -> Iterator[str]:
    """Every text of a block, a page or several that a reader sees."""
    if isinstance(thing, str):
        yield thing
    elif isinstance(thing, tuple):
        for one in thing:
            yield from _texts(one)
    elif hasattr(thing, "__dataclass_fields__"):
        for name, value in vars(thing).items():
            if name not in NOT_PRINTED:
                yield from _texts(value)
