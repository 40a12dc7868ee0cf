"""Built again, a pack is what a clean build makes, byte for byte, whatever changed; and what did not change is left."""

import random
import shutil
import threading
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

import offices
from peelian.core.errors import PeelianError
from peelian.findings import ask
from peelian.packs import assemble as packs_assemble
from peelian.packs import build as packs_build
from peelian.packs import made_from
from peelian.packs.preview import Preview, changes
from peelian.sources.received import intake
from peelian.sources.received.lock import one_writer
from peelian.sources.received.receive import Options
from peelian.workspace import kept
from peelian.workspace.workspace import load

PACK = "q3"
Edit = Callable[[Path, random.Random], None]


@pytest.fixture(scope="module")
def built(tmp_path_factory) -> Path:
    folder = offices.receive(
        offices.write(tmp_path_factory.mktemp("rebuild") / "office", q3={"01.md": offices.SUMMARY})
    )
    packs_build.build(load(folder), PACK)
    return folder


@pytest.fixture
def office(built, tmp_path) -> Path:
    return shutil.copytree(built, tmp_path / "office")


def files(folder: Path) -> dict[str, bytes]:
    home = folder / "build" / "packs" / PACK
    home = home / (home / "current").read_text("utf-8").strip()
    return {path.relative_to(home).as_posix(): path.read_bytes() for path in home.rglob("*") if path.is_file()}


def clean(folder: Path, beside: Path) -> Path:
    """A copy of the workspace with nothing made from it but pictures, which take longest by far."""
    shutil.rmtree(beside, ignore_errors=True)
    shutil.copytree(folder, beside, ignore=shutil.ignore_patterns("build"))
    shutil.copytree(folder / "build" / "charts", beside / "build" / "charts")
    return beside


def append(path: Path, text: str) -> None:
    path.write_text(path.read_text("utf-8") + text, "utf-8")


def replaced(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text, (path, old)
    path.write_text(text.replace(old, new), "utf-8")


def test_nothing_changed_nothing_is_made(office):
    before = {path: path.stat().st_mtime_ns for path in (office / "build" / "packs").rglob("*")}
    ran = offices.run("build", office, PACK)
    assert ran.code == 0
    assert ran.out.startswith("q3: unchanged, in ")
    assert {path: path.stat().st_mtime_ns for path in (office / "build" / "packs").rglob("*")} == before


def test_a_damaged_file_is_made_again(office):
    [page] = (office / "build" / "packs").rglob("page.html")
    whole = page.read_bytes()
    page.write_bytes(whole + b" ")
    assert not packs_build.build(load(office), PACK).unchanged
    assert page.read_bytes() == whole


def test_anew_makes_it_again_whatever_is_kept(office):
    assert not packs_build.build(load(office), PACK, anew=True).unchanged


def test_other_code_makes_it_again(office, monkeypatch):
    for module in ("packs.made_from", "packs.withhold", "findings.kept_counts", "render.charts.chart"):
        monkeypatch.setattr(f"peelian.{module}.code_digest", lambda: "other")
    assert not packs_build.build(load(office), PACK).unchanged


def test_a_text_edited_while_its_pack_is_made_is_made_again(office, monkeypatch):
    """What the pack was made from is then not known: a digest of the later text would pass the earlier pack off."""
    section, real = office / "packs" / PACK / "01.md", packs_assemble.assemble

    def assemble(*arguments):
        made = real(*arguments)
        append(section, "\nA sentence more.\n")
        return made

    append(section, "\nA sentence.\n")
    monkeypatch.setattr(packs_build, "assemble", assemble)
    assert b"A sentence more." not in (packs_build.build(load(office), PACK).file("page")).read_bytes()
    monkeypatch.setattr(packs_build, "assemble", real)
    again = packs_build.build(load(office), PACK)
    assert not again.unchanged
    assert b"A sentence more." in again.file("page").read_bytes()


def test_a_changed_sentence_leaves_the_files_that_do_not_show_it(office, monkeypatch):
    for renderer in ("slides.presentation.slides", "workbook.workbook.workbook", "dataset.dataset"):
        monkeypatch.setattr(f"peelian.render.{renderer}", None)  # calling it would fail
    append(office / "packs" / PACK / "01.md", "\nA sentence more.\n")
    assert b"A sentence more." in packs_build.build(load(office), PACK).file("page").read_bytes()


def test_a_file_that_would_be_left_and_is_damaged_is_made_again(office):
    [deck] = (office / "build" / "packs").rglob("slides.pptx")
    whole = deck.read_bytes()
    deck.write_bytes(whole[:-1])
    append(office / "packs" / PACK / "01.md", "\nA sentence more.\n")
    assert packs_build.build(load(office), PACK).file("slides").read_bytes() == whole


@pytest.mark.parametrize("damage", ["", "{}", "none\n{}"])
def test_what_is_kept_and_damaged_is_made_again(office, damage):
    wanted = files(office)
    for path in kept.home(office).rglob("*.json"):
        path.write_text(damage, "utf-8")
    assert not packs_build.build(load(office), PACK).unchanged
    assert files(office) == wanted


@pytest.mark.parametrize(
    "name",
    ["plan.toml", "office.toml", "packs/q3/01.md", "packs/q3/pack.toml", "outlines.geojson", "statements.csv"],
)
def test_what_a_pack_is_made_from_takes_in_every_text(office, name):
    """Whether or not the text is right: it is told of by the build that comes."""
    workspace = load(office)
    text, coverage = workspace.pack(PACK), ask.facts_of(workspace)
    before = made_from.inputs(workspace, text, coverage, {})
    path = office / name
    path.write_bytes((path.read_bytes() if path.exists() else b"") + b"\n# \n")
    assert made_from.inputs(workspace, text, coverage, {}) != before


# Edits


def sentence(office: Path, rng: random.Random) -> None:
    append(office / "packs" / PACK / "01.md", f"\nA sentence more, {rng.choice(['red', 'blue', 'green'])}.\n")


def figure(office: Path, rng: random.Random) -> None:
    measure, area = rng.choice(["recorded_crime", "burglary"]), rng.choice(["wiltshire", "swindon"])
    append(office / "packs" / PACK / "01.md", f"\nIt came to [[{measure}@{area}]].\n")


def measure(office: Path, rng: random.Random) -> None:
    """The office's own definition of a shipped measure."""
    kinds = rng.sample(["Burglary", "Robbery", "Drugs", "Shoplifting"], 2)
    (office / "measures").mkdir(exist_ok=True)
    (office / "measures" / "burglary.toml").write_text(
        'name = "burglary"\ntitle = "Burglary"\nwhy = "Homes."\nunit = "count"\nbetter = "down"\n'
        f'counts = "burglaries"\n[numerator]\nfacts = "crimes"\nwhere.crime_type = ["{kinds[0]}", "{kinds[1]}"]\n',
        "utf-8",
    )


def area(office: Path, rng: random.Random) -> None:
    """Swindon's rows are placed elsewhere."""
    text = (office / "areas.csv").read_text("utf-8")
    swindon, rest = rng.choice([("E06000054", "E06000030"), ("E06000031", "E06000054")])
    lines = [line for line in text.splitlines() if not line.startswith(("swindon,", "wiltshire-council,"))]
    lines += [f"swindon,Swindon,local authority,Wiltshire Police,{swindon},"]
    lines += [f"wiltshire-council,Wiltshire,local authority,Wiltshire Police,{rest},"]
    (office / "areas.csv").write_text("\n".join(lines) + "\n", "utf-8")


def broken(office: Path, rng: random.Random) -> None:
    month = rng.choice(["2024-11", "2025-02", "2025-11"])
    path = office / "breaks.csv"
    lines = path.read_text("utf-8").splitlines() if path.exists() else ["dataset,area,month,reason"]
    path.write_text("\n".join([*lines, f"crimes,wiltshire,{month},a new system"]) + "\n", "utf-8")


def plan(office: Path, rng: random.Random) -> None:
    replaced(office / "plan.toml", 'title = "Less ', f'title = "{rng.choice(["Even less", "Far less"])} ')


def statement(office: Path, rng: random.Random) -> None:
    append(office / "packs" / PACK / "01.md", "\nThere are [[stated:stations]] to come.\n")
    replaced(office / "statements.csv", "two more", rng.choice(["three more", "four more"]))


def later_file(office: Path, rng: random.Random) -> None:
    """The return again, as at a later day, with other numbers."""
    sent = office.parent / f"sent-{rng.random()}"
    sent.mkdir()
    (sent / "crimes.csv").write_text(offices.crimes().replace(",800\n", f",{rng.randrange(700, 900)}\n"), "utf-8")
    intake.receive_known(load(office), [sent], Options(as_at=date(2026, 3, rng.randrange(1, 28))))


EDITS: tuple[Edit, ...] = (sentence, figure, measure, area, broken, plan, statement, later_file)


@pytest.fixture(scope="module")
def guarded(tmp_path_factory) -> Path:
    """The office with a threshold so high that figures are withheld, some of them only to protect others."""
    folder = offices.write(tmp_path_factory.mktemp("guarded") / "office", q3={"01.md": offices.SUMMARY})
    replaced(folder / "sources" / "crimes_return.toml", "threshold = 0", "threshold = 2500")
    return offices.receive(folder)


@pytest.mark.parametrize("seed", range(2))
def test_after_any_edits_a_page_is_that_of_a_clean_workspace(built, guarded, tmp_path, seed):
    """A warm preview, against one of a copy of the workspace where nothing is kept."""
    rng = random.Random(seed)  # noqa: S311
    office = shutil.copytree((built, guarded)[seed % 2], tmp_path / "office")
    with Preview(office, PACK) as preview:
        preview.make()
        for edit in rng.sample(EDITS, len(EDITS)):
            edit(office, rng)
            assert made(office, preview) == made(clean(office, tmp_path / "clean")), edit


def test_after_any_edits_a_build_is_that_of_a_clean_workspace(guarded, tmp_path):
    rng = random.Random(1)  # noqa: S311
    office = shutil.copytree(guarded, tmp_path / "office")
    packs_build.build(load(office), PACK)
    for edits in ((sentence,), (figure, area), (measure, statement, later_file)):
        for edit in edits:
            edit(office, rng)
        packs_build.build(load(office), PACK)
        beside = clean(office, tmp_path / "clean")
        packs_build.build(load(beside), PACK)
        assert files(office) == files(beside), edits
    assert any(b"[c]" in text for name, text in files(office).items() if name == "page.html")


def made(folder: Path, preview: Preview | None = None) -> str:
    """The page, or what is wrong, with no word of the folder."""
    try:
        if preview:
            return preview.make()
        with Preview(folder, PACK) as afresh:
            return afresh.make()
    except PeelianError as fault:
        return str(fault).replace(str(folder), "")


def test_a_pack_is_made_again_when_the_one_before_it_says_otherwise(tmp_path):
    folder = offices.write(tmp_path / "office", q2={"01.md": offices.SUMMARY}, q3={"01.md": offices.SUMMARY})
    replaced(folder / "packs" / "q2" / "pack.toml", "2025-26-q3", "2025-26-q2")
    workspace = load(offices.receive(folder))
    packs_build.build_each(workspace, ("q2", "q3"))
    append(folder / "packs" / "q2" / "01.md", "\nIt came to [[burglary@swindon]].\n")
    assert packs_build.build(workspace, "q3").unchanged
    assert [made.unchanged for made in packs_build.build_each(workspace, ("q2", "q3"))] == [False, False]
    assert [made.unchanged for made in packs_build.build_each(workspace, ("q2", "q3"))] == [True, True]


# Preview


def test_the_page_of_a_preview_is_that_of_a_build(office):
    ran = offices.run("preview", office, PACK)
    assert ran.code == 0
    made = Path(ran.out.strip())
    assert made.read_bytes() == files(office)["page.html"]
    assert b"<script" not in made.read_bytes()
    assert [path.name for path in made.parent.iterdir()] == ["page.html"]


def test_a_preview_tells_what_a_build_would(office):
    append(office / "packs" / PACK / "01.md", "\nCrime rose to 7.\n")
    told = offices.run("preview", office, PACK)
    assert (told.code, told.err) == (offices.run("build", office, PACK).code, offices.run("build", office, PACK).err)
    assert told.code != 0


def test_a_preview_between_its_pages_leaves_the_workspace_to_others(office):
    with Preview(office, PACK) as preview:
        preview.make()
        freed = []

        def take() -> None:
            with one_writer(office):
                freed.append(True)

        other = threading.Thread(target=take)
        other.start()
        other.join(5)
    assert freed == [True]


def test_a_preview_binds_and_lays_out_only_what_changed(office, monkeypatch):
    from peelian.packs import contents
    from peelian.render.page import web_page

    read: list[str] = []
    real, laid = contents.read_section, web_page.article
    pages: list[str] = []
    monkeypatch.setattr(
        contents, "read_section", lambda section, text: read.append(section.file) or real(section, text)
    )
    monkeypatch.setattr(web_page, "article", lambda page, lay: pages.append(page.id) or laid(page, lay))
    with Preview(office, PACK) as preview:
        preview.make()
        assert read and "plan-measures" in pages
        read.clear(), pages.clear()
        preview.make()
        assert (read, pages) == ([], [])
        append(office / "packs" / PACK / "01.md", "\nA sentence more.\n")
        preview.make()
    assert [Path(file).name for file in read] == ["01.md"]
    assert pages
    assert all(page.startswith("01-") for page in pages)


def test_changes_come_with_any_file_of_the_workspace_and_not_with_what_is_made(office):
    seen = changes(office)
    next(seen)
    (office / "build" / "facts" / "new").write_text("made", "utf-8")
    came = threading.Event()
    waiting = threading.Thread(target=lambda: next(seen) or came.set(), daemon=True)
    waiting.start()
    assert not came.wait(0.6)
    append(office / "plan.toml", "\n")
    assert came.wait(10)
