"""A made-up pack of Barsetshire with every block, every shape of chart and everything a pack can hold."""

from dataclasses import replace
from itertools import chain

from drawn import chart
from peelian.core.pack import (
    Block,
    Brand,
    Callout,
    Card,
    Cell,
    Chart,
    Cover,
    Heading,
    Layout,
    ListOf,
    Mark,
    MeasureRecord,
    Notes,
    Outline,
    Pack,
    Page,
    Paragraph,
    Point,
    QueryText,
    Rebased,
    Receipt,
    Role,
    Row,
    Run,
    Runs,
    Series,
    Shape,
    Slide,
    SourceRecord,
    StatementRecord,
    Table,
    runs_of,
)

MONTHS = tuple(f"{month} {year}" for year in (2024, 2025) for month in ("January", "April", "July", "October"))
PLACES = ("Barchester", "Silverbridge", "Hogglestock and Plumstead Episcopi", "Framley")
LOGO = (
    "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQ"
    "DwAEhQGAhKmMIQAAAABJRU5ErkJggg=="
)


def pack() -> Pack:
    empty = Pack(
        id="everything",
        title="Everything a report can hold",
        subtitle="October to December 2025",
        office="Office of the Police and Crime Commissioner for Barsetshire",
        panel="the Barsetshire Police and Crime Panel",
        area="barsetshire",
        period="2025-26-q3",
        period_words="October to December 2025",
        compare_words="October to December 2024",
        compare_why="the same months a year earlier",
        notice="Barsetshire does not exist: every figure here is made up",
        language="en",
        pages=(*_pages(), *(Page(f"chart-{one.shape}", "Charts", _titled(one), (one,)) for one in _charts())),
        figures={},
        queries=(QueryText('SELECT "month", CAST(SUM("n") AS BIGINT) AS "n"\nFROM "crimes" WHERE n < ?', ("9",)),),
        sources=(
            SourceRecord("aa11", "aa11" + "0" * 60, "received/crimes_return/2025-12-31/crimes-2025-26-q3-again.csv",
                         "Barsetshire Constabulary", "Open Government Licence v3.0", "2026-01-14", 31204, 3, 12),
        ),
        measures=(
            MeasureRecord("crime", "Recorded crime", "How much crime the force records.", "Crimes recorded.", "neutral",
                          "More recording is not always more crime.", "2", "c" * 12,
                          "It counts what was done, not what came of it", "Peelian; next review June 2027"),
        ),
        statements=(
            StatementRecord("visits", "Custody visits made", "14", "October to December 2025", "Barsetshire",
                            "Custody visiting scheme report", "https://example.org/visits"),
        ),
        attribution=("Contains made-up data, under the Open Government Licence v3.0.",),
        chance="18 changes in this pack were tested, and 5 are clear.",
        slides=_slides(),
        brief=_brief(),
        cover=Cover("A. Officer", "12 February 2026", "To tell the Panel what changed.",
                    ((Run("Note what changed."),), (Run("Ask about burglary."),)),
                    ((Run("The plan", url="https://example.org/plan"),),)),
        brand=Brand("#12436D", "#801650", LOGO),
    )  # fmt: skip
    parts = (*empty.brief, *empty.pages, *empty.slides)
    blocks = [block for one in parts for block in one.blocks]
    titles = chain.from_iterable(one.title for one in parts)
    drawn = (Run(p.text, p.key) for one in blocks if isinstance(one, Chart) for s in one.series for p in s.points)
    printed = {run.key: run for run in (*titles, *chain.from_iterable(map(runs_of, blocks)), *drawn) if run.key}
    return replace(empty, figures={key: _receipt(run) for key, run in printed.items()})


def _receipt(run: Run) -> Receipt:
    stated = run.key.startswith("stated:")
    return Receipt(run.key, run.text, "value", "stated" if stated else "value", "stated" if stated else "reported",
                   measure="" if stated else "crime", area_name="Barsetshire", period_words="October to December 2025",
                   value="31/250", unit="percent", numerator=248, denominator=2000, months_present=3, months_expected=3,
                   interval="95% interval 11.0% to 13.9%", notes=("The ends are rounded.",),
                   queries=() if stated else (0,), snapshots=() if stated else ("aa11",),
                   statement="visits" if stated else "")  # fmt: skip


def _brief() -> tuple[Page, ...]:
    cards = tuple(
        Card(title, (Run(value, f"crime@{title}"),), "October to December 2025",
             (Run("2,412 of 24,581", f"of@{title}"),), (Run(change, f"change@{title}"),), verdict)
        for title, value, change, verdict in (
            ("Recorded crime", "21,889", "down 3.0%", "lower"),
            ("101 calls abandoned", "9.8%", "down 2.2 percentage points", "better"),
            ("999 calls answered within 10 seconds", "88.4%", "up 0.2 percentage points, no clear change",
             "no clear change"),
        )
    )  # fmt: skip
    return (
        Page("brief-figures", "", (Run("Key figures"),), cards),
        Page("brief-asks", "", (Run("Recommendations"),), (ListOf(((Run("Note it."),),)),)),
        Page(
            "brief-view",
            "",
            (Run("The way ahead"),),
            (Paragraph((Run("More visits."),)),),
            "The commissioner's opinion",
        ),
    )


def _pages() -> tuple[Page, ...]:
    columns = ("Measure", "This quarter", "A year before", "Change", "Verdict", *PLACES)
    rows = tuple(
        Row((Run(f"Measure number {n} of the plan"),),
            tuple(Cell((Run(f"{n},{at:03}", f"crime@{n}/{at}"),), True) for at in range(len(columns) - 1)))
        for n in range(1, 6)
    )  # fmt: skip
    text = (Run("Crime was "), Run("down 3.0%", "crime:change"), Run(", says "), Run("the plan", url="https://example.org/"),
            Run(". "), Run("Take note", strong=True))  # fmt: skip
    return (
        Page("words", "Words", (Run("Crime was "), Run("down 3.0%", "crime:change")), (
            Paragraph(text),
            Heading(4, (Run("The commissioner's question"),)),
            ListOf(((Run("Visits: "), Run("14", "stated:visits", note="stated by the scheme")), (Run("Another"),))),
            ListOf(((Run("First"),), (Run("Second"),)), numbered=True),
            Heading(6, (Run("A heading two levels too deep"),)),
            Callout("Note of caution", (Run("No file was received for March."),)),
            Notes(((Run("Crimes are counted when recorded."),),)),
        )),
        Page("table", "Words", (Run("Every measure of the plan"),), (
            Table("Measures, and each council's", columns, rows, "Source: received files."),)),
        Page("card", "Words", (Run("One figure told whole"),), (
            Card("Burglary", (Run("258", "crime@burglary"),), "October to December 2025", verdict="better"),)),
        Page("opinion", "The assessment", (Run("Burglary needs an answer"),), (Paragraph((Run("It does."),)),),
             "The commissioner's opinion"),
    )  # fmt: skip


def _slides() -> tuple[Slide, ...]:
    """Every layout, and on the charts' own every shape."""
    first, second, third = (block for block in _brief()[0].blocks if isinstance(block, Card))
    words = ListOf(((Run("Shops began to report online"),), (Run("An answer is due before the meeting"),)))
    columns = ((Heading(3, (Run(name),)), words) for name in ("Worse", "Better", "No clear change"))
    short = Table("The plan's measures", ("Measure", "Value"), (
        Row((Run("Burglary"),), (Cell((Run("258", "crime@burglary"),), True),)),))  # fmt: skip
    charts = {one.shape: one for one in _charts()}
    return (
        _slide("summary", *(block for column in columns for block in column)),
        _slide("section", Paragraph((Run("What the plan promised"),))),
        _slide("measure", first, charts["spc"], words),
        _slide("two measures", second, third, words),
        _slide("table", Paragraph((Run("The latest quarter"),)), short),
        _slide("text", Paragraph((Run("More visits."),)), Callout("Note of caution", (Run("No file of March."),))),
        _slide("closing", words),
        *(_slide("chart", one, title=f"A slide of the shape {shape}") for shape, one in charts.items()),
    )


def _slide(layout: Layout, *blocks: Block, title: str = "") -> Slide:
    told = title or f"A slide of the layout {layout}"
    return Slide(told.replace(" ", "-").lower(), layout, "Fewer victims", (Run(told),), blocks)


def _charts() -> tuple[Chart, ...]:
    wave = (61, 58, 64, 60, 66, 63, 59, 71)
    limits = (_series("Average", [62] * 8, "average"), _series("Upper limit", [70] * 8, "limit"),
              _series("Lower limit", [54] * 8, "limit"))  # fmt: skip
    marks: tuple[Mark, ...] = ("", "", "", "", "", "", "", "worse")
    curve = tuple(Point(value, "", "", at=at) for at, value in ((1000, 80), (3000, 72), (9000, 66)))
    floor = tuple(Point(value, "", "", at=at) for at, value in ((1000, 44), (3000, 52), (9000, 58)))
    flat = (Point(62, "", "", at=1000), Point(62, "", "", at=9000))
    square = ((0.0, 0.0), (0.4, 0.0), (0.4, 0.4), (0.0, 0.4), (0.0, 0.0))
    outlines = tuple(
        Outline(place, (tuple((x + n % 2 * 0.45, y + n // 2 * 0.45) for x, y in square),))
        for n, place in enumerate(PLACES)
    )
    return (
        _chart("line", MONTHS, (_series("Barsetshire", wave),
                                _series("Similar forces", [50, 51, None, 54, 53, 52, 50, 49])),
               highlight="Barsetshire"),
        _chart("spc", MONTHS, (_series("Barsetshire", wave, marks=marks), *limits),
               rebased=(Rebased(4, "a new system"),)),
        _chart("forecast", MONTHS, (_series("Referrals", [*wave[:5], None, None, None]),
                                    _series("Forecast", [60, 60, 62, 62, 64, 64, 66, 66], "forecast"))),
        _chart("flow", MONTHS, (_series("Received", wave, "in"), _series("Closed", wave[::-1], "out"),
                                _series("Open", [20, 17, 22, 19, 24, 21, 17, 29], "stock"))),
        _chart("bar", PLACES, (_series("2025", wave[:4]),), highlight="Framley"),
        _chart("dots", PLACES, (_series("2025", wave[:4], spread=4),), highlight="Framley"),
        _chart("funnel", PLACES, (_series("Areas", wave[:4], at=(1500, 2500, 4000, 8000)),
                                  Series("Average", flat, "average"), Series("Upper limit", curve, "limit"),
                                  Series("Lower limit", floor, "limit")), across="People", highlight="Framley"),
        _chart("map", PLACES, (_series("2025", wave[:4]),), outlines=outlines, highlight="Framley"),
    )  # fmt: skip


def _chart(shape: Shape, categories: tuple[str, ...], series: tuple[Series, ...], **rest: object) -> Chart:
    one = chart(shape, f"Crimes, drawn as {shape}", "Crimes per 1,000 people", categories, series,
                f"A {shape} chart of crimes in Barsetshire, 2024 to 2025. It ends at 71, above its limits.",
                source="Source: received files.", **rest)  # fmt: skip
    keyed = next(point for each in series for point in each.points if point.key)
    return replace(one, title=(Run("Crime ended at "), Run(keyed.text, keyed.key)))


def _titled(one: Chart) -> Runs:
    return (Run(f"A chart of the shape {one.shape}"),)


def _series(
    name: str,
    values: "tuple[float, ...] | list[float | None] | list[int]",
    role: Role = "value",
    marks: tuple[Mark, ...] = (),
    spread: float = 0,
    at: tuple[float, ...] = (),
) -> Series:
    points = tuple(
        Point(
            value,
            "no value" if value is None else f"{value}",
            f"crime@{name}/{n}/{value}",
            low=value - spread if spread and value is not None else None,
            high=value + spread if spread and value is not None else None,
            at=at[n] if at else None,
            mark=marks[n] if marks else "",
        )
        for n, value in enumerate(values)
    )
    return Series(name, points, role)
