"""Periods of whole months: a month, a quarter, a financial year, a year to date, twelve months.

Months are written as the date of their first day. Every period is half-open: `start` is its first day, `stop` the
day after its last. Financial years start in April, so `2025-26-q3` is October to December 2025.
"""

import re
from dataclasses import dataclass
from datetime import date
from typing import Literal

from peelian.core.language import say
from peelian.core.phrases import Phrase

PeriodKind = Literal["month", "quarter", "financial year", "year to date", "12 months"]

MONTHS = (
    Phrase.JANUARY, Phrase.FEBRUARY, Phrase.MARCH, Phrase.APRIL, Phrase.MAY, Phrase.JUNE,
    Phrase.JULY, Phrase.AUGUST, Phrase.SEPTEMBER, Phrase.OCTOBER, Phrase.NOVEMBER, Phrase.DECEMBER,
)  # fmt: skip
MONTH_NAMES = tuple(month.value for month in MONTHS)
"""As files and narratives in English have them."""

RELATIVE = ("month", "12m", "ytd", "quarter-before")
"""Periods named by the month they are seen from."""

PERIOD_FORMS = "write a month as 2025-12, a quarter as 2025-26-q3, a year as 2025-26, a year to date as 2025-26-ytd, \
12 months as 12m-2025-12"


def add_months(month: date, months: int) -> date:
    """The first day of the month so many months later; earlier when negative."""
    count = month.year * 12 + month.month - 1 + months
    return date(count // 12, count % 12 + 1, 1)


def months_between(first: date, last: date) -> int:
    """How many months `last` is after `first`."""
    return (last.year - first.year) * 12 + last.month - first.month


def month_key(month: date) -> str:
    return f"{month.year:04d}-{month.month:02d}"


def month_name(month: int) -> str:
    """January for 1."""
    return say(MONTHS[month - 1])


def month_words(month: date) -> str:
    return say(Phrase.MONTH_OF_YEAR, month=month_name(month.month), year=month.year)


def day_words(day: date) -> str:
    """12 February 2026."""
    return say(Phrase.DAY, day=day.day, month=month_words(day))


def parse_month(text: str) -> date:
    """The first day of `2025-12`. ValueError when the text is not a month."""
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}", text):
        raise ValueError(f"{text!r} is not a month; write it as 2025-12")
    try:
        return date(int(text[:4]), int(text[5:]), 1)
    except ValueError:
        raise ValueError(f"{text!r} is not a month; write it as 2025-12") from None


@dataclass(frozen=True, order=True)
class Period:
    """Whole months from `start` up to, not including, `stop`."""

    start: date
    stop: date
    kind: PeriodKind

    @classmethod
    def month(cls, month: date) -> "Period":
        """The month whose first day this is."""
        return cls(month, add_months(month, 1), "month")

    @classmethod
    def quarter(cls, year: int, number: int) -> "Period":
        """Quarter 1 to 4 of the financial year that starts in April of `year`."""
        start = add_months(date(year, 4, 1), 3 * (number - 1))
        return cls(start, add_months(start, 3), "quarter")

    @classmethod
    def financial_year(cls, year: int) -> "Period":
        """April of `year` to March."""
        return cls(date(year, 4, 1), date(year + 1, 4, 1), "financial year")

    @classmethod
    def twelve_months(cls, last: date) -> "Period":
        """The 12 months up to and including `last`."""
        return cls(add_months(last, -11), add_months(last, 1), "12 months")

    @classmethod
    def year_to_date(cls, year: int, last: date) -> "Period":
        """From April of `year` to the month `last`. ValueError when `last` is outside that financial year."""
        whole = cls.financial_year(year)
        if not whole.start <= last < whole.stop:
            raise ValueError(f"{month_key(last)} is not in the financial year {whole.key}")
        return cls(whole.start, add_months(last, 1), "year to date")

    @classmethod
    def parse(cls, text: str, last: date | None = None) -> "Period":
        """The period a key names. `2025-26-ytd` needs `last`, the month it runs to; `2025-26-ytd-2025-12` brings it.

        With `last`, a period may be named by it: `month`, `12m`, `ytd`, and `quarter-before`, the one before that which
        it ends. A text such as 2011-12 could be a month or a year: it is read as the month. ValueError says what is
        wrong.
        """
        if last is not None and text in RELATIVE:
            return cls._relative(text, last)
        if re.fullmatch(r"[0-9]{4}-(0[1-9]|1[0-2])", text):
            return cls.month(parse_month(text))
        if match := re.fullmatch(r"12m-([0-9]{4}-[0-9]{2})", text):
            return cls.twelve_months(parse_month(match[1]))
        match = re.fullmatch(r"([0-9]{4})-([0-9]{2})(?:-(q[1-4]|ytd)(?:-([0-9]{4}-[0-9]{2}))?)?", text)
        if not match or int(match[2]) != (int(match[1]) + 1) % 100:
            raise ValueError(f"{text!r} is not a period; {PERIOD_FORMS}")
        year, part, upto = int(match[1]), match[3], match[4]
        if part is None:
            return cls.financial_year(year)
        if part == "ytd":
            month = parse_month(upto) if upto else last
            if month is None:
                raise ValueError(f"{text!r} does not say to which month; write {text}-2025-12")
            return cls.year_to_date(year, month)
        if upto:
            raise ValueError(f"{text!r} is not a period; {PERIOD_FORMS}")
        return cls.quarter(year, int(part[1]))

    @classmethod
    def _relative(cls, text: str, last: date) -> "Period":
        year = last.year if last.month >= 4 else last.year - 1
        match text:
            case "month":
                return cls.month(last)
            case "12m":
                return cls.twelve_months(last)
            case "ytd":
                return cls.year_to_date(year, last)
            case _:
                return cls.quarter(year, (last.month - 4) % 12 // 3 + 1).moved(-3)

    @property
    def months(self) -> tuple[date, ...]:
        """The first day of each of its months."""
        return tuple(add_months(self.start, i) for i in range(months_between(self.start, self.stop)))

    @property
    def last(self) -> date:
        """The last month, by its first day."""
        return add_months(self.stop, -1)

    @property
    def key(self) -> str:
        """As it is written: 2025-12, 2025-26-q3, 2025-26, 2025-26-ytd-2025-12, 12m-2025-12."""
        year = self.start.year if self.start.month >= 4 else self.start.year - 1
        financial = f"{year}-{(year + 1) % 100:02d}"
        match self.kind:
            case "month":
                return month_key(self.start)
            case "quarter":
                return f"{financial}-q{(self.start.month - 4) % 12 // 3 + 1}"
            case "financial year":
                return financial
            case "year to date":
                return f"{financial}-ytd-{month_key(self.last)}"
            case "12 months":
                return f"12m-{month_key(self.last)}"

    @property
    def words(self) -> str:
        """As printed: October to December 2025, 12 months to December 2025."""
        if self.kind == "12 months":
            return say(Phrase.TWELVE_MONTHS, month=month_words(self.last))
        if self.start == self.last:
            return month_words(self.start)
        if self.start.year == self.last.year:
            return say(Phrase.SPAN, first=month_name(self.start.month), last=month_words(self.last))
        return say(Phrase.SPAN, first=month_words(self.start), last=month_words(self.last))

    def moved(self, months: int) -> "Period":
        """The same length of time, so many months later (earlier when negative)."""
        return Period(add_months(self.start, months), add_months(self.stop, months), self.kind)

    def a_year_earlier(self) -> "Period":
        """The period to compare with: same months, so same season; for 12 months, the 12 before, never overlapping."""
        return self.moved(-12)

    def __contains__(self, month: date) -> bool:
        return self.start <= month < self.stop
