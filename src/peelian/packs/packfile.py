"""A pack as a file: `pack.json`, the only thing renderers and site read."""

import hashlib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from peelian.core.errors import DefinitionError
from peelian.core.pack import Pack
from peelian.core.pack_files import CURRENT, PACK, SUMS


@cache
def _adapter() -> TypeAdapter[Pack]:
    return TypeAdapter(Pack)


def dumps(pack: Pack) -> bytes:
    """The same pack gives the same bytes."""
    return _adapter().dump_json(pack, indent=1) + b"\n"


def digest(written: bytes) -> str:
    """The first 12 hexadecimal digits of the SHA-256: what a built pack's folder is called."""
    return hashlib.sha256(written).hexdigest()[:12]


def write_sums(folder: Path) -> None:
    """Note the fingerprints of all files below the folder, a finished pack's."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    lines = (f"{_sum(path)}  {path.relative_to(folder).as_posix()}\n" for path in files)
    (folder / SUMS).write_text("".join(lines), encoding="utf-8", newline="\n")


def damaged(home: Path) -> Iterator[str]:
    """Of a pack's folder under `build/packs`, what is not as it was built; nothing where it never was."""
    if not (home / CURRENT).exists():
        return
    folder = home / (home / CURRENT).read_text(encoding="utf-8", errors="replace").strip()
    if folder.parent != home or not folder.is_dir():
        yield CURRENT
        return
    try:
        noted = dict(line.split("  ", 1)[::-1] for line in (folder / SUMS).read_text(encoding="utf-8").splitlines())
    except (OSError, ValueError):
        yield f"{folder.name}/{SUMS}"
        return
    for name, wanted in noted.items():
        if not (folder / name).is_file() or _sum(folder / name) != wanted:
            yield f"{folder.name}/{name}"


def is_whole(folder: Path, name: str) -> bool:
    """Whether a file of a finished pack, or every file below a folder of it, is as it was built."""
    try:
        noted = dict(line.split("  ", 1)[::-1] for line in (folder / SUMS).read_text(encoding="utf-8").splitlines())
        paths = [path for path in (folder / name).rglob("*") if path.is_file()] or [folder / name]
        return all(noted.get(path.relative_to(folder).as_posix()) == _sum(path) for path in paths)
    except (OSError, ValueError):
        return False


def _sum(path: Path) -> str:
    with path.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def built(folder: Path, pack_id: str) -> Path:
    """The folder of the pack as last built. DefinitionError when it never was."""
    home = folder / "build" / "packs" / pack_id
    try:
        return home / (home / CURRENT).read_text(encoding="utf-8").strip()
    except OSError:
        raise DefinitionError(str(home), "this pack was not built", f"run `peelian build {folder} {pack_id}`") from None


def read_pack(folder: Path, pack_id: str) -> Pack:
    """The pack as last built."""
    return load_pack(built(folder, pack_id) / PACK)


def load_pack(path: Path) -> Pack:
    """The pack in a file. DefinitionError when it is not one."""
    try:
        return _adapter().validate_json(path.read_bytes())
    except (OSError, ValidationError) as fault:
        first = str(fault).splitlines()[0]
        raise DefinitionError(str(path), f"it cannot be read ({first})", "build the pack again") from None
