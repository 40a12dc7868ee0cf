"""Progress: what a long piece of work says of its steps, and nobody need hear."""

from collections.abc import Callable

Progress = Callable[[str], None]


def quiet(_: str) -> None:
    """Progress told to nobody."""
