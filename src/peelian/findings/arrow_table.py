"""Rows as an Arrow table, from which pandas, Polars and others make their frames."""

from collections.abc import Sequence
from dataclasses import fields
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Any, get_args, get_type_hints

from peelian.core.errors import MachineError

if TYPE_CHECKING:
    import pyarrow


def arrow_table(kind: type[Any], rows: Sequence[Any]) -> "pyarrow.Table":
    """A column for each field of the dataclass `kind`, of one type whatever the rows hold; a fraction is text.

    MachineError where pyarrow is not installed.
    """
    try:
        import pyarrow
    except ImportError:
        to_do = "install it with pip install 'peelian[analysis]'"
        raise MachineError("to_arrow", "pyarrow is not installed", to_do) from None
    types = {int: pyarrow.int64(), float: pyarrow.float64(), date: pyarrow.date32()}
    told = get_type_hints(kind)
    schema = pyarrow.schema(
        (field.name, types.get(_type(told[field.name]), pyarrow.string())) for field in fields(kind)
    )
    columns = {name: [_plain(getattr(row, name)) for row in rows] for name in schema.names}
    return pyarrow.table(columns, schema=schema)


def _type(hint: Any) -> Any:
    """int of `int | None`."""
    return next((part for part in get_args(hint) if isinstance(part, type) and part is not type(None)), hint)


def _plain(value: object) -> object:
    return str(value) if isinstance(value, Fraction) else value
