"""What goes into this app and comes out of it, as frozen values.

`…Facts` are what somebody states (input of a command, whole); `…View` are what is stored. Text that
is not known is "", never None.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from avrop.parties.delivery import DeliveryDays
from avrop.parties.sides import TradeSide


@dataclass(frozen=True, slots=True)
class PostalAddress:
    """A place with a postal address; `country` is ISO 3166 alpha-2, `gln` names the place itself."""

    street: str = ""
    postal_code: str = ""
    city: str = ""
    country: str = "SE"
    name: str = ""
    additional_street: str = ""
    gln: str = ""


@dataclass(frozen=True, slots=True)
class OrganisationFacts:
    """A legal entity: ours, a supplier, a customer, a distribution centre, a neighbour.

    `legal_scheme` is an ICD code ("0007" = Swedish organisation number); `endpoint` is the Peppol
    participant ("0007:5560360793"); `gs1_prefix` is a GS1 company prefix of its own.
    """

    name: str
    legal_scheme: str = ""
    legal_id: str = ""
    vat_id: str = ""
    endpoint: str = ""
    country: str = "SE"
    gln: str = ""
    gs1_prefix: str = ""
    bankgiro: str = ""
    plusgiro: str = ""
    iban: str = ""
    registered_for_f_tax: bool = False
    registered_city: str = ""
    address: PostalAddress | None = None


@dataclass(frozen=True, slots=True)
class OrganisationView:
    """An organisation as it is stored."""

    id: UUID
    version: int
    is_self: bool
    name: str
    legal_scheme: str
    legal_id: str
    vat_id: str
    endpoint: str
    country: str
    gln: str
    gs1_prefix: str
    bankgiro: str
    plusgiro: str
    iban: str
    registered_for_f_tax: bool
    registered_city: str
    address: PostalAddress | None


@dataclass(frozen=True, slots=True)
class UnitFacts:
    """A department of our own. `invoice_reference` is what its invoices are to carry (EN 16931
    BT-10); `default_coding` is a coding string; `serves_food` asks for delivery days (C6); `by_centre`
    says that its goods come by way of a distribution centre; `code` is what other systems know it by."""

    name: str
    gln: str = ""
    delivery_address: PostalAddress | None = None
    invoice_reference: str = ""
    default_coding: str = ""
    serves_food: bool = False
    opening_hours: str = ""
    by_centre: bool = False
    code: str = ""


@dataclass(frozen=True, slots=True)
class UnitView:
    """A unit as it is stored. `path` holds the ids from the outermost unit to itself, as in
    "/0190…/0191…/": the subtree of a unit is what begins with its path."""

    id: UUID
    version: int
    name: str
    parent_id: UUID | None
    path: str
    gln: str
    delivery_address: PostalAddress | None
    invoice_reference: str
    default_coding: str
    serves_food: bool
    opening_hours: str
    valid_from: date
    valid_until: date | None
    successor_id: UUID | None
    by_centre: bool = False
    code: str = ""

    @property
    def lineage(self) -> tuple[UUID, ...]:
        """The units it lies in, the outermost first, itself last."""
        return tuple(UUID(part) for part in self.path.strip("/").split("/"))

    def is_open(self, on: date) -> bool:
        """Whether it exists on a day."""
        return self.valid_from <= on and (self.valid_until is None or on <= self.valid_until)


@dataclass(frozen=True, slots=True)
class UnitMoveFacts:
    """A unit goes from under one unit to under another on a day; `is_applied` says that it has."""

    unit_id: UUID
    former_parent_id: UUID | None
    parent_id: UUID | None
    valid_from: date
    is_applied: bool


@dataclass(frozen=True, slots=True)
class PersonView:
    """A human being in this organisation; the account behind it may be in several."""

    id: UUID
    version: int
    account_id: UUID | None
    name: str
    email: str
    phone: str
    unit_id: UUID | None
    valid_from: date
    valid_until: date | None
    taker_id: UUID | None
    number: str = ""
    external_id: str = ""

    def works_here(self, on: date) -> bool:
        """Whether the person belongs to the organisation on a day."""
        return self.valid_from <= on and (self.valid_until is None or on <= self.valid_until)


@dataclass(frozen=True, slots=True)
class EmploymentView:
    """Where somebody works or worked, from a day to a day; one at a time is the main one."""

    id: UUID
    version: int
    person_id: UUID
    unit_id: UUID
    number: str
    title: str
    is_main: bool
    valid_from: date
    valid_until: date | None

    def is_in_force(self, on: date) -> bool:
        """Whether the person works there on a day."""
        return self.valid_from <= on and (self.valid_until is None or on <= self.valid_until)


@dataclass(frozen=True, slots=True)
class Membership:
    """An organisation that an account may choose at sign-in, once its holder has said yes. `side`:
    whether one buys there, sells or does both; `practice_of`: the real one, where it is one to practise
    in."""

    account_id: UUID
    tenant_id: UUID
    tenant_name: str
    time_zone: str
    person_id: UUID
    side: str = TradeSide.BOTH
    is_accepted: bool = True
    practice_of: UUID | None = None


@dataclass(frozen=True, slots=True)
class ChannelChoice:
    """How documents of a kind travel: kind "order" by channel "portal"."""

    kind: str
    channel: str


@dataclass(frozen=True, slots=True)
class TermsFacts:
    """What has been agreed with a trading partner, for all units or for one (and those below it).

    None leaves the question to the wider terms; an empty calendar means any day. `awaits_supplier`: the
    partner has been told of the unit and has not answered yet, so nothing can be ordered (ORG-11).
    """

    customer_number: str = ""
    customer_number_required: bool | None = None
    promised_response_hours: int | None = None
    channels: tuple[ChannelChoice, ...] = ()
    advanced_ordering: bool | None = None
    delivery_calendar: tuple[DeliveryDays, ...] | None = None
    consignee_organisation_id: UUID | None = None
    awaits_supplier: bool | None = None


@dataclass(frozen=True, slots=True)
class AwaitedSupplier:
    """A supplier that a unit may order from once he has answered. `delivery_calendar` is what the
    distribution centre has said of goods that come through it; None leaves it to the wider terms."""

    organisation_id: UUID
    delivery_calendar: tuple[DeliveryDays, ...] | None = None


@dataclass(frozen=True, slots=True)
class ReservedGln:
    """A GLN of our own series for a unit that is yet to be opened, and the id it will have."""

    unit_id: UUID
    gln: str


@dataclass(frozen=True, slots=True)
class TermsView:
    """Terms as they are stored: one row per organisation, unit (None = all) and period."""

    id: UUID
    version: int
    organisation_id: UUID
    unit_id: UUID | None
    terms: TermsFacts
    valid_from: date
    valid_until: date | None
