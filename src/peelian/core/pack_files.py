"""The names of the files of a built pack."""

CURRENT = "current"
PACK, PAGE, PAPER, BRIEF = "pack.json", "page.html", "paper.pdf", "brief.pdf"
SLIDES, PRESENTER, WORKBOOK, DATASET = "slides.pptx", "presenter.pptx", "workbook.xlsx", "dataset"
FILES = {
    "paper": PAPER,
    "brief": BRIEF,
    "page": PAGE,
    "slides": SLIDES,
    "presenter": PRESENTER,
    "workbook": WORKBOOK,
    "dataset": DATASET,
}
"""What a built pack's folder holds besides pack.json, by what a reader calls it."""

SUMS = "SHA256SUMS"
"""The fingerprint of each file of a built pack, in the form that `sha256sum --check` reads."""
