"""What an import would do, as values: changes for people to read, and rows to write. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from avrop.kernel.canonical import canonical_json, digest
from avrop.parties.importing.columns import Fault
from avrop.parties.places import DeliveryPlaceFacts, DeliveryPlaceView
from avrop.parties.shapes import EmploymentView, PersonView, PostalAddress, UnitFacts, UnitView
from avrop.parties.sides import OnOtherSide

ADD, CHANGE, MOVE, END, RETURN, FAULT = "add", "change", "move", "end", "return", "fault"
ACTIONS = (FAULT, ADD, CHANGE, MOVE, END, RETURN)


@dataclass(frozen=True, slots=True)
class Was:
    """A field with what it held before and what it holds afterwards, as people read them."""

    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Change:
    """What one row of the file changes."""

    kind: str
    row: int
    action: str
    key: str
    name: str
    fields: tuple[Was, ...] = ()


@dataclass(frozen=True, slots=True)
class UnitWrite:
    """A unit as it is to be; `former` is how it stands, None for a new one."""

    id: UUID
    facts: UnitFacts
    parent_id: UUID | None
    valid_from: date
    valid_until: date | None
    successor_id: UUID | None
    former: UnitView | None = None


@dataclass(frozen=True, slots=True)
class PersonWrite:
    """A person as he is to be. `account_id` is the account that is there already; who has an e-mail
    address and none gets one."""

    id: UUID
    number: str
    name: str
    email: str
    phone: str
    unit_id: UUID | None
    account_id: UUID | None
    valid_from: date
    valid_until: date | None
    taker_id: UUID | None
    former: PersonView | None = None

    @property
    def returns(self) -> bool:
        """Whether she had left, and comes back."""
        former = self.former
        return former is not None and self.valid_from > (former.valid_until or date.max)

    @property
    def is_joining(self) -> bool:
        """Whether she signs in here from now on, and did not before."""
        former = self.former
        return former is None or former.account_id is None or self.returns


@dataclass(frozen=True, slots=True)
class EmploymentWrite:
    """An employment as it is to be."""

    id: UUID
    person_id: UUID
    unit_id: UUID
    number: str
    title: str
    is_main: bool
    valid_from: date
    valid_until: date | None
    former: EmploymentView | None = None


@dataclass(frozen=True, slots=True)
class MandateLine:
    """A mandate that a file asks for. `role` is as it was written: a code, or a name in any of our
    languages. `limit` is an amount in `currency` ("" where the file gives none)."""

    row: int
    person_id: UUID
    person: str
    role: str
    unit_id: UUID | None
    categories: tuple[str, ...]
    limit: Decimal | None
    currency: str
    valid_from: date
    valid_until: date | None
    decision_reference: str


@dataclass(frozen=True, slots=True)
class PlaceWrite:
    """A further delivery place of a unit as it is to be; `former` is how it stands, None for a new
    one."""

    id: UUID
    unit_id: UUID
    facts: DeliveryPlaceFacts
    valid_from: date
    valid_until: date | None
    former: DeliveryPlaceView | None = None


@dataclass(frozen=True, slots=True)
class AbsenceWrite:
    """An absence as the HR system states it; `former` is how it stands, None for a new one."""

    id: UUID
    reference: str
    person_id: UUID
    valid_from: date
    valid_until: date
    is_called_off: bool
    former: AbsenceStated | None = None


@dataclass(frozen=True, slots=True)
class AbsenceStated:
    """What the HR system has stated before of an absence."""

    id: UUID
    reference: str
    person_id: UUID
    valid_from: date
    valid_until: date
    is_called_off: bool


@dataclass(slots=True)
class Plan:
    """Everything that an import does, or every reason why it does nothing."""

    changes: list[Change] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    units: dict[UUID, UnitWrite] = field(default_factory=dict)
    people: dict[UUID, PersonWrite] = field(default_factory=dict)
    employments: list[EmploymentWrite] = field(default_factory=list)
    mandates: list[MandateLine] = field(default_factory=list)
    absences: list[AbsenceWrite] = field(default_factory=list)
    places: list[PlaceWrite] = field(default_factory=list)
    same: dict[str, int] = field(default_factory=dict)

    def unchanged(self, kind: str) -> None:
        """Count a row that says what is known already."""
        self.same[kind] = self.same.get(kind, 0) + 1

    def counts(self) -> dict[str, int]:
        """How many rows do what, as "units.add" or "people.same"; "faults"."""
        found: dict[str, int] = {f"{kind}.same": count for kind, count in self.same.items()}
        for change in self.changes:
            name = f"{change.kind}.{change.action}"
            found[name] = found.get(name, 0) + 1
        return {**found, "faults": len(self.faults)}

    def hash(self) -> str:
        """What the plan is known by: the same file against the same organisation gives the same."""
        return digest(canonical_json((self.changes, self.faults))).hex()


@dataclass(frozen=True, slots=True)
class Ground:
    """What is there before an import. `people` are those that the file speaks of, and those who
    work in units it closes; `protected` are those of them whose identity is protected; `accounts`
    maps an e-mail address in small letters to its account; `across` are those of them that are members
    on the other side of a trade; `glns` a GLN that has been given to its holder."""

    today: date
    units: tuple[UnitView, ...] = ()
    people: tuple[PersonView, ...] = ()
    employments: tuple[EmploymentView, ...] = ()
    protected: frozenset[UUID] = frozenset()
    absences: tuple[AbsenceStated, ...] = ()
    places: tuple[DeliveryPlaceView, ...] = ()
    accounts: Mapping[str, UUID] = field(default_factory=dict)
    across: OnOtherSide = field(default_factory=OnOtherSide)
    glns: Mapping[str, UUID] = field(default_factory=dict)
    own_prefix: str = ""


def address_words(address: PostalAddress | None) -> str:
    """An address on one line."""
    if address is None:
        return ""
    parts = (address.street, f"{address.postal_code} {address.city}".strip(), address.country)
    words = ", ".join(part for part in parts if part)
    return f"{words} (GLN {address.gln})" if address.gln else words


def fields_that_differ(
    former: Mapping[str, Any] | None, stated: Mapping[str, Any]
) -> tuple[Was, ...]:
    """What has another value than before; of something new, what has any."""
    known = former or {}
    return tuple(
        Was(name, _said(known.get(name)), _said(value))
        for name, value in stated.items()
        if _said(known.get(name)) != _said(value)
    )


def _said(value: Any) -> str:
    if value is None or value is False:
        return ""
    return "1" if value is True else str(value)
