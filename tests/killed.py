"""The command, killed by itself: `python killed.py 3 before receive ...` ends before the third file is put in place.

As by `kill -9`, nothing is cleared up. With 0 it is not killed, and says on standard error how many there were.
"""

import os
import signal
import sys

from peelian import cli


def main() -> None:
    at, when = int(sys.argv[1]), sys.argv[2]
    sys.argv = ["peelian", *sys.argv[3:]]
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
        print(f"files put in place: {count}", file=sys.stderr)


if __name__ == "__main__":
    main()
