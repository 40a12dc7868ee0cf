"""The code that makes a pack, as one digest: what is kept from an earlier run is used only by the code that made it."""

import hashlib
import os
import platform
import sysconfig
from functools import cache
from importlib import resources
from pathlib import Path


@cache
def code_digest() -> str:
    """SHA-256 of every file of Peelian by its content, the version of every installed library, and of Python.

    Fonts chosen by FONTCONFIG_FILE are in it by that file's name. What the system brings, such as Pango, is not:
    `peelian build --anew` makes a pack again whatever is kept.
    """
    home = Path(str(resources.files("peelian")))
    fonts = os.environ.get("FONTCONFIG_FILE", "")
    chosen = "" if fonts.startswith(str(home)) else fonts  # our own, once something is drawn
    found = hashlib.sha256(f"{platform.python_version()} {platform.system()} {platform.machine()} {chosen}".encode())
    for path in sorted(home.rglob("*")):
        if path.is_file() and path.suffix != ".pyc":
            found.update(
                path.relative_to(home).as_posix().encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest()
            )
    for kind in ("purelib", "platlib"):
        libraries = Path(sysconfig.get_path(kind)).glob("*.dist-info")
        found.update("\n".join(sorted(path.name for path in libraries)).encode())
    return found.hexdigest()
