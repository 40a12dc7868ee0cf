"""Files as they arrive, of folders and zips too, each copied aside with its fingerprint while the next is unpacked."""

import hashlib
import os
import re
import zipfile
import zlib
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePosixPath
from typing import BinaryIO, TypeVar

from peelian.core.errors import SourceError

IGNORED = re.compile(r"(^|/)(\.(?!\.?/)|__MACOSX|Thumbs\.db|desktop\.ini)")
CHUNK = 1 << 20
AT_ONCE = 2
"""Files copied at a time: unpacking, hashing and syncing wait for each other no more than the cores of a laptop do."""

T = TypeVar("T")
R = TypeVar("R")


@dataclass(frozen=True)
class Incoming:
    """One file as it arrives: a name without folders, where it was, how to open it, and the file on disk it is of."""

    name: str
    origin: str
    open: Callable[[], BinaryIO]
    on_disk: Path


def incoming(paths: Sequence[Path], opened: ExitStack) -> Iterator[Incoming]:
    """Every file of these files, folders and zips. Zips stay open until `opened` is closed.

    SourceError where there is no such path, or it is no zip that can be read.
    """
    for path in paths:
        if not path.exists():
            raise SourceError(str(path), "there is no such file or folder", "check the name")
        if path.is_dir():
            for file in sorted(p for p in path.rglob("*") if p.is_file()):
                if not IGNORED.search(file.relative_to(path).as_posix()):
                    yield Incoming(file.name, str(file.relative_to(path.parent)), partial(_open, file), file)
        elif path.suffix.lower() == ".zip":
            yield from _members(path, opened)
        else:
            yield Incoming(path.name, path.name, partial(_open, path), path)


def _open(path: Path) -> BinaryIO:
    return path.open("rb")


def _members(path: Path, opened: ExitStack) -> Iterator[Incoming]:
    try:
        archive = opened.enter_context(zipfile.ZipFile(path))
    except (zipfile.BadZipFile, OSError) as fault:
        raise SourceError(path.name, f"it is not a zip that can be read ({fault})", "download it again") from None
    for member in archive.infolist():
        if not member.is_dir() and not IGNORED.search(member.filename):
            name = PurePosixPath(member.filename).name
            yield Incoming(name, f"{path.name}: {member.filename}", partial(archive.open, member), path)  # type: ignore[arg-type]


def copy(file: Incoming, path: Path) -> str:
    """The SHA-256 of the bytes, as they are copied. SourceError where they cannot be read, or change meanwhile."""
    path.parent.mkdir(parents=True)
    before, digest = _state(file.on_disk), hashlib.sha256()
    try:
        with file.open() as source, path.open("wb") as target:
            while chunk := source.read(CHUNK):
                digest.update(chunk)
                target.write(chunk)
            target.flush()
            os.fsync(target.fileno())
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError) as fault:
        raise SourceError(file.origin, f"the archive is damaged or locked ({fault})", "download it again") from None
    if _state(file.on_disk) != before:
        raise SourceError(file.origin, "it changed while it was read", "close whatever writes it, and receive it again")
    return digest.hexdigest()


def _state(path: Path) -> tuple[int, int]:
    told = path.stat()
    return told.st_size, told.st_mtime_ns


def in_turn(work: Callable[[T], R], items: Iterable[T]) -> Iterator[tuple[T, Callable[[], R]]]:
    """Each item with what waits for its work, in order; AT_ONCE are worked on meanwhile, and few are begun ahead."""
    with ThreadPoolExecutor(AT_ONCE) as pool:
        begun: deque[tuple[T, Future[R]]] = deque()
        try:
            for item in items:
                begun.append((item, pool.submit(work, item)))
                if len(begun) > 2 * AT_ONCE:
                    first, future = begun.popleft()
                    yield first, future.result
            while begun:
                first, future = begun.popleft()
                yield first, future.result
        finally:
            for _, future in begun:
                future.cancel()
