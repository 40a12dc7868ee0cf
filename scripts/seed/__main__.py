#!/usr/bin/env python3
"""docs/seed.md, made from what was built: where each row of docs/seed.toml is printed, and whether it holds.

    python scripts/seed [MADE_UP PUBLIC]    # workspaces with built packs; examples/barsetshire, examples/wiltshire

Ends with 1 when a row that is a figure does not hold.
"""

import sys
from collections.abc import Sequence
from pathlib import Path

from built import packs
from judging import judge
from telling import table

ROOT = Path(__file__).resolve().parents[2]
TABLE = ROOT / "docs" / "seed.md"
FOLDERS = ROOT / "examples" / "barsetshire", ROOT / "examples" / "wiltshire"


def main(folders: Sequence[Path]) -> int:
    judged = judge(*(packs(folder) for folder in folders))
    TABLE.write_text(table(judged), encoding="utf-8", newline="\n")
    failing = [one for one in judged if one.fails]
    for one in failing:
        print(f"{one.row['id']} {one.row['title']}: {'; '.join(one.fails)}")
    print(f"{TABLE.relative_to(ROOT)}: {len(judged)} rows, {len(failing)} do not hold")
    return 1 if failing else 0


if __name__ == "__main__":
    sys.exit(main([Path(told) for told in sys.argv[1:]] or FOLDERS))
