"""Python's garbage collector, called seldom while a pack is made: what is made stays, and looking takes time."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

SELDOM = 200_000
"""New objects before it looks; 700 by itself. Of a pack of forty pages looking took a sixth of the time."""


@contextmanager
def seldom() -> Iterator[None]:
    was = gc.get_threshold()
    gc.set_threshold(SELDOM, 50, 50)
    try:
        yield
    finally:
        gc.set_threshold(*was)
