"""What the rules of data quality look at, and what they find. Frozen values."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from avrop.kernel.problems import Problem
from avrop.parties.contacts import ContactView
from avrop.parties.shapes import OrganisationView, UnitView


class Kind(StrEnum):
    """What is wrong: something is not there, cannot well be, or was true once."""

    REQUIRED = "required"
    PLAUSIBLE = "plausible"
    TIMELY = "timely"


class Severity(StrEnum):
    """Whether orders, deliveries or rights go wrong by it, or it is good to know."""

    FAULT = "fault"
    REMARK = "remark"


class Subject(StrEnum):
    """What a rule looks at."""

    UNIT = "unit"
    PERSON = "person"
    CONTACT = "contact"
    RELATIONSHIP = "relationship"
    ORGANISATION = "organisation"


# --- what the rules look at --------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class UnitSeen:
    """A unit that is open. `own_id`: our own organisation; `orders`: somebody may order for it;
    `staying`: how many work there after its last day, where nothing takes over; `city`: what nearly all
    units with its postal code call the city, "" where they don't agree; `without_days`,
    `without_number`: suppliers with whom that lacks."""

    unit: UnitView
    own_id: UUID | None = None
    orders: bool = False
    has_series: bool = False
    has_contact: bool = True
    staying: int = 0
    namesakes: int = 0
    city: str = ""
    without_days: tuple[str, ...] = ()
    without_number: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PersonSeen:
    """Somebody who is here and whose identity is not protected. `works`: in some employment, today or
    later; `worked_until`: the last day of those that have ended; `unit_closed`: the last day of the
    unit, where that is past; `usual_domain`: that of nearly all others' e-mail, "" where there is none
    or one's own is no stranger."""

    id: UUID
    name: str
    phone: str = ""
    email: str = ""
    unit_id: UUID | None = None
    unit: str = ""
    unit_closed: date | None = None
    works: bool = True
    worked_until: date | None = None
    namesakes: int = 0
    usual_domain: str = ""


@dataclass(frozen=True, slots=True)
class ContactSeen:
    """Whom to speak with, and at whom."""

    contact: ContactView
    partner: str


@dataclass(frozen=True, slots=True)
class TermsSeen:
    """What trading terms say about a unit and those below it (None: all). None leaves the question to
    the wider terms, as in `TermsFacts`."""

    id: UUID
    organisation_id: UUID
    organisation: str
    unit_id: UUID | None
    unit: str
    valid_from: date
    has_number: bool = False
    needs_number: bool | None = None
    has_days: bool | None = None
    by_centre: bool = False
    awaits: bool | None = None


@dataclass(frozen=True, slots=True)
class OrganisationSeen:
    """We ourselves, or somebody we may trade with. `trades`: terms are in force; `imported_on`: when
    units and people were last taken from a file."""

    organisation: OrganisationView
    trades: bool = False
    has_order_contact: bool = True
    namesakes: int = 0
    imported_on: date | None = None


Facts = Mapping[str, Any]
Test = Callable[[Any, date], Facts | None]


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: what it looks at and for. `place` is the field that mends it."""

    code: str
    kind: Kind
    severity: Severity
    subject: Subject
    place: str
    test: Test


@dataclass(frozen=True, slots=True)
class Aside:
    """A finding that was put aside, for a reason and up to a day, both included. `digest` is of the
    facts it was about; `taken_up_at`: somebody wants to see it again."""

    id: UUID
    version: int
    rule: str
    subject_kind: str
    subject_id: UUID
    digest: str
    reason: str
    until: date
    put_by: UUID | None
    put_at: datetime
    taken_up_at: datetime | None = None

    def holds(self, found: str, on: date) -> bool:
        """Whether a finding with that digest is put aside on a day."""
        return self.taken_up_at is None and on <= self.until and found == self.digest


@dataclass(frozen=True, slots=True)
class Finding:
    """Something to see to. `rule` is its code, `values` are the facts of its sentence, `place` is the
    field; `unit_id` is where it lies (None: in the whole organisation); `partner_id` the organisation
    that a contact or terms are with, our own for a unit."""

    rule: str
    kind: str
    severity: str
    subject_kind: str
    subject_id: UUID
    subject: str
    unit_id: UUID | None
    partner_id: UUID | None
    place: str
    values: Facts
    digest: str
    aside: Aside | None = None

    @property
    def key(self) -> tuple[str, str, UUID]:
        """What it is known by."""
        return self.rule, self.subject_kind, self.subject_id

    @property
    def problem(self) -> Problem:
        """What to say of it: `kernel.wording.say(finding.problem)`."""
        return Problem(self.rule, self.values, (self.place,))
