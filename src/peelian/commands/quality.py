"""`peelian quality` lists what arrived from each source and what is missing."""

from pathlib import Path

from peelian.commands.options import Folder, Json
from peelian.commands.output import count


def quality_of(folder: Folder = Path(), as_json: Json = False) -> None:
    """List what arrived from each source, what is missing, left out, repeated or replaced, and the figures affected.

    Example: peelian quality my-office
    """
    import json
    from dataclasses import asdict

    from peelian.packs import source_use
    from peelian.sources.received import quality
    from peelian.workspace import workspace

    declared = workspace.load(folder)
    sources, touched = quality.report(declared), list(source_use.touched(declared))
    if as_json:
        found = {"sources": [asdict(one) for one in sources], "figures": [asdict(one) for one in touched]}
        print(json.dumps(found, default=str, ensure_ascii=False, indent=1))
        return
    for one in sources:
        print(one.title)
        print(f"  arrived   {count(one.files, 'file')}, {one.rows:,} rows, latest as at {one.as_at}")
        print(f"  months    {one.held_in_words or 'none for this force'}")
        print(f"  missing   {one.missing_in_words}")
        print(f"  left out  {one.rejected:,} lines; repeats dropped {one.duplicates:,}")
        print(f"  replaced  {', '.join(one.superseded) or 'none'}")
    for rest in touched:
        if rest.figures:
            figures = count(rest.figures, "figure")
            print(f"{rest.pack}: {figures} rest on {rest.source}, {rest.without_value} have no value")
