"""The workspace as `import peelian` gives it: each method one verb, done by the functions the commands call too."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from peelian.core.areas import Area
from peelian.core.findings import Level, NoFinding, PointsChange, Rank, RelativeChange, Signal
from peelian.core.measures import Measure
from peelian.core.pack import Receipt
from peelian.core.periods import Period
from peelian.findings import values as findings_values
from peelian.findings.answers import Answers
from peelian.findings.ask import answers
from peelian.findings.values import Values, area_of, measure_of, period_of
from peelian.packs import build as packs_build
from peelian.packs import packfile
from peelian.packs.build import Built
from peelian.proof import trace as proof_trace
from peelian.proof.trace import Trace
from peelian.sources.received import intake
from peelian.sources.received.lock import one_writer
from peelian.sources.received.receive import Options, Report
from peelian.workspace import workspace as declared_in

Names = str | Sequence[str] | None
"""A name, several, or None for those the workspace has by itself."""


def open(folder: str | Path, *, engine: str = "") -> "Workspace":
    """The workspace in a folder: the one that holds office.toml. Nothing is computed or written yet.

    `engine` is duckdb or spark; else the one office.toml names. DefinitionError, or Faults where there are several,
    says which of its text files is wrong, where, and what to do.
    """
    return Workspace(declared_in.load(Path(folder), engine))


class Workspace:
    """An office's workspace, with its text files as they were when it was opened; made by `peelian.open`.

    What is asked of it is computed from the files received by then. Facts are kept in its folder `build`, which may be
    deleted at any time. One process at a time works in a workspace: another waits five seconds, then gets a
    DefinitionError. Every method may raise PeelianError, for what a person can mend.
    """

    def __init__(self, declared: declared_in.Workspace) -> None:
        self._declared = declared

    def __repr__(self) -> str:
        return f"<peelian.Workspace {self.name!r} in {str(self.folder)!r}>"

    @property
    def folder(self) -> Path:
        """Where it is."""
        return self._declared.folder

    @property
    def name(self) -> str:
        """The office's name."""
        return self._declared.office.name

    @property
    def measures(self) -> Mapping[str, Measure]:
        """Every measure by its name: the office's own, and those that come with Peelian."""
        return self._declared.measures

    @property
    def plan(self) -> tuple[str, ...]:
        """The names of the plan's measures, in its order."""
        return self._declared.plan.measures

    @property
    def areas(self) -> Mapping[str, Area]:
        """Every area by its key: forces, local authorities, and what is left of a force outside them."""
        return self._declared.areas.by_key

    @property
    def packs(self) -> tuple[str, ...]:
        """The packs it declares, built or not."""
        return self._declared.pack_ids

    def receive(
        self,
        paths: str | Path | Sequence[str | Path],
        *,
        source: str = "",
        as_at: date | None = None,
        publisher: str = "",
        licence: str = "",
        accept_rejects: bool = False,
        nil: bool = False,
        prefer: bool = False,
        confirm: Callable[[str], bool] = lambda _: False,
    ) -> Report:
        """Take files, folders or zips in, all or none, and say what came of it.

        `source` is the return template they are sent on, `as_at` the day the data are as at. `accept_rejects` keeps the
        lines that can be read and counts the rest; `nil` says that there was nothing to report; `prefer` lets the files
        replace others. Of a layout that is new, `confirm` is given what would be read and says whether to read it so,
        now and from now on. SourceError says which file is wrong and why.
        """
        given = [paths] if isinstance(paths, str | Path) else paths
        options = Options(source, as_at, publisher, licence, accept_rejects, nil, prefer)
        return intake.receive(self._declared, [Path(path) for path in given], options, confirm)

    def values(
        self, measures: Names = None, *, areas: Names = None, periods: Names = None, compare: str = ""
    ) -> Values:
        """A row for each measure, area and period it is given for: its value, interval and change.

        Without `measures`, the plan's; without `areas`, the office's force and its parts; without `periods`, those of
        its packs. `areas` may be "all", and `periods` "months": every month any source reports. Changes are on the same
        months a year earlier, or on the period `compare` names.

        Small numbers are withheld as each source asks; what else a pack withholds beside them, so that none can be
        worked out, is not. DefinitionError for a name not known.
        """
        return findings_values.values(self._declared, _each(measures), _each(areas), _each(periods), compare)

    def level(self, measure: str, period: str, *, area: str = "") -> Level | NoFinding:
        """The value with its interval, or why there is none. Without `area`, the office's force."""
        with self._asked(measure, area, period) as (ask, where, when):
            return ask.level(measure, where, when)

    def change(
        self, measure: str, period: str, *, area: str = "", compare: str = ""
    ) -> PointsChange | RelativeChange | NoFinding:
        """The change on the same months a year earlier, or on the period `compare` names; or why there is none.

        A percentage's is in percentage points, any other a ratio of now over then. `interval` is at 95%, and `clear`
        says whether chance alone would seldom give it. Without `area`, the office's force.
        """
        then = period_of(compare) if compare else None
        with self._asked(measure, area, period) as (ask, where, when):
            return ask.change(measure, where, when, then or when.a_year_earlier())

    def rank(self, measure: str, period: str, *, area: str = "") -> Rank | NoFinding:
        """The force's place among the territorial forces that have every month of the period, highest first."""
        with self._asked(measure, area, period) as (ask, where, when):
            return ask.rank(measure, where, when)

    def signal(self, measure: str, period: str, *, area: str = "") -> Signal | NoFinding:
        """What the period's last month says of all the months before it, by the NHS rules of process control."""
        with self._asked(measure, area, period) as (ask, where, when):
            return ask.signal(measure, where, when)

    def build(self, pack: str) -> Built:
        """Make a pack with all its files, whole or not at all, and say where they are.

        ClaimError where the text says what the findings do not; Faults where several things are wrong.
        """
        return packs_build.build(self._declared, pack)

    def figures(self, pack: str) -> Mapping[str, Receipt]:
        """By key, the receipt of every figure a pack printed as last built. DefinitionError where it never was."""
        return packfile.read_pack(self.folder, pack).figures

    def trace(self, pack: str, figure: str) -> Trace:
        """How a printed figure was made: receipt, measure, queries, and the received files, each checked as it is now.

        DefinitionError, with the nearest keys, where the pack printed no such figure.
        """
        return proof_trace.trace(packfile.read_pack(self.folder, pack), figure, self.folder / "received")

    @contextmanager
    def _asked(self, measure: str, area: str, period: str) -> Iterator[tuple[Answers, str, Period]]:
        """The answers on one measure, and where and when it is asked for."""
        chosen, when = measure_of(self._declared, measure), period_of(period)
        where = area_of(self._declared, area) if area else self._declared.force
        with one_writer(self.folder), answers(self._declared, [chosen]) as ask:
            yield ask, where.key, when


def _each(names: Names) -> Sequence[str]:
    return (names,) if isinstance(names, str) else names or ()
