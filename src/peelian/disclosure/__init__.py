"""Disclosure control: the only road from a count to an observation, and what else is withheld so that it holds.

`observe` withholds a small number by its source's threshold. `protect` finds what else to withhold in tables whose
totals are printed. `withhold` does so for a whole pack, beside the pack before it. docs/methods/disclosure.md says the
same in plain words.
"""

from peelian.disclosure.audit import feasible
from peelian.disclosure.packs import Decision, Narrowed, Printed, printed_of, withhold
from peelian.disclosure.primary import observe
from peelian.disclosure.protect import Unprotectable, protect
from peelian.disclosure.splits import Rest, splits
from peelian.disclosure.tables import Relation

__all__ = [
    "Decision",
    "Narrowed",
    "Printed",
    "Relation",
    "Rest",
    "Unprotectable",
    "feasible",
    "observe",
    "printed_of",
    "protect",
    "splits",
    "withhold",
]
