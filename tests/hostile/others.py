"""Files of boundaries, decks, packs, logos, set-up workbooks, sidecars, and the narrative."""

import json
import struct
import zlib
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

import official_tables as official
from hostile import Case, Command, Make, Place, accepted, refused, sent, template, written
from hostile.books import with_part, xlsx
from hostile.workbooks import BILLION, FROM_A_FILE, begun

SQUARE = [[[-1.8, 51.5], [-1.7, 51.5], [-1.7, 51.6], [-1.8, 51.6], [-1.8, 51.5]]]


def feature(coordinates: Any = SQUARE, code: Any = "E06000030", kind: str = "Polygon") -> dict[str, Any]:
    return {"type": "Feature", "properties": {"LAD23CD": code}, "geometry": {"type": kind, "coordinates": coordinates}}


def collection(*features: Any) -> str:
    return json.dumps({"type": "FeatureCollection", "features": list(features)})


def outlines(content: bytes | str, name: str = "lad.geojson") -> Make:
    def make(place: Place) -> Command:
        return "areas", place.office, "--outlines", place.send(name, content)

    return make


def boundaries() -> Iterator[Case]:
    of = "boundaries"

    def no(what: str, content: bytes | str, *says: str, code: int = 3) -> Case:
        return refused(of, what, outlines(content), *(says or ("lad.geojson",)), code=code)

    nan = collection(feature()).replace("51.6", "NaN")
    yield accepted(of, "as published", outlines(collection(feature())), "swindon")
    yield no("an empty file", "")
    yield no("no JSON", "hello")
    yield no("cut short", collection(feature())[:100])
    yield no("UTF-16 text", collection(feature()).encode("utf-16"))
    yield no("random bytes", bytes(range(256)) * 10)
    yield no("brackets 100,000 deep", "[" * 100_000)
    yield no("objects 50,000 deep", '{"a":' * 50_000 + "1" + "}" * 50_000)
    yield no("a list in place of an object", "[]")
    yield no("a number in place of an object", "5")
    yield no("null", "null")
    yield no("no features", '{"type": "FeatureCollection"}')
    yield no("features that are no list", '{"type": "FeatureCollection", "features": 5}')
    yield no("a feature that is none", collection(5))
    yield no("no area of the office", collection(feature(code="E99999999")), "areas.csv", code=2)
    yield no("a code that is an object", collection(feature(code={"a": 1})), "areas.csv", code=2)
    yield no("a point that is nowhere", nan)
    yield no("an infinite point", collection(feature()).replace("51.6", "1e999"))
    yield no("a number of 5,000 digits", collection(feature()).replace("51.6", "9" * 5000))
    yield no("a point as text", collection(feature()).replace("51.6", '"north"'))
    yield no("coordinates that are text", collection(feature("here")))
    yield no("coordinates nested wrongly", collection(feature([[[SQUARE]]])))
    yield no("a ring of two points", collection(feature([[[-1.8, 51.5], [-1.7, 51.5]]])))
    yield no("a shape without area", collection(feature([[[-1.8, 51.5]] * 5])))
    yield no(
        "metres of the national grid",
        collection(feature([[[400000, 180000], [410000, 180000], [410000, 190000], [400000, 180000]]])),
        "metres",
    )
    yield no("latitude before longitude", collection(feature([[[y, x] for x, y in SQUARE[0]]])), "latitude")
    yield no("another kind of shape", collection(feature(SQUARE, kind="Point")), "areas.csv", code=2)
    yield accepted(
        of,
        "a ring that crosses itself",
        outlines(collection(feature([[[-1.8, 51.5], [-1.7, 51.6], [-1.7, 51.5], [-1.8, 51.6], [-1.8, 51.5]]]))),
        "swindon",
    )
    topology: dict[str, Any] = {
        "type": "Topology",
        "arcs": [SQUARE[0]],
        "objects": {
            "x": {
                "type": "GeometryCollection",
                "geometries": [{"type": "Polygon", "arcs": [[0]], "properties": {"LAD23CD": "E06000030"}}],
            }
        },
    }
    yield accepted(of, "TopoJSON", outlines(json.dumps(topology)), "swindon")
    for what, key, value in (("an arc that is not there", "arcs", []), ("arcs that are no list", "arcs", 7), ("no objects", "objects", {}), ("objects that are a list", "objects", []),
                             ("a transform that is none", "transform", {"scale": 1}), ("a transform of nought", "transform", {"scale": [0, 0], "translate": [0, 0]})):  # fmt: skip
        code = 2 if what == "no objects" else 3
        yield no(
            f"TopoJSON: {what}", json.dumps({**topology, key: value}), *(["areas.csv"] if code == 2 else []), code=code
        )
    again = json.loads(json.dumps(topology))
    again["arcs"] = [[[-1.8 + n % 7 / 100, 51.5 + n % 5 / 100] for n in range(1000)]]
    again["objects"]["x"]["geometries"][0]["arcs"] = [[0] * 100_000]
    yield no("TopoJSON: an arc used 100,000 times", json.dumps(again))
    yield refused(
        of, "a file that is not there", lambda p: ("areas", p.office, "--outlines", p.sent / "no.geojson"), "no.geojson"
    )
    yield refused(of, "a folder", lambda p: ("areas", p.office, "--outlines", p.sent), "sent")
    yield refused(
        of,
        "outlines of the workspace that are damaged",
        written("outlines.geojson", '{"features": [5]}', "build", "q3"),
        "outlines.geojson",
        code=2,
    )


def codes() -> Iterator[Case]:
    of = "boundaries of small areas"
    for what, content in (
        ("no JSON", "x"),
        ("a list", "[]"),
        ("an empty file", ""),
        ("no codes", collection(feature())),
        ("UTF-16 text", collection(feature(code="E01015471")).encode("utf-16")),
    ):
        yield refused(
            of,
            what,
            (lambda content: lambda p: ("areas", p.office, "--boundaries", f"2021={p.send('lsoa.geojson', content)}"))(
                content
            ),
            "lsoa.geojson",
        )
    yield refused(
        of,
        "a year that is none",
        lambda p: ("areas", p.office, "--boundaries", f"soon={p.send('lsoa.geojson', collection(feature()))}"),
        code=2,
    )
    yield refused(of, "no file", lambda p: ("areas", p.office, "--boundaries", "2021="), code=3)


def sidecars() -> Iterator[Case]:
    of = "sidecar"

    def changed(change: Callable[[dict[str, Any]], object], command: str = "check") -> Make:
        def make(place: Place) -> Command:
            path = next((place.office / "received" / "calls_return").rglob("*.received.json"))
            told = json.loads(path.read_text())
            new = change(told)
            path.write_text(json.dumps(told if new is None or not isinstance(new, str) else json.loads(new)))
            return command, place.office

        return make

    def raw(content: bytes) -> Make:
        def make(place: Place) -> Command:
            next((place.office / "received" / "calls_return").rglob("*.received.json")).write_bytes(content)
            return "check", place.office

        return make

    for what, content in (
        ("an empty file", b""),
        ("no JSON", b"x"),
        ("a list", b"[]"),
        ("null", b"null"),
        ("random bytes", bytes(range(256))),
        ("brackets 100,000 deep", b"[" * 100_000),
        ("a number of 5,000 digits", b'{"rows": ' + b"9" * 5000 + b"}"),
    ):
        yield refused(of, what, raw(content), ".received.json")
    for key, value in (
        ("file", "../../../../etc/passwd"),
        ("as_at", "soon"),
        ("sha256", "x"),
        ("source", "../../x"),
        ("covers", 5),
        ("rows", "many"),
        ("match", "["),
        ("received_at", "once"),
        ("dataset", "x; DROP TABLE y"),
        ("covers", [["Atlantis Police", "2025-01-01"]]),
    ):
        yield refused(
            of,
            f"{key} changed to {value}",
            changed(lambda told, key=key, value=value: told.update({key: value})),
            ".received.json",
        )
    yield refused(of, "a key more", changed(lambda told: told.update({"x": 1})), ".received.json")
    yield refused(of, "a key less", changed(lambda told: told.pop("covers")), ".received.json")

    def damaged(place: Place) -> Command:
        next((place.office / "received" / "calls_return").rglob("calls.csv")).write_text("x")
        return "check", place.office

    def gone(place: Place) -> Command:
        next((place.office / "received" / "calls_return").rglob("calls.csv")).unlink()
        return "check", place.office

    yield refused(of, "its file changed", damaged, "calls.csv")
    yield refused(of, "its file gone", gone, "calls.csv")


def publications() -> Iterator[Case]:
    """Official tables with what a publisher's slip, or a person's, makes of them."""

    def book(name: str, sheets: official.Sheets) -> Make:
        return lambda place: ("receive", place.office, official.save(place.sent / name, sheets))

    kinds: dict[str, tuple[Callable[[], official.Sheets], str, int]] = {
        "workforce": (official.workforce, "Table_1", 1), "use of force": (official.use_of_force, "Table_12", 2),
        "deaths": (official.deaths, "RTI_By_Force", 1), "recorded crime": (official.recorded_crime, "Table P1 ", 2),
    }  # fmt: skip
    for of, (made, sheet, at) in kinds.items():
        column = 1 if of == "use of force" else 0 if of != "recorded crime" else 1
        file = f"{of.replace(' ', '_')}.xlsx"

        def with_row(
            change: Callable[[list[Any]], object], made: Any = made, sheet: str = sheet, column: int = column
        ) -> official.Sheets:
            sheets = made()
            change(official.find(sheets[sheet], official.SHORT["Wiltshire Police"], column))
            return sheets

        def set_at(value: Any, at: int = at) -> Callable[[list[Any]], object]:
            return lambda row: row.__setitem__(at, value)

        yield accepted(of, "as published", book(file, made()), "Received 1 file")
        for what, value in (
            ("text", "many"),
            ("below nought", -5),
            ("huge", 10**18),
            ("blank", None),
            ("an error", "#REF!"),
            ("another figure", 77),
        ):
            yield refused(of, f"a figure that is {what}", book(file, with_row(set_at(value))), file)
        sheets = made()
        sheets[sheet] = [row for row in sheets[sheet] if "Wiltshire" not in str(row[: column + 1])]
        yield refused(of, "a force missing", book(file, sheets), file)
        sheets = made()
        row = official.find(sheets[sheet], official.SHORT["Wiltshire Police"], column)
        sheets[sheet].insert(sheets[sheet].index(row), list(row))
        yield refused(of, "a force twice", book(file, sheets), file)
        yield refused(
            of,
            "a force nobody knows",
            book(file, with_row(lambda row, column=column: row.__setitem__(column, "Atlantis"))),
            file,
        )
        sheets = made()
        sheets[sheet] = sheets[sheet][: len(sheets[sheet]) // 2]
        yield refused(of, "cut in half", book(file, sheets), file)
        sheets = made()
        sheets[sheet] = sheets[sheet][:1]
        yield refused(of, "a title alone", book(file, sheets), file)
        yield refused(
            of,
            "figures of 2099",
            book(
                file,
                json.loads(
                    json.dumps(made(), default=str)
                    .replace("2019", "2099")
                    .replace("2018", "2098")
                    .replace("19/20", "99/00")
                    .replace("18/19", "98/99")
                ),
            ),
            file,
        )


def setups() -> Iterator[Case]:
    of = "set-up workbook"

    @cache
    def exported() -> bytes:
        import tempfile
        from pathlib import Path

        import offices

        with tempfile.TemporaryDirectory() as aside:
            path = Path(aside) / "setup.xlsx"
            assert offices.run("setup", "export", template(), path).code == 0
            return path.read_bytes()

    def edited(change: Callable[[Any], object]) -> Callable[[], bytes]:
        def made() -> bytes:
            import io

            from openpyxl import load_workbook

            book = load_workbook(io.BytesIO(exported()))
            change(book)
            out = io.BytesIO()
            book.save(out)
            return out.getvalue()

        return made

    def imported(content: bytes | Callable[[], bytes], *options: str) -> Make:
        return lambda p: (
            "setup",
            "import",
            p.office,
            p.send("setup.xlsx", content() if callable(content) else content),
            *options,
        )

    def no(what: str, content: bytes | Callable[[], bytes], *says: str) -> Case:
        return refused(of, what, imported(content, "--apply"), "setup.xlsx", *says)

    yield accepted(of, "as exported", imported(exported), "0 changes")
    yield no("an empty file", b"")
    yield no("text", b"Plan,Office\n")
    yield no("another workbook", xlsx([["a"]]), "no sheet")
    yield no("a sheet missing", edited(lambda b: b.remove(b["Plan"])), "'Plan'")
    yield (no("a heading renamed", edited(lambda b: b["Plan"].__setitem__("C1", "Messure")), "Measure"))
    yield no("a measure nobody knows", edited(lambda b: b["Plan"].__setitem__("C2", "nosuch")), "C2")
    yield no("a measure that is a path", edited(lambda b: b["Plan"].__setitem__("C2", "../../etc/passwd")), "C2")
    yield no("a blank priority", edited(lambda b: b["Plan"].__setitem__("A2", None)), "A2")
    yield no("a period that is none", edited(lambda b: b["Packs"].__setitem__("D2", "2025-26-q9")), "D2")
    yield no("a section outside the pack", edited(lambda b: b["Packs"].__setitem__("H2", "../../office.toml")), "H2")
    yield no("a force nobody knows", edited(lambda b: b["Peers"].__setitem__("A2", "atlantis")), "A2")
    yield no("a return that is a path", edited(lambda b: b["Suppliers"].__setitem__("A2", "../../x")), "A2")
    yield no("neither yes nor no", edited(lambda b: b["Packs"].__setitem__("I2", "maybe")), "I2")
    yield no("a formula in place of a name", edited(lambda b: b["Office"].__setitem__("B2", "=1+1")), "B2")
    yield (no("a blank name", edited(lambda b: b["Office"].__setitem__("B2", None)), "B2"))
    yield accepted(
        of,
        "a name made to break TOML",
        imported(edited(lambda b: b["Office"].__setitem__("B2", 'x"\n[evil]\na = """'))),
        "1 change",
    )
    yield accepted(
        of,
        "a name made to break TOML, written",
        imported(edited(lambda b: b["Office"].__setitem__("B2", 'x" \\ \'\'\' [evil] a = """ ]]')), "--apply"),
        "1 change",
    )
    yield no("an entity", lambda: with_part(exported(), "xl/workbook.xml", lambda xml: begun(xml, FROM_A_FILE)))
    yield no("a billion laughs", lambda: with_part(exported(), "xl/sharedStrings.xml", lambda xml: begun(xml, BILLION)))


def logos() -> Iterator[Case]:
    of = "logo"

    def logo(name: str, content: bytes) -> Make:
        def make(place: Place) -> Command:
            (place.office / name).write_bytes(content)
            office = place.office / "office.toml"
            office.write_text(office.read_text() + f'\n[look]\nlogo = "{name}"\n')
            return "build", place.office, "q3"

        return make

    def named(name: str) -> Make:
        def make(place: Place) -> Command:
            office = place.office / "office.toml"
            office.write_text(office.read_text() + f'\n[look]\nlogo = "{name}"\n')
            return "build", place.office, "q3"

        return make

    for what, name, content in (
        ("an empty file", "logo.png", b""), ("text", "logo.png", b"hello"), ("a head alone", "logo.png", png(10, 10)[:20]),
        ("cut short", "logo.png", png(10, 10)[:60]), ("100,000 pixels wide", "logo.png", png(100_000, 1)), ("no size", "logo.png", png(0, 0)),
        ("a drawing with script", "logo.svg", b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'),
        ("a drawing with entities", "logo.svg", BILLION + b"<svg>&j;</svg>"), ("half a megabyte", "logo.png", png(10, 10) + bytes(500_000)),
        ("a damaged JPEG", "logo.jpg", b"\xff\xd8\xff\xe0" + bytes(100)), ("a GIF", "logo.gif", b"GIF89a" + bytes(100)),
        ("pixels that are not there", "logo.png", png(10, 10).replace(b"IDAT", b"IDAX")),
    ):  # fmt: skip
        yield refused(of, what, logo(name, content), "logo", code=2)
    for name in (
        "../../../etc/passwd",
        "/etc/hostname",
        "nosuch.png",
        ".",
        "http://127.0.0.1/x.png",
        "data:image/png;base64,AAAA",
        "x\\u0000.png",
        "a" * 300,
    ):
        yield refused(of, f"called {name[:30]}", named(name), "logo", code=2)


def png(width: int, height: int) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = (b"\0" + b"\xff" * width * 3) * height
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def populations() -> Iterator[Case]:
    of, file = "population", "mye.xlsx"
    sheet = "MYE2 - Persons"

    def rows(year: str = "2024") -> list[list[Any]]:
        from peelian.sources.publishers.districts import districts

        held = [d for d in districts() if d.in_use(2023)]
        return [[f"MYE2: Population estimates: Persons by single year of age and sex for local authorities in the UK, mid-{year}"], [], ["Code", "Name", "Geography", "All ages"],
                ["K02000001", "UNITED KINGDOM", "Country", 67_000_000], *([d.code, f"District {d.code}", "Unitary Authority", 100_000] for d in held)]  # fmt: skip

    def no(what: str, table: list[list[Any]], *says: str) -> Case:
        return refused(of, what, sent(file, lambda: xlsx(table, sheet)), file, *says)

    def cell(at: int, value: Any, row: int = 10) -> list[list[Any]]:
        return [
            [value if (r, c) == (row, at) else told for c, told in enumerate(line)] for r, line in enumerate(rows())
        ]

    yield accepted(of, "as published", sent(file, lambda: xlsx(rows(), sheet)), "Received 1 file")
    for what, value in (
        ("text", "many"),
        ("with a comma, as text", "100,000"),
        ("below nought", -1),
        ("nought", 0),
        ("half a person", 0.5),
        ("huge", 1e300),
        ("blank", None),
        ("true", True),
        ("an error", "#N/A"),
    ):
        yield no(f"a figure that is {what}", cell(3, value), "row 11")
    yield no("a district twice", [*rows(), rows()[10]], "twice")
    yield no("no year in its title", [["Population"], *rows()[1:]], "year")
    yield no("two years in its title", [["mid-2023 and mid-2024"], *rows()[1:]], "year")
    yield no("a year to come", rows("2099"), "2099")
    yield no("a year long past", rows("1066"), "1066")
    yield no("a heading renamed", [*rows()[:2], ["Code", "Name", "Geography", "Everybody"], *rows()[3:]], "All ages")
    yield no("no rows", rows()[:4])
    yield no("nothing on its sheet", [])
    yield no("districts of no country", [*rows()[:4], ["X1", "x", "y", 5]])


CASES = [case for made in (boundaries, codes, sidecars, publications, populations, setups, logos) for case in made()]
