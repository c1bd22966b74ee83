"""What managers answer for in their units, and confirm yearly or each term (requirement ORG-05). Pure.

The list and its text are a dated version of rules: a confirmation stores the text that was confirmed and
the version. A unit is confirmed by whoever is its manager; units without a manager of their own are
confirmed with the nearest unit around them that has one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlsplit
from uuid import UUID

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy

from avrop.kernel.problems import Problem

NAME = "responsibility.duties"
ROLE = "manager"
LANGUAGES = ("sv", "en", "zh-hans")
LONGEST_TEXT, LONGEST_LINK, LONGEST_NOTE = 2000, 500, 1000


class Frequency(TextChoices):
    """How often a duty is confirmed."""

    YEARLY = "yearly", pgettext_lazy("how often", "Every year")
    TERMLY = "termly", pgettext_lazy("how often", "Every term")


class Standing(TextChoices):
    """How a unit's confirmation stands on a day."""

    CONFIRMED = "confirmed", pgettext_lazy("state of a confirmation", "Confirmed")
    WITH_GAPS = "with_gaps", pgettext_lazy("state of a confirmation", "Confirmed with gaps")
    COMING = "coming", pgettext_lazy("state of a confirmation", "Not due yet")
    DUE = "due", pgettext_lazy("state of a confirmation", "Due soon")
    OVERDUE = "overdue", pgettext_lazy("state of a confirmation", "Overdue")


@dataclass(frozen=True, slots=True)
class Duty:
    """Something a manager answers for; `text` by language. With `needs_evidence` it is confirmed with
    a link to what shows it."""

    code: str
    text: Mapping[str, str]
    frequency: str = "yearly"
    needs_evidence: bool = False


@dataclass(frozen=True, slots=True)
class DutyList:
    """A version of the list: what is confirmed, the `statement` that is signed, by language, on which
    day of the year each period is due (month and day), and how long before that one is reminded."""

    duties: tuple[Duty, ...]
    statement: Mapping[str, str]
    yearly_due: tuple[int, int] = (3, 31)
    termly_due: tuple[tuple[int, int], tuple[int, int]] = ((2, 28), (9, 30))
    remind_days: int = 30


def _text(sv: str, en: str, zh: str) -> dict[str, str]:
    return dict(zip(LANGUAGES, (sv, en, zh), strict=True))


DEFAULT = DutyList(
    duties=(
        Duty(
            "right_people",
            _text(
                "De som beställer, godkänner och tar emot i enheten har rätt behörighet.",
                "Those who order, approve and receive in the unit hold the right mandates.",
                "本单位负责请购、审批和收货的人员均持有正确的授权。",
            ),
            frequency="termly",
        ),
        Duty(
            "trained",
            _text(
                "De som beställer, godkänner och tar emot har gått den utbildning som krävs.",
                "Those who order, approve and receive have taken the training that is asked for.",
                "负责请购、审批和收货的人员已完成所要求的培训。",
            ),
            frequency="termly",
            needs_evidence=True,
        ),
        Duty(
            "agreements_used",
            _text(
                "Enheten köper på de avtal som gäller, och avvikelser är motiverade.",
                "The unit buys under the agreements in force, and departures from them are justified.",
                "本单位按有效协议采购，例外情况均有正当理由。",
            ),
            needs_evidence=True,
        ),
        Duty(
            "received",
            _text(
                "Mottagna varor registreras samma dag, och fel reklameras.",
                "Goods received are registered the same day, and faults are claimed.",
                "收到的货物当日登记，发现问题及时索赔。",
            ),
            frequency="termly",
        ),
        Duty(
            "attested",
            _text(
                "Fakturor granskas och attesteras i tid av dem som får, och aldrig av en person ensam.",
                "Invoices are attested in time by those who may, and never by one person alone.",
                "发票由有权人员按时审核和审批，绝不由一人独自完成。",
            ),
        ),
        Duty(
            "substitutes",
            _text(
                "Det finns ersättare för var och en som enheten inte klarar sig utan.",
                "There is a substitute for everybody whom the unit cannot do without.",
                "对于本单位不可或缺的每位人员，均已安排替补。",
            ),
        ),
        Duty(
            "master_data",
            _text(
                "Enhetens leveransadress, öppettider, kontakter och kontering stämmer.",
                "The unit's delivery address, opening hours, contacts and coding are right.",
                "本单位的收货地址、营业时间、联系人和会计编码均正确。",
            ),
        ),
    ),
    statement=_text(
        "Jag har gått igenom uppgifterna ovan för min enhet. Det jag svarat är sant så vitt jag vet. "
        "Det som inte är uppfyllt åtgärdas som jag har skrivit.",
        "I have gone through the duties above for my unit. What I have answered is true as far as I "
        "know, and what is not fulfilled will be put right as I have written.",
        "我已就本单位逐项核对上述职责。据我所知，所作回答属实；未达成的事项将按我所写的方式整改。",
    ),
)


@dataclass(frozen=True, slots=True)
class Period:
    """A year or a term, and the day on which it is due."""

    frequency: str
    name: str
    due_on: date


@dataclass(frozen=True, slots=True)
class Answer:
    """What a manager says of a duty: whether it is fulfilled, the link that shows it, and else what is
    done about it."""

    duty: str
    is_fulfilled: bool
    evidence: str = ""
    note: str = ""


def period_on(frequency: str, duties: DutyList, day: date) -> Period:
    """The period that a day belongs to: a year ("2026"), or a term ("2026-1" until the end of June)."""
    if frequency == Frequency.YEARLY:
        return Period(frequency, f"{day.year}", _day(day.year, duties.yearly_due))
    term = 0 if day.month <= 6 else 1
    return Period(frequency, f"{day.year}-{term + 1}", _day(day.year, duties.termly_due[term]))


def _day(year: int, month_and_day: tuple[int, int]) -> date:
    month, day = month_and_day
    return date(year, month, day)


def standing(
    period: Period, duties: DutyList, day: date, *, is_confirmed: bool, has_gaps: bool
) -> Standing:
    """How a confirmation stands on a day."""
    if is_confirmed:
        return Standing.WITH_GAPS if has_gaps else Standing.CONFIRMED
    if day > period.due_on:
        return Standing.OVERDUE
    soon = day >= period.due_on - timedelta(days=duties.remind_days)
    return Standing.DUE if soon else Standing.COMING


def duties_of(duties: DutyList, frequency: str) -> tuple[Duty, ...]:
    """The duties that are confirmed that often."""
    return tuple(one for one in duties.duties if one.frequency == frequency)


def superior_of(lineage: Sequence[UUID], managed: Collection[UUID | None]) -> UUID | None:
    """The nearest unit around one that has a manager; None (the whole organisation) where none has."""
    return next((one for one in reversed(lineage[:-1]) if one in managed), None)


def problems_confirming(duties: Sequence[Duty], answers: Sequence[Answer]) -> Iterator[Problem]:
    """Everything that lacks in a confirmation: each duty is answered once, what is fulfilled is shown
    where that is asked for, and what is not says what is done about it."""
    by_code = {one.duty: one for one in answers}
    if len(by_code) != len(answers) or set(by_code) != {one.code for one in duties}:
        yield Problem("responsibility.answers_do_not_fit", {"number": len(duties)}, ("answers",))
        return
    for position, duty in enumerate(duties):
        given, place = by_code[duty.code], ("answers", duty.code)
        if given.is_fulfilled and duty.needs_evidence and not given.evidence.strip():
            yield Problem(
                "responsibility.evidence_missing", {"number": position + 1}, (*place, "evidence")
            )
        if not given.is_fulfilled and not given.note.strip():
            yield Problem("responsibility.plan_missing", {"number": position + 1}, (*place, "note"))
        if given.evidence and not is_link(given.evidence):
            yield Problem(
                "responsibility.link_shape", {"number": position + 1}, (*place, "evidence")
            )
        if len(given.note) > LONGEST_NOTE:
            yield Problem("responsibility.text_too_long", {"most": LONGEST_NOTE}, (*place, "note"))


def is_link(text: str) -> bool:
    """Whether a text is an address that a browser opens."""
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.netloc) and len(text) <= LONGEST_LINK


def problems_with_list(duties: DutyList) -> Iterator[Problem]:
    """Everything that keeps a list from being decided."""
    codes = [one.code for one in duties.duties]
    if not codes or len(set(codes)) != len(codes) or not all(codes):
        yield Problem("responsibility.duty_codes", {}, ("duties",))
    for position, one in enumerate(duties.duties):
        place = ("duties", position)
        if one.frequency not in Frequency.values:
            yield Problem("responsibility.unknown_frequency", {"frequency": one.frequency}, place)
        yield from _problems_with_text(one.text, (*place, "text"))
    yield from _problems_with_text(duties.statement, ("statement",))
    try:
        for due in (duties.yearly_due, *duties.termly_due):
            _day(2025, due)
    except ValueError:
        yield Problem("responsibility.due_day", {}, ("due",))
    if not 0 <= duties.remind_days <= 180:
        yield Problem("responsibility.remind_days", {"most": 180}, ("remind_days",))


def _problems_with_text(text: Mapping[str, str], place: Iterable[str | int]) -> Iterator[Problem]:
    if not any(words.strip() for words in text.values()):
        yield Problem("responsibility.no_text", {}, tuple(place))
    if any(len(words) > LONGEST_TEXT for words in text.values()):
        yield Problem("responsibility.text_too_long", {"most": LONGEST_TEXT}, tuple(place))
