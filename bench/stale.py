"""Finds tables of docs/performance.md that are out of date: older than half a year, or measured by an earlier script.

Run by `make bench` after the others, each of which writes its own table anew. Ends with 1 where one is stale.
"""

import re
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

from timing import DOCUMENT, digest

MOST_DAYS = 183
PART = re.compile(r"<!-- (?P<name>\w+): begin -->(?P<text>.*?)<!-- (?P=name): end -->", re.DOTALL)
NOTED = re.compile(
    r"^Measured on (?P<day>\d+ \w+ \d{4}), .* by `bench/(?P<name>\w+)\.py` (?P<digest>\w+)\.$", re.MULTILINE
)


def stale(text: str, scripts: Path, today: date) -> Iterator[str]:
    """A sentence for each table that is stale, and for one that no script writes."""
    for part in PART.finditer(text):
        name, noted = part["name"], NOTED.search(part["text"])
        if noted is None or noted["name"] != name:
            yield f"{name}: it does not say when and by what it was measured; run bench/{name}.py"
            continue
        age = (today - datetime.strptime(noted["day"], "%d %B %Y").replace(tzinfo=UTC).date()).days
        if age > MOST_DAYS:
            yield f"{name}: it was measured {age} days ago; run bench/{name}.py"
        if noted["digest"] != digest(scripts / f"{name}.py"):
            yield f"{name}: bench/{name}.py has changed since it was measured; run it"
    if "|---" in PART.sub("", text):
        yield "a table stands outside the parts that scripts write; let a script write it"


def main() -> int:
    found = list(stale(DOCUMENT.read_text(encoding="utf-8"), Path(__file__).parent, datetime.now(UTC).date()))
    print("\n".join(f"docs/performance.md, {one}" for one in found) or "Every table of docs/performance.md is of now.")
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main())
