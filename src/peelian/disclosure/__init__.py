"""Disclosure control: the only road from a count to an observation, and what else is withheld so that it holds.

`observe` withholds a small number by its source's threshold. `protect` finds what else to withhold in tables whose
totals are printed. `withhold` does so for a whole pack, beside the pack before it. docs/methods/disclosure.md says the
same in plain words.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from peelian.disclosure.primary import observe, of_bands, of_reading

if TYPE_CHECKING:
    from peelian.disclosure.audit import feasible
    from peelian.disclosure.pack_figures import Decision, Narrowed, NumberShown, printed_of, withhold
    from peelian.disclosure.secondary import Unprotectable, protect
    from peelian.disclosure.splits import Rest, splits_of
    from peelian.disclosure.tables import Relation

HOMES = {
    "feasible": "audit",
    "Decision": "pack_figures",
    "Narrowed": "pack_figures",
    "NumberShown": "pack_figures",
    "printed_of": "pack_figures",
    "withhold": "pack_figures",
    "Unprotectable": "secondary",
    "protect": "secondary",
    "Rest": "splits",
    "splits_of": "splits",
    "Relation": "tables",
}
"""What needs SciPy's solver, which takes longer to import than most commands: loaded when asked for. No module here may
have the name of something in it, which Python would then give instead."""


def __getattr__(name: str) -> Any:
    if name not in HOMES:
        raise AttributeError(name)
    return getattr(import_module(f"peelian.disclosure.{HOMES[name]}"), name)


__all__ = [
    "Decision",
    "Narrowed",
    "NumberShown",
    "Relation",
    "Rest",
    "Unprotectable",
    "feasible",
    "observe",
    "of_bands",
    "of_reading",
    "printed_of",
    "protect",
    "splits_of",
    "withhold",
]
