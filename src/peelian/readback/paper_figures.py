"""A PDF's figures: the text inside each link whose named destination is a figure's, and the whole text of its pages."""

import ctypes
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from peelian.readback.printed import PrintedFigure

FIGURE = "figure-"


def read_paper(pdf: Path, expected: Mapping[str, set[str]]) -> tuple[tuple[PrintedFigure, ...], str]:
    """Each figure's key and text, and all the text. A figure over two lines is two links, which are joined.

    `expected` says by key what may be printed: the first piece that is nothing of it, alone or joined, stays a piece.
    """
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    try:
        pieces: list[PrintedFigure] = []
        texts: list[str] = []
        for number, page in enumerate(document, 1):
            words = page.get_textpage()
            texts.append(words.get_text_bounded())
            pieces += _links(page, words, f"page {number}")
        return tuple(_joined(pieces, expected)), "\n".join(texts)
    finally:
        document.close()


def squeezed(text: str) -> str:
    """Without spaces and soft hyphens: where a line ends is layout."""
    return "".join(text.replace("\u00ad", "").replace("\ufffe", "").split())


def _links(page: Any, words: Any, place: str) -> Iterator[PrintedFigure]:
    import pypdfium2.raw as pdfium

    rect = pdfium.FS_RECTF()
    for number in range(pdfium.FPDFPage_GetAnnotCount(page)):
        link = pdfium.FPDFPage_GetAnnot(page, number)
        try:
            if pdfium.FPDFAnnot_GetSubtype(link) != pdfium.FPDF_ANNOT_LINK:
                continue
            name = _destination(link)
            if name.startswith(FIGURE) and pdfium.FPDFAnnot_GetRect(link, rect):
                low, high = sorted((rect.bottom, rect.top))
                text = words.get_text_bounded(rect.left, low, rect.right, high)
                yield PrintedFigure(key_of(name), " ".join(text.split()), place)
        finally:
            pdfium.FPDFPage_CloseAnnot(link)


def key_of(destination: str) -> str:
    """The key a destination was made from: percent-encoding with a full stop for the percent sign."""
    return unquote(destination.removeprefix(FIGURE).replace(".", "%"))


def _destination(link: Any) -> str:
    import pypdfium2.raw as pdfium

    size = pdfium.FPDFAnnot_GetStringValue(link, b"Dest", None, 0)
    text = ctypes.create_string_buffer(size)
    pdfium.FPDFAnnot_GetStringValue(link, b"Dest", ctypes.cast(text, ctypes.POINTER(pdfium.FPDF_WCHAR)), size)
    return text.raw[:size].decode("utf-16-le").rstrip("\0")


def _joined(pieces: list[PrintedFigure], expected: Mapping[str, set[str]]) -> Iterator[PrintedFigure]:
    """Pieces of one figure joined, in the order they come; other figures may stand between, as on two table cells."""
    told = {key: {squeezed(text): text for text in texts} for key, texts in expected.items()}
    waiting: dict[str, PrintedFigure] = {}
    for piece in pieces:
        texts = told.get(piece.key, {})
        before = waiting.pop(piece.key, None)
        if before and squeezed(before.text) in texts and not _begins(before, piece, texts):
            yield _whole(before, texts)  # it was all there was: "32" beside an axis, and then another
            before = None
        whole = PrintedFigure(piece.key, f"{before.text} {piece.text}", before.place) if before else piece
        said = squeezed(whole.text)
        if any(text != said and text.startswith(said) for text in texts):
            waiting[piece.key] = whole
        elif said in texts:
            yield _whole(whole, texts)
        elif before and squeezed(piece.text) in texts:
            yield from (before, _whole(piece, texts))
        else:
            yield whole
    yield from (_whole(one, told.get(one.key, {})) for one in waiting.values())


def _begins(before: PrintedFigure, piece: PrintedFigure, texts: Mapping[str, str]) -> bool:
    said = squeezed(before.text + piece.text)
    return any(text.startswith(said) for text in texts)


def _whole(piece: PrintedFigure, texts: Mapping[str, str]) -> PrintedFigure:
    """As the pack writes it, where it is something that may be printed."""
    return PrintedFigure(piece.key, texts.get(squeezed(piece.text), piece.text), piece.place)
