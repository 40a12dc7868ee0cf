"""Reads text files (TOML, CSV) as dataclasses. Every fault names its file and key."""

import csv
import hashlib
import json
import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import asdict, fields
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from peelian.core.errors import DefinitionError, raise_all

KEY = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
IDENTIFIER = re.compile(r"[a-z][a-z0-9_]*")


MOST_WRITTEN_BYTES, MOST_OF_SECTION = 3_000_000, 200_000
"""Limits in bytes for a text that people write: five times the largest areas.csv, ten times the longest section."""

UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


@cache
def adapter(kind: type) -> TypeAdapter[Any]:
    return TypeAdapter(kind)


def read_text(path: Path) -> str:
    """The text of a file that people write. DefinitionError if it is too long, not text, or has invisible signs."""
    try:
        if path.is_symlink():
            raise DefinitionError(str(path), "it is a link, not a file", "put the file itself there")
        most = MOST_OF_SECTION if path.suffix == ".md" else MOST_WRITTEN_BYTES
        if (size := path.stat().st_size) > most:
            what = f"it has {size:,} bytes, more than the {most:,} allowed"
            raise DefinitionError(str(path), what, "remove what does not belong there")
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as fault:
        raise DefinitionError(str(path), f"it is not UTF-8 text ({fault.reason})", "save it as UTF-8") from None
    except OSError as fault:
        raise DefinitionError(str(path), f"it cannot be read ({fault.strerror})", "check that it is there") from None
    if unseen := UNSEEN.search(text):
        where = f"{path}, line {text.count(chr(10), 0, unseen.start()) + 1}"
        raise DefinitionError(where, "it has an invisible character", "type the line again")
    return text


def read_toml(path: Path, kind: type) -> Any:
    """A TOML file as the dataclass `kind`. DefinitionError names the file and the wrong key."""
    return validated(parse_toml(read_text(path), str(path)), kind, str(path))


def parse_toml(text: str, where: str) -> dict[str, Any]:
    """DefinitionError if it is not TOML, or is TOML that nobody would write by hand."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        raise DefinitionError(where, f"it is not TOML ({fault})", "correct that line") from None
    except RecursionError:
        raise DefinitionError(where, "its brackets are nested too deep", "correct it") from None
    except ValueError as fault:
        raise DefinitionError(where, f"a number is too long ({str(fault).partition(';')[0]})", "correct it") from None


def validated(raw: Any, kind: type, where: str) -> Any:
    try:
        return adapter(kind).validate_python(raw)
    except ValidationError as error:
        faults = []
        for problem in error.errors():
            key = ".".join(str(part) for part in problem["loc"])
            extra = problem["type"] in ("extra_forbidden", "unexpected_keyword_argument")
            what = f"{key!r} is not a key it can have" if extra else f"{key}: {problem['msg'].lower()}"
            faults.append(DefinitionError(where, what, "correct or remove it"))
        raise_all(faults)
        raise AssertionError("pydantic refused without a reason") from error


def read_csv(path: Path, kind: type) -> tuple[Any, ...]:
    """Rows of a small text table as dataclasses. Empty if the file does not exist."""
    if not path.exists():
        return ()
    rows = read_table(path, [field.name for field in fields(kind)])
    return tuple(validated(row, kind, where) for where, row in rows)


def read_table(path: Path, columns: Sequence[str]) -> Iterator[tuple[str, dict[str, str]]]:
    """Each row by its columns, with its file and line. DefinitionError if the columns or a row are not as expected."""
    reader = csv.reader(read_text(path).splitlines(), strict=True)
    try:
        if next(reader, []) != list(columns):
            raise DefinitionError(f"{path}, line 1", "its columns are wrong", f"use {','.join(columns)}")
        for cells in reader:
            where = f"{path}, line {reader.line_num}"
            if not cells:
                continue
            if len(cells) != len(columns):
                what = f"it has {len(cells)} cells, the header {len(columns)}"
                raise DefinitionError(where, what, 'correct the line; put a cell with commas in "quotes"')
            yield where, dict(zip(columns, cells, strict=True))
    except csv.Error as fault:
        raise DefinitionError(f"{path}, line {reader.line_num}", str(fault), "correct the line") from None


def digest(thing: Any) -> str:
    """SHA-256 of a definition, in canonical JSON."""
    text = json.dumps(asdict(thing), sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=str)
    return hashlib.sha256(text.encode()).hexdigest()
