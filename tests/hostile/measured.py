"""A command in a process of its own: `python -m hostile.measured peelian ...` ends as it does, its most memory told last.

Of itself and of the processes it starts, as each is bounded by itself: what counts is the largest. Linux hands the most
memory of a process on to those it starts, so that here what /proc says counts.
"""

import resource
import sys
from pathlib import Path

from peelian import cli


def main() -> None:
    try:
        cli.main()
    finally:
        status = Path("/proc/self/status")
        told = (
            dict(line.split(":", 1) for line in status.read_text().splitlines() if ":" in line)
            if status.exists()
            else {}
        )
        own = int(told["VmHWM"].split()[0]) if told else resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        most = max(own, 0 if told else resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
        print(f"most memory: {most // 1024} MB", file=sys.stderr)


if __name__ == "__main__":
    main()
