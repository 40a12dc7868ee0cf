"""Peelian runs on Windows and macOS too: nothing of one system alone is imported, called or named.

That text is written and read in a stated encoding is ruff's rule PLW1514; that paths are pathlib's, its rules PTH.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

SOURCES = Path(__file__).parents[2] / "src" / "peelian"
MODULES = {"fcntl", "grp", "msvcrt", "posix", "pty", "pwd", "resource", "syslog", "termios", "winreg"}
CALLS = {
    "os": {
        "fork",
        "getuid",
        "geteuid",
        "kill",
        "killpg",
        "mkfifo",
        "symlink",
        "link",
        "chown",
        "sync",
        "system",
        "rename",
    },
    "signal": {"SIGKILL", "SIGHUP", "SIGALRM", "alarm", "pthread_kill"},
}
FOLDERS = ("/tmp", "/var/", "/etc/", "/usr/", "/dev/", "C:\\")  # noqa: S108


def of_one_system(tree: ast.AST) -> Iterator[str]:
    """What a module imports, calls or names that another system lacks, but for imports it can do without."""
    tried = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.Try) and any("ImportError" in ast.unparse(h.type or node) for h in node.handlers)
        for inner in ast.walk(node)
    }
    for node in ast.walk(tree):
        where = f"line {getattr(node, 'lineno', 0)}"
        if isinstance(node, ast.Import | ast.ImportFrom) and id(node) not in tried:
            names = [name.name for name in node.names] if isinstance(node, ast.Import) else [node.module or ""]
            yield from (f"{where}: import {name}" for name in names if name.partition(".")[0] in MODULES)
        named = isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name)
        if named and node.attr in CALLS.get(node.value.id, ()):
            yield f"{where}: {node.value.id}.{node.attr}"
        if isinstance(node, ast.keyword) and node.arg == "shell":
            yield f"{where}: a shell"
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.startswith(FOLDERS):
            yield f"{where}: {node.value}"


@pytest.mark.parametrize("path", sorted(SOURCES.rglob("*.py")), ids=lambda path: str(path.relative_to(SOURCES)))
def test_a_module_is_of_no_one_system(path: Path):
    assert list(of_one_system(ast.parse(path.read_text(encoding="utf-8")))) == []


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("import fcntl", ["line 1: import fcntl"]),
        ("import os\nos.fork()", ["line 2: os.fork"]),
        ("run('ls', shell=True)", ["line 1: a shell"]),
        ("open('/tmp/x')", ["line 1: /tmp/x"]),
        ("try:\n    import resource\nexcept ImportError:\n    pass", []),
    ],
)
def test_the_scan_finds_what_it_looks_for(source: str, found: list[str]):
    assert list(of_one_system(ast.parse(source))) == found
