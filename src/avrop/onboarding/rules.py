"""What a new department and its answers must be like, and until when. Pure: values in, problems out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from avrop.kernel.problems import Problem
from avrop.onboarding.kinds import ChangeKind
from avrop.onboarding.shapes import DeliveryAnswer, DepartmentForm, NumberAnswer, Remains

#: How long each step may wait before somebody else is told, in working days.
TO_NUMBER_DAYS, TO_REGISTER_DAYS, TO_MEND_DAYS = 2, 2, 10
CENTRE_DAYS, SUPPLIER_DAYS, REQUESTERS_DAYS = 5, 10, 5
#: How long a link is good for; longer than the answer may wait, since late is better than never.
LINK_LIVES = timedelta(days=60)
#: Who has not answered is reminded so often, and no more than so many times.
REMINDS_EVERY = timedelta(days=3)
MOST_REMINDERS = 3
#: How many characters there is room for.
LONGEST = {
    "name": 200,
    "street": 200,
    "postal_code": 20,
    "city": 100,
    "opening_hours": 200,
    "default_coding": 1000,
    "invoice_reference": 100,
    "contact_name": 200,
    "contact_email": 254,
    "contact_phone": 50,
}
LONGEST_CUSTOMER_NUMBER, LONGEST_NOTE, LONGEST_REASON = 50, 1000, 1000
MOST_PEOPLE, MOST_DAYS_BEFORE = 50, 60
WEEKDAYS = range(1, 8)
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
Found = Iterator[Problem]


def _at(field: str) -> tuple[str | int, ...]:
    return ("form", field)


#: What must be said, by field: each problem's code is "onboarding." and the word here.
_MUST_BE_SAID: tuple[tuple[str, str], ...] = (
    ("name", "name_missing"),
    ("street", "street_missing"),
    ("postal_code", "postal_code_missing"),
    ("city", "city_missing"),
    ("opening_hours", "opening_hours_missing"),
    ("default_coding", "coding_missing"),
    ("invoice_reference", "reference_missing"),
    ("contact_name", "contact_missing"),
)


def problems_storing(form: DepartmentForm) -> Found:
    """What even a draft cannot be stored with."""
    for field, most in LONGEST.items():
        if len(getattr(form, field)) > most:
            yield Problem("onboarding.too_long", {"most": most}, _at(field))
    if len(form.people) > MOST_PEOPLE:
        yield Problem("onboarding.too_many_people", {"most": MOST_PEOPLE}, _at("people"))


def problems_submitting(form: DepartmentForm, today: date) -> Found:
    """Everything that keeps the form from the coordinator, each at its field (C4)."""
    yield from problems_storing(form)
    for field, word in _MUST_BE_SAID:
        if not getattr(form, field).strip():
            yield Problem(f"onboarding.{word}", place=_at(field))
    if form.parent_id is None and not form.is_outermost:
        yield Problem("onboarding.place_missing", place=_at("parent_id"))
    if form.opens_on is None:
        yield Problem("onboarding.opening_day_missing", place=_at("opens_on"))
    elif form.opens_on < today:
        yield Problem("onboarding.opens_in_the_past", {"day": form.opens_on}, _at("opens_on"))
    if form.orders_food is None:
        yield Problem("onboarding.food_undecided", place=_at("orders_food"))
    if not form.agreements:
        yield Problem("onboarding.no_agreement", place=_at("agreements"))
    yield from _problems_reaching(form)
    yield from _problems_with_people(form)


def _problems_reaching(form: DepartmentForm) -> Found:
    if not (form.contact_email.strip() or form.contact_phone.strip()):
        yield Problem("onboarding.contact_unreachable", place=_at("contact_email"))
    if form.contact_email.strip() and not _EMAIL.fullmatch(form.contact_email.strip()):
        values = {"text": form.contact_email}
        yield Problem("onboarding.email_shape", values, _at("contact_email"))


def _problems_with_people(form: DepartmentForm) -> Found:
    if not form.people:
        yield Problem("onboarding.nobody_orders", place=_at("people"))
    for number, person in enumerate(form.people, start=1):
        place = ("form", "people", number)
        if not person.name.strip():
            yield Problem("onboarding.person_without_name", {"email": person.email}, place)
        if not _EMAIL.fullmatch(person.email.strip()):
            yield Problem("onboarding.person_without_email", {"name": person.name}, place)


@dataclass(frozen=True, slots=True)
class Registering:
    """What decides whether a department can become a unit and its suppliers be told."""

    needs_days: bool
    has_days: bool
    usable: frozenset[UUID]
    form: DepartmentForm
    today: date


def problems_registering(registering: Registering) -> Found:
    """Every reason why the department cannot be registered now."""
    form = registering.form
    if registering.needs_days and not registering.has_days:
        yield Problem("onboarding.days_missing")
    if form.opens_on is not None and form.opens_on < registering.today:
        yield Problem("onboarding.opens_in_the_past", {"day": form.opens_on})
    if not registering.usable & set(form.agreements):
        yield Problem("onboarding.no_usable_agreement")


def problems_with_reason(reason: str) -> Found:
    """Somebody who is told no is told why."""
    if not reason.strip():
        yield Problem("onboarding.no_reason", place=("reason",))
    if len(reason) > LONGEST_REASON:
        yield Problem("onboarding.too_long", {"most": LONGEST_REASON}, ("reason",))


def problems_with_number(answer: NumberAnswer, *, is_required: bool) -> Found:
    """What a supplier cannot answer."""
    number = answer.customer_number.strip()
    place = ("customer_number",)
    if is_required and not number:
        yield Problem("onboarding.number_missing", place=place)
    if len(number) > LONGEST_CUSTOMER_NUMBER:
        yield Problem("onboarding.too_long", {"most": LONGEST_CUSTOMER_NUMBER}, place)
    if number and not number.isprintable():
        yield Problem("onboarding.number_shape", place=place)
    yield from _problems_with_note(answer.note)


def problems_with_days(answer: DeliveryAnswer) -> Found:
    """What a distribution centre cannot answer."""
    days = [window.weekday for window in answer.windows]
    if not days:
        yield Problem("onboarding.no_delivery_day", place=("answer", "windows"))
    if not set(days) <= set(WEEKDAYS) or len(set(days)) < len(days):
        yield Problem("onboarding.weekdays_shape", place=("answer", "windows"))
    for window in answer.windows:
        if window.closes <= window.opens:
            values = {"opens": f"{window.opens:%H:%M}", "closes": f"{window.closes:%H:%M}"}
            place = ("answer", "windows", window.weekday)
            yield Problem("onboarding.window_ends_first", values, place)
    if not 0 <= answer.days_before <= MOST_DAYS_BEFORE:
        values_of = {"most": MOST_DAYS_BEFORE}
        yield Problem("onboarding.days_before_shape", values_of, ("answer", "days_before"))
    yield from _problems_with_note(answer.note)


def _problems_with_note(note: str) -> Found:
    if len(note) > LONGEST_NOTE:
        yield Problem("onboarding.too_long", {"most": LONGEST_NOTE}, ("note",))


@dataclass(frozen=True, slots=True)
class Link:
    """The link of a question: how its question stands, and until when it opens it."""

    state: str
    expires_at: datetime
    answered_at: datetime | None


def problems_opening(link: Link, at: datetime) -> Found:
    """Why a link opens nothing: it is used, it was replaced or taken back, or its time is out. A clock
    that is set back opens no link that has been answered."""
    if link.state == "answered":
        yield Problem("onboarding.link_is_used", {"at": link.answered_at})
    elif link.state != "asked":
        yield Problem("onboarding.link_is_replaced")
    elif link.expires_at <= at:
        yield Problem("onboarding.link_has_expired", {"at": link.expires_at})


def is_settled(states: Iterable[str]) -> bool:
    """Whether every supplier that was asked has answered."""
    return all(state == "answered" for state in states)


def is_to_remind(
    asked_at: datetime, reminded_at: datetime | None, reminders: int, at: datetime
) -> bool:
    """Whether somebody who has not answered is reminded now."""
    return reminders < MOST_REMINDERS and (reminded_at or asked_at) + REMINDS_EVERY <= at


def working_days_after(day: date, number: int) -> date:
    """The working day so many working days after a day. Public holidays count as such: a due day that
    is a day early harms nobody."""
    while number > 0:
        day += timedelta(days=1)
        number -= day.isoweekday() < 6
    return day


def due_after(at: datetime, today: date, number: int) -> datetime:
    """The same moment of the day, so many working days later."""
    return at + (working_days_after(today, number) - today)


# --- people ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Belongings:
    """What somebody has open in a unit, or everywhere: carts that are being filled, orders that have not
    ended, tasks that wait for him."""

    carts: int = 0
    orders: int = 0
    tasks: int = 0

    @property
    def is_any(self) -> bool:
        """Whether somebody else must take anything over."""
        return bool(self.carts or self.orders or self.tasks)


def problems_leaving(name: str, left: Belongings, taker_id: UUID | None, person_id: UUID) -> Found:
    """What is open needs somebody who takes it over (ORG-12)."""
    if taker_id is None and left.is_any:
        values = {
            "name": name,
            "carts": left.carts,
            "orders": left.orders,
            "tasks": left.tasks,
        }
        yield Problem("onboarding.taker_needed", values, ("taker_id",))
    if taker_id == person_id:
        yield Problem("onboarding.takes_from_himself", {"name": name}, ("taker_id",))


def problems_moving(name: str, former: UUID | None, unit_id: UUID) -> Found:
    """Nobody moves to where he is."""
    if former == unit_id:
        yield Problem("onboarding.is_there_already", {"name": name}, ("unit_id",))


@dataclass(frozen=True, slots=True)
class Standing:
    """How things are for somebody who comes, moves or leaves: what is read to say what is left."""

    kind: str
    is_in_unit: bool
    has_short_code: bool
    former_short_codes: int
    has_mandate: bool
    former_mandates: int
    can_sign_in: bool
    left: Belongings
    has_taker: bool


def what_remains(standing: Standing) -> tuple[Remains, ...]:
    """What must be done about somebody, what is done first said so: the checklist (ORG-12)."""
    return tuple(_REMAINS[standing.kind](standing))


def _coming(standing: Standing) -> Iterator[Remains]:
    yield Remains("onboarding.remains_person", True, "finance_officer")
    yield Remains("onboarding.remains_short_code", standing.has_short_code, "finance_officer")
    yield Remains("onboarding.remains_mandate", standing.has_mandate, "finance_officer")
    yield Remains("onboarding.remains_sign_in", standing.can_sign_in, "system_administrator")


def _moving(standing: Standing) -> Iterator[Remains]:
    yield Remains("onboarding.remains_moved", standing.is_in_unit, "finance_officer")
    yield from _left_behind(standing)
    yield Remains("onboarding.remains_short_code", standing.has_short_code, "finance_officer")
    yield Remains("onboarding.remains_mandate", standing.has_mandate, "finance_officer")


def _leaving(standing: Standing) -> Iterator[Remains]:
    yield from _left_behind(standing)


def _left_behind(standing: Standing) -> Iterator[Remains]:
    codes, mandates = standing.former_short_codes, standing.former_mandates
    left = standing.left
    yield Remains("onboarding.remains_former_codes", not codes, "finance_officer", codes)
    yield Remains("onboarding.remains_former_mandates", not mandates, "finance_officer", mandates)
    yield Remains("onboarding.remains_carts", not left.carts, "finance_officer", left.carts)
    yield Remains(
        "onboarding.remains_orders",
        standing.has_taker or not left.orders,
        "finance_officer",
        left.orders,
    )
    yield Remains("onboarding.remains_tasks", not left.tasks, "finance_officer", left.tasks)


_REMAINS: dict[str, Callable[[Standing], Iterator[Remains]]] = {
    ChangeKind.NEW.value: _coming,
    ChangeKind.MOVE.value: _moving,
    ChangeKind.LEAVE.value: _leaving,
}


def is_over(remains: Sequence[Remains]) -> bool:
    """Whether nothing is left."""
    return all(each.is_done for each in remains)
