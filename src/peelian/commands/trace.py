"""`peelian trace` follows a printed figure back to its query and its files."""

from collections.abc import Iterator
from typing import Annotated, Any

import typer

from peelian.commands.options import Folder, Json, PackId
from peelian.commands.output import count


def trace(
    folder: Folder,
    pack: PackId,
    figure: Annotated[str, typer.Argument(help="The figure's key.")],
    as_json: Json = False,
) -> None:
    """Follow a printed figure back to its definition, its queries and its received files.

    Example: peelian trace examples/wiltshire 2025-26-q3 recorded_crime@wiltshire/2025-26-q3:value
    """
    import json
    from dataclasses import asdict

    from peelian.packs import packfile
    from peelian.proof import trace as tracing

    found = tracing.trace(packfile.read_pack(folder, pack), figure, folder / "received")
    if as_json:
        print(json.dumps(asdict(found), ensure_ascii=False, indent=1))
        return
    for line in _lines(found):
        print(line)


def _lines(found: Any) -> Iterator[str]:
    """A trace as plain lines."""
    from peelian.core.language import say
    from peelian.core.sentences import EVIDENCE

    receipt = found.receipt
    yield f"{receipt.text}    ({say(EVIDENCE[receipt.evidence])})"
    if found.statement:
        yield f"  Said:    {found.statement.text}"
        yield f"  By:      {found.statement.source} {found.statement.url}".rstrip()
        return
    yield f"  What:    {found.measure.title}. {found.measure.definition}"
    compared = f", against {receipt.compared_with}" if receipt.compared_with else ""
    yield f"  Where:   {receipt.area_name}"
    yield f"  When:    {receipt.period_words}, {receipt.months_present} of {receipt.months_expected} months{compared}"
    if receipt.numerator is not None:
        base = f" of {receipt.denominator:,}" if receipt.denominator is not None else ""
        yield f"  Integers: {receipt.numerator:,}{base}; exactly {receipt.value}"
    if receipt.interval:
        yield f"  Range:   {receipt.interval}"
    for note in receipt.notes:
        yield f"  Note:    {note}"
    for query in found.queries:
        yield "  Query:"
        yield from (f"    {line}" for line in query.sql.splitlines())
        yield f"    with {', '.join(repr(p) for p in query.parameters)}" if query.parameters else "    no parameters"
    yield f"  Made from {count(len(found.files), 'file')}:"
    for source, state in found.files:
        yield f"    received/{source.file}  {state}, fingerprint {source.sha256[:12]}, as at {source.as_at}"
