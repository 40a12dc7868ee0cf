"""The office, its plan and its packs, as their text files declare them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from peelian.core.measures import FORBID_EXTRA


@dataclass(frozen=True)
class Peers:
    """The forces an office is set beside, and who says they are alike."""

    names: tuple[str, ...] = ()
    source: str = ""
    as_at: str = ""

    __pydantic_config__ = FORBID_EXTRA


@dataclass(frozen=True)
class HouseStyle:
    """The office's own look, if it has one: two colours as "#12436D"; a logo, a PNG or JPEG beside office.toml."""

    main: str = ""
    second: str = ""
    logo: str = ""

    __pydantic_config__ = FORBID_EXTRA


@dataclass(frozen=True)
class Timetable:
    """`[timetable]` of office.toml: how many working days before the papers go to the Panel's officer each step is due.

    `clear` is how many clear working days the papers lie open before the meeting; 0 is what the law asks.
    """

    requests: int = 30
    data: int = 15
    checks: int = 13
    draft: int = 10
    comments: int = 7
    review: int = 4
    sign_off: int = 1
    clear: int = 0

    __pydantic_config__ = FORBID_EXTRA


@dataclass(frozen=True)
class Sharing:
    """`[sharing]` of office.toml: what allows returns of single cases to be received, by name and date."""

    agreement: str = ""
    assessment: str = ""

    __pydantic_config__ = FORBID_EXTRA


@dataclass(frozen=True)
class OnSpark:
    """How Spark is reached, where it counts: its master, its own settings, and where its workers find the facts.

    `facts` is an address of Hadoop's, to which `build/facts` was copied; without one the workers read the folder.
    """

    master: str = "local[*]"
    settings: Mapping[str, str] = field(default_factory=dict)
    facts: str = ""

    __pydantic_config__ = FORBID_EXTRA


@dataclass(frozen=True)
class Office:
    """`office.toml`. `area` is the key of the force area; `names` are names that hold digits and may be typed.

    `councils` are the areas of the councils that send members to the Panel; without any, all that the force polices.
    `engine` is what counts.
    """

    name: str
    area: str
    panel: str = "Police and Crime Panel"
    peers: Peers = field(default_factory=Peers)
    names: tuple[str, ...] = ()
    language: str = "en"
    made_up: bool = False
    councils: tuple[str, ...] = ()
    look: HouseStyle = field(default_factory=HouseStyle)
    timetable: Timetable = field(default_factory=Timetable)
    sharing: Sharing = field(default_factory=Sharing)
    engine: Literal["duckdb", "spark"] = "duckdb"
    spark: OnSpark = field(default_factory=OnSpark)

    __pydantic_config__ = FORBID_EXTRA


@dataclass(frozen=True)
class Objective:
    title: str
    measures: tuple[str, ...] = ()

    __pydantic_config__ = FORBID_EXTRA


@dataclass(frozen=True)
class Priority:
    title: str
    objective: tuple[Objective, ...] = ()

    __pydantic_config__ = FORBID_EXTRA


@dataclass(frozen=True)
class Plan:
    """`plan.toml`: priorities, their objectives, the measures that tell of each."""

    title: str
    priority: tuple[Priority, ...] = ()

    __pydantic_config__ = FORBID_EXTRA

    @property
    def measures(self) -> tuple[str, ...]:
        """Every measure named, once, in the plan's order."""
        named = (m for priority in self.priority for objective in priority.objective for m in objective.measures)
        return tuple(dict.fromkeys(named))


@dataclass(frozen=True)
class PackPlan:
    """`packs/ID/pack.toml`. `compare` is the period changes are told against: the same months a year earlier unless
    the file names another, and then `compare_why` says why.

    A `report` tells every measure of the plan, in a summary and a fixed table; a `document` tells another document
    again, and has neither. `author`, `meeting` (its date), `purpose`, `asks` (what the Panel is asked to do) and
    `background` (papers) are the cover sheet's. `opinion` names the sections that tell a judgement, and `brief` the
    brief's text. Once it is `frozen`, a figure whose return has not come says who has not sent it.
    """

    title: str
    period: str
    sections: tuple[str, ...]
    subtitle: str = ""
    compare: str = ""
    compare_why: str = ""
    notice: str = ""
    kind: Literal["report", "document"] = "report"
    author: str = ""
    meeting: str = ""
    purpose: str = ""
    asks: tuple[str, ...] = ()
    background: tuple[str, ...] = ()
    opinion: tuple[str, ...] = ()
    brief: str = ""
    frozen: bool = False

    __pydantic_config__ = FORBID_EXTRA


@dataclass(frozen=True)
class Statement:
    """A row of `statements.csv`: a figure told by a document, with no data behind it that we hold."""

    id: str
    text: str
    value: str
    unit: str
    period: str
    scope: str
    source: str
    url: str

    __pydantic_config__ = FORBID_EXTRA


@dataclass(frozen=True)
class Break:
    """A row of `breaks.csv`: from `month` on, the figures of `dataset` in `area` (or in every area, `*`) are not of one
    series with those before.
    """

    dataset: str
    area: str
    month: str
    reason: str

    __pydantic_config__ = FORBID_EXTRA


@dataclass(frozen=True)
class RequestSent:
    """A row of `requests.csv`: when a pack's return was asked for and last chased, each a day or empty."""

    pack: str
    source: str
    asked: str = ""
    chased: str = ""

    __pydantic_config__ = FORBID_EXTRA
