"""Sections, edited decks and packs as files: what people type, paste and send back."""

import io
import json
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import offices
from hostile import SECTION, Case, Command, Make, Place, accepted, refused, written
from hostile.books import packed, parts, with_part
from hostile.workbooks import BILLION, FROM_A_FILE, begun

NAME = "packs/q3/01.md"


def sections() -> Iterator[Case]:
    of = "section"

    def no(what: str, text: str, *says: str, code: int = 5) -> Case:
        return refused(of, what, written(NAME, SECTION + "\n" + text + "\n"), NAME, *says, code=code)

    def yes(what: str, text: str) -> Case:
        return accepted(of, what, written(NAME, SECTION + "\n" + text + "\n"), "0 faults")

    yield no("a figure that is typed", "Burglary fell by 12%.", "line 7", "12%")
    yield no("a figure in words of another script", "There were ١٢ burglaries.", "line 7")
    yield no("a figure as a fraction", "About ½ of them.", "line 7")
    yield no("a figure in full width", "There were １２ burglaries.", "line 7")
    yield no("a figure as an entity", "There were &#49;&#50; burglaries.", "line 7")
    yield no("a figure in a picture's words", "![12 burglaries](x.png)", "line 7", code=2)
    yield no("a measure nobody knows", "[[nosuch]]", "line 7", "nosuch", code=2)
    yield no("an area nobody knows", "[[recorded_crime@atlantis]]", "line 7", "atlantis", code=2)
    yield no("a path as an area", "[[recorded_crime@../../etc/passwd]]", "line 7", code=2)
    yield no("a period that is none", "[[recorded_crime/2025-26-q9]]", "line 7", code=2)
    yield no("a period of ten thousand years", "[[recorded_crime/9999-12]]", "line 7", code=2)
    yield no("a form that is none", "[[recorded_crime:nosuch]]", "line 7", code=2)
    yield no("a binding not closed", "[[recorded_crime", "line 7", code=2)
    yield no("a binding in a binding", "[[[[recorded_crime]]]]", "line 7", code=2)
    yield no("a binding of SQL", "[[x'; DROP TABLE facts; --]]", "line 7", code=2)
    yield no("a claim without a finding", "[fell](=nosuch:change)", "line 7", code=2)
    yield no("a statement nobody made", "[[stated:nosuch]]", "line 7", code=2)
    yield no("a block nobody knows", "```nosuch\nx = 1\n```", "line 7", code=2)
    yield no("a block not closed", "```chart\nshape = ", "line", code=2)
    yield no("a block of broken TOML", '```table\nrows = ["a\n```', "line", code=2)
    yield no("a block with a key misspelt", '```table\nrowz = ["a"]\n```', "line", code=2)
    yield no("a block with brackets 5,000 deep", "```table\nrows = " + "[" * 5000 + "\n```", "line", code=2)
    yield no("a block that holds itself", "```slide\n```slide\n```\n```", "line", code=2)
    yield no("a script", "<script>alert(1)</script>", "line 7", code=5)
    yield yes("a frame", '<iframe src="https://example.org"></iframe>')
    yield no("an attribute that runs", '<p onclick="alert(1)">x</p>', "line 7", code=5)
    yield no("a drawing that runs", "<svg onload=alert(1)>", "line 7", code=5)
    yield yes("a link that runs", "[x](javascript:alert(document.cookie))")
    yield yes("a link that runs, in capitals", "[x](JaVaScRiPt:alert`a`)")
    yield no("a link of data", "[x](data:text/html;base64,PHNjcmlwdD4=)", "line 7", code=5)
    yield yes("a link to the machine", "[x](file:///etc/passwd)")
    yield no("a picture from elsewhere", "![x](https://example.org/x.png)", "line 7", code=2)
    yield yes("a picture of the machine", "![x](file:///etc/passwd)")
    yield yes("a comment that hides", "<!-- hidden -->")
    yield yes("a template's braces", "{{ pack }} {% for x in y %}")
    yield yes("a formula", "=HYPERLINK(x)")
    yield yes("SQL", "Robert'); DROP TABLE students;")
    yield yes("emoji and letters of Welsh", "Cymorth i ddioddefwyr â’r iaith, tŷ a dŵr 💔 🟢")
    yield no("letters that no shipped font has", "دعم الضحايا", "line 7", "ARABIC LETTER DAL", code=2)
    yield yes("a link to a page", "[the plan](https://example.org/plan)")
    yield no("brackets without end", "[" * 3000, "line 7", code=2)
    yield yes("stars without end", "*a " * 3000)
    yield no("backticks without end", "`" * 3001, "line 7", code=2)
    yield no("quotes 3,000 deep", ">" * 3000 + " x", "line 7", code=2)
    yield yes("lists 300 deep", "\n".join("  " * n + "- x" for n in range(300)))
    yield refused(of, "no title", written(NAME, "Nothing.\n"), NAME, code=2)
    yield refused(of, "an empty file", written(NAME, ""), NAME, code=2)


@cache
def built() -> Path:
    """A pack with figures, built; its folder."""
    office = offices.receive(
        offices.write(Path(mkdtemp(prefix="peelian-hostile-")) / "office", q3={"01.md": offices.SUMMARY})
    )
    ran = offices.run("build", office, "q3")
    assert ran.code == 0, ran.err
    home = office / "build" / "packs" / "q3"
    return home / (home / "current").read_text().strip()


def compares() -> Iterator[Case]:
    of = "edited deck"

    def compared(content: Callable[[], bytes] | bytes, pack: Callable[[bytes], bytes] = lambda told: told) -> Make:
        def make(place: Place) -> Command:
            told = place.send("pack.json", pack((built() / "pack.json").read_bytes()))
            return "compare", place.send("Edited.pptx", content() if callable(content) else content), told

        return make

    def deck(change: Callable[[dict[str, bytes]], dict[str, bytes]] = lambda held: held) -> Callable[[], bytes]:
        return lambda: packed(change(parts((built() / "slides.pptx").read_bytes())))

    def no(what: str, content: Callable[[], bytes] | bytes, *says: str, large: bool = False) -> Case:
        return refused(of, what, compared(content), "Edited.pptx", *says, large=large)

    slide = "ppt/slides/slide1.xml"
    yield accepted(of, "as it was made", compared(deck()), "0 do not")
    yield no("an empty file", b"")
    yield no("text", b"hello")
    yield no("a zip of nothing", packed({}))
    yield no("an old deck, or a locked one", bytes.fromhex("d0cf11e0a1b11ae1") + bytes(3000))
    yield no("cut short", lambda: deck()()[:5000])
    yield no("an entity from a file", lambda: with_part(deck()(), slide, lambda xml: begun(xml, FROM_A_FILE)))
    yield no("a billion laughs", lambda: with_part(deck()(), slide, lambda xml: begun(xml, BILLION)))
    yield no("a slide that is no XML", deck(lambda held: {**held, slide: b"<p:sld"}))
    yield no("a slide that is gone", deck(lambda held: {k: v for k, v in held.items() if k != slide}))
    yield no(
        "its list of slides gone", deck(lambda held: {k: v for k, v in held.items() if k != "ppt/presentation.xml"})
    )
    yield no("20,000 parts", deck(lambda held: {**held, **{f"x/{n}": b"" for n in range(20_000)}}), "too large")
    yield no("a bomb", bomb, "too large", large=True)
    for what, content in (
        ("no JSON", b"x"),
        ("an empty file", b""),
        ("a list", b"[]"),
        ("brackets 100,000 deep", b"[" * 100_000),
        ("a number of 5,000 digits", b'{"id": ' + b"9" * 5000 + b"}"),
        ("UTF-16 text", '{"id": 1}'.encode("utf-16")),
    ):
        yield refused("pack.json", what, compared(b"", lambda _, content=content: content), "pack.json", code=2)

    def edited(change: Callable[[dict[str, Any]], object]) -> Make:
        def changed(content: bytes) -> bytes:
            told = json.loads(content)
            change(told)
            return json.dumps(told).encode()

        return compared(b"", changed)

    yield refused(
        "pack.json", "slides that are text", edited(lambda told: told.update({"slides": "x"})), "pack.json", code=2
    )


def bomb() -> bytes:
    import zipfile

    out = io.BytesIO()
    with (
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("ppt/slides/slide1.xml", "w", force_zip64=True) as made,
    ):
        for _ in range(600):
            made.write(bytes(1 << 20))
    return out.getvalue()


CASES = [*sections(), *compares()]
