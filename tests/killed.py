"""Commands that kill themselves, as by `kill -9`: each is forked from one process that has everything imported.

As a program, `python killed.py 3 before receive ...` is one command in a process of its own, which ends before it puts
the third file in place. With 0 it is not killed, and prints last on standard error how many files it put in place.
"""

import json
import os
import signal
import subprocess
import sys
from importlib import import_module
from pkgutil import walk_packages
from types import TracebackType

import peelian
from inline import Inline
from peelian import cli
from peelian.render.pdf import documents

PLACED = "files put in place: "


def command(at: int, when: str, *arguments: str) -> None:
    """Runs it here: nothing is cleared up, nothing written that was not."""
    sys.argv = ["peelian", *arguments]
    real, count = os.replace, 0

    def replace(source, target):
        nonlocal count
        count += 1
        if (count, when) == (at, "before"):
            os.kill(os.getpid(), signal.SIGKILL)
        real(source, target)
        if (count, when) == (at, "after"):
            os.kill(os.getpid(), signal.SIGKILL)

    os.replace = replace
    try:
        cli.main()
    finally:
        print(f"{PLACED}{count}", file=sys.stderr)


class Forks:
    """The process that commands are forked from: what takes a second to import is imported once."""

    def __enter__(self) -> "Forks":
        own = [sys.executable, __file__, "forks"]
        self._process = subprocess.Popen(own, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8")
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None):
        self._process.communicate()

    def run(self, at: int, when: str, *arguments: object) -> tuple[int, str]:
        """The exit code, -9 where it was killed, and what it said on standard error."""
        self._process.stdin.write(json.dumps([at, when, *map(str, arguments)]) + "\n")
        self._process.stdin.flush()
        code, said = json.loads(self._process.stdout.readline())
        return code, said


def serve() -> None:
    everything = walk_packages(peelian.__path__, "peelian.")
    for module in everything:
        if not module.name.endswith(("__main__", "spark")):
            import_module(module.name)
    peelian.packs.build.Aside = Inline
    documents.missing = lambda: "left out: each command would take twice as long"
    os.fsync = lambda _: None
    for line in sys.stdin:
        at, when, *arguments = json.loads(line)
        said, told = os.pipe()
        if not (child := os.fork()):
            os.dup2(os.open(os.devnull, os.O_RDWR), 0)
            os.dup2(told, 1)
            os.dup2(told, 2)
            code = 0
            try:
                command(at, when, *arguments)
            except SystemExit as ended:
                code = int(ended.code or 0)
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(code)
        os.close(told)
        with os.fdopen(said, encoding="utf-8") as text:
            words = text.read()
        ended = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        print(json.dumps([ended, words]), flush=True)


if __name__ == "__main__":
    if sys.argv[1:] == ["forks"]:
        serve()
    else:
        command(int(sys.argv[1]), *sys.argv[2:])
