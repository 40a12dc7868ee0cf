"""The text of a workspace: what people write wrongly, and what is written to do harm."""

from collections.abc import Iterator

from hostile import CALLS, SECTION, Case, Make, Place, accepted, refused, written
from offices import TEXT

MEASURE = """name = "own"
title = "Burglaries"
why = "It tells how much."
unit = "count"
better = "down"
areas = ["force"]

[numerator]
facts = "crimes"
where.crime_type = ["Burglary"]
"""
PACK = 'title = "Report"\nperiod = "2025-26-q3"\nsections = ["01.md"]\n'
MATCH = 'reads = "calls_return"\nheadings = 1\n\n[columns]\nmonth = "Month"\n'
TOMLS = {
    "office.toml": TEXT["office.toml"].lstrip(),
    "plan.toml": TEXT["plan.toml"].lstrip(),
    "measures/own.toml": MEASURE,
    "sources/calls_return.toml": CALLS.lstrip(),
    "packs/q3/pack.toml": PACK,
    "sources/matches/calls_return.toml": MATCH,
}
CSVS = {
    "areas.csv": TEXT["areas.csv"],
    "breaks.csv": "dataset,area,month,reason\ncrimes,*,2021-06,a new system\n",
    "statements.csv": "id,text,value,unit,period,scope,source,url\nvisits,Visits,12,count,2024,Wiltshire,A report,https://example.org/\n",
    "requests.csv": "pack,source,asked,chased\nq3,calls_return,2025-11-01,\n",
}


def any_text() -> Iterator[Case]:
    for name, good in {**TOMLS, **CSVS, "packs/q3/01.md": SECTION}.items():
        of = f"text, {name}"

        def no(what: str, content: bytes | str, *says: str, name: str = name, of: str = of) -> Case:
            return refused(of, what, written(name, content), name, *says, code=2)

        def yes(what: str, content: bytes | str, name: str = name, of: str = of) -> Case:
            return accepted(of, what, written(name, content), "0 faults")

        first, line = good.partition("\n")[0], good.encode()
        yield yes("as it should be", good)
        yield yes("with a byte order mark", b"\xef\xbb\xbf" + line)
        yield yes("with Windows line ends", good.replace("\n", "\r\n"))
        yield no("UTF-16 text", good.encode("utf-16"), "UTF-8")
        yield no("Latin-1 text", line + "# Café\n".encode("latin-1"), "UTF-8")
        yield no("a NUL byte", line.replace(b"e", b"e\0", 1), "line")
        yield no("an escape", line.replace(b"e", b"e\x1b[31m", 1), "line")
        yield no("random bytes", bytes(range(256)) * 8)
        yield no("ten megabytes of blanks", line + b" " * 10_000_000, "bytes")
        yield (Case(of, "a folder in its place", a_folder(name), 2, (name.rpartition("/")[2],)))
        yield Case(of, "a link to a file outside", a_link(name), 2, (name,))
        if name.endswith((".toml", ".csv")):
            yield no("a turn of direction", first.replace("e", "e\u202e", 1) + "\n" + good.partition("\n")[2])
        if name.endswith(".toml"):
            yield no("an empty file", b"")
            yield no("a key misspelt", f'titel = "x"\n{good}', "'titel'")
            yield no("a key twice", f"{first}\n{good}", "line 2")
            yield no("a quote not closed", good.replace('"', "", 1), "line")
            yield no("brackets 10,000 deep", "x = " + "[" * 10_000 + "]" * 10_000 + "\n" + good)
            yield no("tables 2,000 deep", f"{good}\n[{'.'.join(['a'] * 2000)}]\n")
            yield no("a number of 5,000 digits", "n = " + "9" * 5000 + "\n" + good)
            yield no("a list where text is due", good.replace(first, f'{first.partition("=")[0]}= ["a"]', 1))
            yield no("a number where text is due", good.replace(first, f"{first.partition('=')[0]}= 5", 1))
            yield no("a day where text is due", good.replace(first, f"{first.partition('=')[0]}= 2025-12-01", 1))
            yield no("a table where text is due", good.replace(first, f"{first.partition('=')[0]}= {{a = 1}}", 1))
            yield no("an infinite number", "n = inf\n" + good)
        if name.endswith(".csv"):
            head, row = good.splitlines()[:2]
            yield no("an empty file", b"", "line 1")
            yield no("no header", row + "\n", "line 1")
            yield no("a column missing", f"{head.rpartition(',')[0]}\n{row.rpartition(',')[0]}\n", "line 1")
            yield no("a column more", f"{head},x\n{row},x\n", "line 1")
            yield no("a column renamed", f"{head}s\n{row}\n", "line 1")
            yield no(
                "columns in another order",
                f"{','.join(head.split(',')[::-1])}\n{','.join(row.split(',')[::-1])}\n",
                "line 1",
            )
            yield no("a cell too many", f"{good}{row},x,y\n", "line")
            yield no("a cell too few", f"{head}\n{row.rpartition(',')[0].rpartition(',')[0]}\n", "line 2")
            yield no("a quote never closed", f'{head}\n"{row}\n', "line")
            yield no("letters after a quote", f'{head}\n"a"b{row}\n', "line 2")
            yield no("semicolons", good.replace(",", ";"), "line 1")
            yield no("tabs", good.replace(",", "\t"), "line 1")
            yield no("a cell of 200,000 letters", f"{head}\n{'x' * 200_000}{row}\n", "line 2")
            if name != "areas.csv":
                yield yes("a header alone", head + "\n")
                yield no("a row twice", good + row + "\n", "line 3")


def a_folder(name: str) -> Make:
    def make(place: Place) -> tuple[object, ...]:
        path = place.office / name
        if path.is_file():
            path.unlink()
        path.mkdir(parents=True)
        return "check", place.office

    return make


def a_link(name: str) -> Make:
    def make(place: Place) -> tuple[object, ...]:
        path = place.office / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.unlink(missing_ok=True)
        path.symlink_to("/etc/passwd")
        return "check", place.office

    return make


def meanings() -> Iterator[Case]:
    """What can be read, and cannot be meant."""

    def no(name: str, what: str, content: str, *says: str, code: int = 2) -> Case:
        return refused(f"text, {name}", what, written(name, content), name, *says, code=code)

    office, plan, contract = TOMLS["office.toml"], TOMLS["plan.toml"], TOMLS["sources/calls_return.toml"]
    yield no("office.toml", "a force nobody knows", office.replace('"wiltshire"', '"atlantis"', 1), "'atlantis'")
    yield no("office.toml", "a path as its area", office.replace('"wiltshire"', '"../../etc"', 1), "'../../etc'")
    yield no("office.toml", "a peer nobody knows", office.replace('"dorset"', '"nowhere"', 1), "'nowhere'")
    yield no(
        "office.toml", "no name", office.replace('name = "Office of the Police and Crime Commissioner"', "", 1), "name"
    )
    yield no("plan.toml", "a measure nobody knows", plan.replace('"burglary"', '"nosuch"', 1), "'nosuch'")
    yield no(
        "plan.toml",
        "a measure called by a path",
        plan.replace('"burglary"', '"../../etc/passwd"', 1),
        "'../../etc/passwd'",
    )
    for old, new, says in (
        ('"crimes"', '"nosuch"', "nosuch"), ('"crimes"', '"crimes; DROP TABLE x"', "DROP TABLE"),
        ("crime_type", '"x\\" OR 1=1 --"', "OR 1=1"), ("crime_type", "nosuch", "nosuch"), ('"count"', '"furlongs"', "unit"),
        ('"down"', '"sideways"', "better"), ('["force"]', '["planet"]', "areas"), ('"own"', '"other"', "'other'"),
        ('"count"', '"percent"', "denominator"), ('["Burglary"]', "[]", ""), ('["Burglary"]', '"Burglary"', ""),
        ('["Burglary"]', "[1, 2]", ""),
    ):  # fmt: skip
        yield no("measures/own.toml", f"{new} in place of {old}", MEASURE.replace(old, new, 1), says)
    yield no(
        "measures/own.toml",
        "a denominator that is itself",
        MEASURE.replace('"count"', '"percent"') + '\n[denominator]\nmeasure = "own"\n',
        "measure",
    )
    yield no(
        "measures/own.toml",
        "an outcome code nobody knows",
        MEASURE.replace('where.crime_type = ["Burglary"]', 'where.outcome_code = ["99z"]').replace(
            "crimes", "outcomes"
        ),
        "99z",
    )
    yield no(
        "measures/own.toml",
        "outcome codes that are no list",
        MEASURE.replace('where.crime_type = ["Burglary"]', "where.outcome_code = 5").replace("crimes", "outcomes"),
    )
    yield no(
        "measures/own.toml",
        "a test that is no table",
        MEASURE.replace('where.crime_type = ["Burglary"]', 'where = "x"'),
    )
    yield no("measures/Own Measure.toml", "a name with blanks", MEASURE.replace('"own"', '"Own Measure"'))
    for old, new, says in (
        ('fills = "calls"', 'fills = "x; DROP TABLE y"', "DROP TABLE"), ('name = "line"', 'name = "a\\"b"', 'a"b'),
        ('name = "answered"', 'name = "line"', "two columns"), ('type = "month"', 'type = "year"', "type"),
        ('name = "month"', 'name = "moon"', "month"), ('name = "calls_return"', 'name = "other"', "other"),
        ("threshold = 0", "threshold = -5", "threshold"), ("threshold = 0", 'threshold = "few"', "threshold"),
        ('header = "Line"', 'header = "Month"', "Month"), ('allowed = ["999", "101"]', 'allowed = "999"', "allowed"),
        ('evidence = "reported"', 'evidence = "rumour"', "evidence"), ('fills = "calls"', 'fills = "crimes"', "crimes"),
        ('header = "Line"', 'header = ""', "header"),
    ):  # fmt: skip
        yield no("sources/calls_return.toml", f"{new} in place of {old}", contract.replace(old, new, 1), says)
    for key, new, says in (
        ("period", '"2025-26-q9"', "q9"), ("period", '"2025-13"', "2025-13"), ("period", '"9999-00"', "9999-00"), ("period", '""', "period"),
        ("sections", '["../../office.toml"]', "office.toml"), ("sections", '["/etc/passwd"]', "passwd"), ("sections", '["none.md"]', "none.md"),
        ("sections", '["01.md", "01.md"]', "01.md"), ("sections", '[".."]', ".."),
    ):  # fmt: skip
        lines = [f"{key} = {new}" if line.startswith(key) else line for line in PACK.splitlines()]
        yield no("packs/q3/pack.toml", f"{key} = {new}", "\n".join(lines) + "\n", says)
    for row, says in (
        ("a b,Name,local authority,Wiltshire Police,E06000030,", "a b"), ("../x,Name,local authority,Wiltshire Police,E06000030,", "../x"),
        ("x,Name,planet,Wiltshire Police,E06000030,", "planet"), ("x,Name,local authority,Atlantis Police,E06000099,", "Atlantis"),
        ("x,Name,local authority,Wiltshire Police,E06000030,", "E06000030"), ("x,Name,local authority,Wiltshire Police,,", "no place"),
        (",Name,local authority,Wiltshire Police,E06000031,", "key"), ("x,,local authority,Wiltshire Police,E06000031,", "name"),
        ("x,Name,local authority,Wiltshire Police,E06000031,19x1", "19x1"),
    ):  # fmt: skip
        yield no("areas.csv", f"the row {row}", CSVS["areas.csv"] + row + "\n", says)
    for month in ("2025-13", "June 2021", "", "2021-6", "0000-01"):
        yield no("breaks.csv", f"month {month or 'blank'}", CSVS["breaks.csv"].replace("2021-06", month), "line 2")
    yield no("breaks.csv", "a fact table nobody has", CSVS["breaks.csv"].replace("crimes", "nosuch"), "nosuch")
    yield no("breaks.csv", "an area nobody knows", CSVS["breaks.csv"].replace("*", "atlantis"), "atlantis")
    yield no(
        "statements.csv", "an identifier with blanks", CSVS["statements.csv"].replace("visits,", "a visit,"), "line 2"
    )
    yield no(
        "statements.csv",
        "a link that runs",
        CSVS["statements.csv"].replace("https://example.org/", "javascript:alert(1)"),
        "line 2",
    )
    yield no(
        "statements.csv",
        "a link to the machine",
        CSVS["statements.csv"].replace("https://example.org/", "file:///etc/passwd"),
        "line 2",
    )
    for day in ("2025-02-31", "yesterday", "01/11/2025"):
        yield no("requests.csv", f"the day {day}", CSVS["requests.csv"].replace("2025-11-01", day), "line 2")
    match = TOMLS["sources/matches/calls_return.toml"]
    for old, new in (('"calls_return"', '"nosuch"'), ("headings = 1", "headings = 0"), ("headings = 1", "headings = 1000000000"), ("month =", "moon ="), ("headings = 1", 'months = "up"'), ("headings = 1", "apart = -1")):  # fmt: skip
        yield no("sources/matches/calls_return.toml", f"{new} in place of {old}", match.replace(old, new, 1))


CASES = [*any_text(), *meanings()]
