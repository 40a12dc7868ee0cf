"""What of a pack each file shows. A file is made from that alone, so that it is the same while that is the same."""

from dataclasses import replace

from peelian.core.pack import Chart, Cover, Pack, Table


def on_slides(pack: Pack) -> Pack:
    """The presentation is of its slides: the paper's pages and the brief are none of it."""
    return replace(pack, pages=(), brief=())


def in_workbook(pack: Pack) -> Pack:
    """The workbook is of the paper's tables, and its charts' as tables: no words between them, no slides, no brief."""
    pages = (
        replace(page, blocks=tuple(block for block in page.blocks if isinstance(block, Table | Chart)))
        for page in pack.pages
    )
    return replace(pack, pages=tuple(pages), slides=(), brief=())


def in_dataset(pack: Pack) -> Pack:
    """The dataset is of figures, whatever is printed around them."""
    return replace(pack, pages=(), slides=(), brief=(), cover=Cover())
