"""What goes into this app and comes out of it, as frozen values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID

from avrop.parties.delivery import DeliveryDays
from avrop.parties.queries import PostalAddress


@dataclass(frozen=True, slots=True)
class FuturePerson:
    """Somebody who is to order for the department."""

    name: str
    email: str = ""


@dataclass(frozen=True, slots=True)
class DepartmentForm:
    """What a manager states of a new department. A draft may lack anything; `orders_food` is None until
    somebody has said yes or no. `is_outermost`: it lies in no other unit. `agreements` are those that it
    is to order under."""

    name: str = ""
    parent_id: UUID | None = None
    is_outermost: bool = False
    opens_on: date | None = None
    street: str = ""
    postal_code: str = ""
    city: str = ""
    opening_hours: str = ""
    orders_food: bool | None = None
    default_coding: str = ""
    invoice_reference: str = ""
    contact_name: str = ""
    contact_email: str = ""
    contact_phone: str = ""
    people: tuple[FuturePerson, ...] = ()
    agreements: tuple[UUID, ...] = ()

    @property
    def address(self) -> PostalAddress:
        """Where its goods come."""
        return PostalAddress(self.street, self.postal_code, self.city, name=self.name)


@dataclass(frozen=True, slots=True)
class DepartmentFacts:
    """What suppliers and the distribution centre are told of a department."""

    name: str
    gln: str
    opens_on: date
    street: str
    postal_code: str
    city: str
    opening_hours: str
    invoice_reference: str
    contact_name: str
    contact_email: str
    contact_phone: str


@dataclass(frozen=True, slots=True)
class Centre:
    """A distribution centre that can be asked for delivery days."""

    id: UUID
    name: str


@dataclass(frozen=True, slots=True)
class DeliveryWindow:
    """A day of the week on which goods come (1 is Monday), and between which hours."""

    weekday: int
    opens: time
    closes: time


@dataclass(frozen=True, slots=True)
class DeliveryAnswer:
    """What a distribution centre answers: the days with their hours, and until when one can order for
    them: `cut_off`, local time, `days_before` calendar days earlier."""

    windows: tuple[DeliveryWindow, ...]
    cut_off: time
    days_before: int
    note: str = ""

    @property
    def calendar(self) -> tuple[DeliveryDays, ...]:
        """The same as trading terms have it."""
        weekdays = tuple(sorted(each.weekday for each in self.windows))
        return (DeliveryDays("", weekdays, self.cut_off, self.days_before),)


@dataclass(frozen=True, slots=True)
class NumberAnswer:
    """What a supplier answers: the customer number of the department, "" where he uses none."""

    customer_number: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class QuestionView:
    """A question as it stands. `customer_number` and `note` are the supplier's."""

    id: UUID
    version: int
    kind: str
    organisation_id: UUID
    organisation: str
    round: int
    state: str
    sent_to: str
    asked_at: datetime
    due_at: datetime
    expires_at: datetime
    opened_at: datetime | None
    reminders: int
    answered_at: datetime | None
    customer_number: str
    note: str
    recorded_by: UUID | None

    def is_expired(self, at: datetime) -> bool:
        """Whether its link opens nothing any more for want of time."""
        return self.state == "asked" and self.expires_at <= at


@dataclass(frozen=True, slots=True)
class DepartmentView:
    """A new department with its questions, the newest of each organisation."""

    id: UUID
    version: int
    number: str
    state: str
    form: DepartmentForm
    parent_unit_id: UUID | None
    requested_by: UUID | None
    owner: UUID | None
    gln: str
    unit_id: UUID | None
    centre_organisation_id: UUID | None
    delivery_days: DeliveryAnswer | None
    reason: str
    round: int
    begun_at: datetime
    submitted_at: datetime | None
    registered_at: datetime | None
    ready_at: datetime | None
    due_at: datetime | None
    questions: tuple[QuestionView, ...]
    needs_days: bool
    available_actions: tuple[str, ...]

    @property
    def suppliers(self) -> tuple[QuestionView, ...]:
        """The questions to suppliers, by name."""
        return tuple(each for each in self.questions if each.kind == "supplier")

    @property
    def ready(self) -> int:
        """How many suppliers have answered ever: what they answered before still holds."""
        return sum(1 for each in self.suppliers if each.state == "answered")


@dataclass(frozen=True, slots=True)
class DepartmentSummary:
    """A new department in a list; so many of its `suppliers` have answered."""

    id: UUID
    number: str
    name: str
    state: str
    requested_by: UUID | None
    owner: UUID | None
    opens_on: date | None
    due_at: datetime | None
    suppliers: int
    ready: int


@dataclass(frozen=True, slots=True)
class Inquiry:
    """What somebody who comes by a link is shown: who asks, about what, until when."""

    question_id: UUID
    kind: str
    asker: str
    organisation: str
    facts: DepartmentFacts
    is_told_again: bool
    customer_number: str
    number_is_required: bool
    due_at: datetime
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class CentreRequestView:
    """A customer's question to a distribution centre."""

    id: UUID
    version: int
    customer: str
    facts: DepartmentFacts
    state: str
    asked_at: datetime
    due_at: datetime
    answer: DeliveryAnswer | None
    answered_at: datetime | None

    @property
    def name(self) -> str:
        """What the department is called."""
        return self.facts.name


@dataclass(frozen=True, slots=True)
class Remains:
    """Something that must be done about a requester, or that is done: `code` says what in words, and
    `fixer` who does it."""

    code: str
    is_done: bool
    fixer: str
    count: int = 0


@dataclass(frozen=True, slots=True)
class RequesterChangeView:
    """Somebody who comes, moves or leaves, with what is left to do."""

    id: UUID
    version: int
    kind: str
    source: str
    state: str
    person_id: UUID
    person: str
    unit_id: UUID | None
    former_unit_id: UUID | None
    taker_id: UUID | None
    on_day: date
    started_by: UUID | None
    started_at: datetime
    due_at: datetime
    done_at: datetime | None
    remains: tuple[Remains, ...] = ()
