"""Areas: forces and the places their rows are put in."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from peelian.core.language import say
from peelian.core.phrases import Phrase

AreaKind = Literal["force", "local authority", "lsoa", "outside the force", "no location"]

OUTSIDE = "outside"
NO_LOCATION = "no-location"


@dataclass(frozen=True)
class Area:
    """A place figures are given for.

    `force` is the force's name as its files print it: an area other than a force holds that force's rows alone.
    `vintage` is the year of the boundaries of an LSOA ("2011" or "2021"): two vintages are never one series.
    `ranked` says whether the area counts among the territorial forces of a rank; `per_resident` whether rates per
    resident mean anything there (not in the City of London). `slug` is what the force's file names carry.
    """

    key: str
    name: str
    kind: AreaKind
    force: str
    vintage: str | None = None
    code: str = ""
    slug: str = ""
    ranked: bool = True
    per_resident: bool = True


@dataclass(frozen=True)
class Areas:
    """Every area a workspace knows, and which places (codes in the data) make up each local authority."""

    by_key: Mapping[str, Area]
    members: Mapping[str, frozenset[str]] = field(default_factory=dict)
    vintages: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def __getitem__(self, key: str) -> Area:
        """KeyError for an unknown key. LSOAs are areas too, by code and vintage: `E01031890-2021`."""
        if key in self.by_key:
            return self.by_key[key]
        code, _, vintage = key.rpartition("-")
        if vintage in self.vintages.get(code, ()):
            home = next(self.by_key[area] for area, places in self.members.items() if code in places)
            return Area(key, code, "lsoa", home.force, vintage, code)
        raise KeyError(key)

    @cached_property
    def forces(self) -> tuple[Area, ...]:
        return tuple(area for area in self.by_key.values() if area.kind == "force")

    @cached_property
    def _by_name(self) -> Mapping[str, Area]:
        return {area.force: area for area in reversed(self.forces)}

    def force(self, name: str) -> Area | None:
        """The force whose files print this name, or None."""
        return self._by_name.get(name)

    def within(self, force: Area) -> tuple[Area, ...]:
        """The local authorities of a force, then 'outside the force' and 'no location': together they are its rows."""
        return tuple(area for area in self.by_key.values() if area.force == force.force and area.kind != "force")


def rest_of(force: Area) -> tuple[Area, Area]:
    """The two areas that make a force's parts sum to the whole."""
    return (
        Area(f"{force.key}-{OUTSIDE}", say(Phrase.OUTSIDE_FORCE, force=force.name), "outside the force", force.force),
        Area(f"{force.key}-{NO_LOCATION}", say(Phrase.NO_LOCATION, force=force.name), "no location", force.force),
    )
