"""Every PDF is PDF/UA-1, says veraPDF: with every block and shape of chart."""

from collections.abc import Callable
from pathlib import Path

import pytest

from everything import pack
from peelian.core import pack_files
from peelian.render.pdf import documents

Verapdf = Callable[..., dict[Path, list[str]]]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder = tmp_path_factory.mktemp("ua")
    (folder / pack_files.PAPER).write_bytes(documents.paper(pack()))
    (folder / pack_files.BRIEF).write_bytes(documents.brief(pack()))
    return [folder / pack_files.PAPER, folder / pack_files.BRIEF]


def test_a_paper_and_a_brief_of_every_block_and_shape_are_for_everyone(verapdf: Verapdf, made: list[Path]):
    assert verapdf(*made) == {file: [] for file in made}


def test_an_untagged_file_and_a_picture_without_words_are_refused(verapdf: Verapdf, tmp_path: Path):
    import weasyprint

    untagged, wordless = tmp_path / "untagged.pdf", tmp_path / "wordless.pdf"
    page = '<html lang="en"><title>A page</title><body><p>Words.</p>{}</body></html>'
    weasyprint.HTML(string=page.format("")).write_pdf(untagged)
    drawn = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><rect width="9" height="9"/></svg>'
    weasyprint.HTML(string=page.format(drawn)).write_pdf(wordless, pdf_variant="pdf/ua-1")
    found = verapdf(untagged, wordless)
    assert any(rule.startswith("7.1-") for rule in found[untagged])
    assert [rule.split()[0] for rule in found[wordless] if rule != "it fails"] == ["7.3-1"]


def test_a_file_that_verapdf_says_nothing_of_is_not_passed():
    from pdfua.checker import _read

    silent, passed = Path("silent.pdf"), Path("passed.pdf")
    assert _read("PASS\tpassed.pdf\n", (silent, passed)) == {silent: ["not checked to the end"], passed: []}
