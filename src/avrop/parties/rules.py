"""What master data must be like. Pure: values in, canonical values and problems out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import available_timezones

from babel.numbers import is_currency

from avrop.documents import KINDS
from avrop.kernel.problems import Problem
from avrop.parties.contacts import ContactFacts, ContactView, Purpose
from avrop.parties.delivery import DeliveryDays
from avrop.parties.shapes import (
    ChannelChoice,
    OrganisationFacts,
    OrganisationView,
    PersonView,
    PostalAddress,
    TermsFacts,
    UnitFacts,
    UnitMoveFacts,
    UnitView,
)
from avrop.parties.trading import TradingTerms
from avrop.values import (
    Bankgiro,
    Gln,
    Iban,
    InvalidIdentifier,
    OrganisationNumber,
    PeppolParticipant,
    Plusgiro,
)

SWEDISH = "0007"
LONGEST_NOTICE_DAYS = 60
LONGEST_RESPONSE_HOURS = 24 * 366
#: How many characters there is room for, by field.
LONGEST = {
    "name": 200,
    "legal_scheme": 4,
    "legal_id": 50,
    "registered_city": 100,
    "street": 200,
    "additional_street": 200,
    "postal_code": 20,
    "city": 100,
    "invoice_reference": 100,
    "default_coding": 1000,
    "opening_hours": 200,
    "email": 254,
    "phone": 50,
    "customer_number": 50,
    "code": 50,
}

Parse = Callable[[str], str]
Place = tuple[str | int, ...]


def _country(text: str) -> str:
    if not re.fullmatch("[A-Z]{2}", text.strip().upper()):
        raise InvalidIdentifier("parties.country_shape", {"text": text})
    return text.strip().upper()


def _vat_number(text: str) -> str:
    number = re.sub(r"[\s.-]", "", text).upper()
    if not re.fullmatch("[A-Z]{2}[A-Z0-9]{2,13}", number):
        raise InvalidIdentifier("parties.vat_id_shape", {"text": text})
    return number


def _gs1_prefix(text: str) -> str:
    if not re.fullmatch("[0-9]{4,12}", text.strip()):
        raise InvalidIdentifier("parties.gs1_prefix_shape", {"text": text})
    return text.strip()


def email_address(text: str) -> str:
    """The address without blanks around it; InvalidIdentifier where it cannot be one."""
    if not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", text.strip()):
        raise InvalidIdentifier("parties.email_shape", {"text": text})
    return text.strip()


ORGANISATION_PARSERS: Mapping[str, Parse] = {
    "vat_id": _vat_number,
    "endpoint": PeppolParticipant.parse,
    "country": _country,
    "gln": Gln.parse,
    "gs1_prefix": _gs1_prefix,
    "bankgiro": Bankgiro.parse,
    "plusgiro": Plusgiro.parse,
    "iban": Iban.parse,
}
ADDRESS_PARSERS: Mapping[str, Parse] = {"country": _country, "gln": Gln.parse}


def legal_number(scheme: str, text: str) -> str:
    """The registration number in its canonical form; InvalidIdentifier for a wrong Swedish one."""
    return OrganisationNumber.parse(text) if scheme == SWEDISH else text.strip()


def checked_organisation(
    facts: OrganisationFacts,
) -> tuple[OrganisationFacts, tuple[Problem, ...]]:
    """The facts in canonical form, and everything in them that cannot be."""
    place: Place = ("organisation",)
    parsers = {
        **ORGANISATION_PARSERS,
        "legal_id": lambda text: legal_number(facts.legal_scheme, text),
    }
    checked, problems = _checked(facts, parsers, place)
    address, faults = _checked_address(facts.address, (*place, "address"))
    return replace(checked, address=address), (*problems, *faults)


def registered_as(facts: OrganisationFacts) -> str:
    """The register's scheme and number in one, of checked facts; "" where there is no number."""
    return f"{facts.legal_scheme}:{facts.legal_id}" if facts.legal_id else ""


def problems_being_renumbered(former: str, facts: OrganisationFacts) -> Iterator[Problem]:
    """Another registered number for an organisation that is here already, by one of its own people: with
    it he could receive what is sent to another."""
    if registered_as(facts) != former:
        values = {"number": facts.legal_id}
        yield Problem("parties.number_is_the_operators", values, ("organisation", "legal_id"))


def problems_with_zone(time_zone: str) -> Iterator[Problem]:
    """A time zone that the IANA database does not know."""
    if time_zone not in available_timezones():
        yield Problem("parties.unknown_time_zone", {"text": time_zone}, ("time_zone",))


def problems_with_currency(currency: str) -> Iterator[Problem]:
    """A currency that ISO 4217 does not list as Babel knows it."""
    if not is_currency(currency):
        yield Problem("parties.unknown_currency", {"text": currency}, ("currency",))


def checked_unit(facts: UnitFacts) -> tuple[UnitFacts, tuple[Problem, ...]]:
    """The facts in canonical form, and everything in them that cannot be."""
    place: Place = ("unit",)
    checked, problems = _checked(facts, {"gln": Gln.parse}, place)
    address, faults = _checked_address(facts.delivery_address, (*place, "delivery_address"))
    return replace(checked, delivery_address=address), (*problems, *faults)


def checked_contact(facts: ContactFacts) -> tuple[ContactFacts, tuple[Problem, ...]]:
    """The facts in canonical form, and everything in them that cannot be."""
    place: Place = ("contact",)
    checked, problems = _checked(facts, {"email": email_address}, place)
    if facts.purpose not in list(Purpose):
        code = Problem("parties.unknown_purpose", {"purpose": facts.purpose}, (*place, "purpose"))
        problems = (*problems, code)
    if not (facts.email or facts.phone):
        problems = (*problems, Problem("parties.contact_unreachable", place=place))
    return checked, problems


def _checked_address(
    address: PostalAddress | None, place: Place
) -> tuple[PostalAddress | None, tuple[Problem, ...]]:
    if address is None:
        return None, ()
    return checked_address(address, place)


def checked_address(
    address: PostalAddress, place: Place
) -> tuple[PostalAddress, tuple[Problem, ...]]:
    """An address in canonical form, and everything in it that cannot be."""
    parsed, problems = _parsed(address, ADDRESS_PARSERS, place)
    return replace(address, **parsed), (*problems, *problems_of_length(address, place))


def problems_of_length(facts: Any, place: Place) -> Iterator[Problem]:
    """Texts that there is no room for."""
    for field in fields(facts):
        most = LONGEST.get(field.name)
        if most is not None and len(getattr(facts, field.name)) > most:
            yield Problem("parties.too_long", {"most": most}, (*place, field.name))


def named_and_fitting(facts: Any, place: Place) -> tuple[Any, tuple[Problem, ...]]:
    """Facts with their name in canonical form; a problem where there is none, and for each text that
    there is no room for."""
    return _checked(facts, {}, place)


def _checked(
    facts: Any, parsers: Mapping[str, Parse], place: Place
) -> tuple[Any, tuple[Problem, ...]]:
    parsed, problems = _parsed(facts, parsers, place)
    name = facts.name.strip()
    if not name:
        problems.insert(0, Problem("parties.name_missing", place=(*place, "name")))
    return replace(facts, name=name, **parsed), (*problems, *problems_of_length(facts, place))


def _parsed(
    facts: Any, parsers: Mapping[str, Parse], place: Place
) -> tuple[dict[str, str], list[Problem]]:
    parsed, problems = {}, []
    for name, parse in parsers.items():
        text = getattr(facts, name)
        try:
            parsed[name] = str(parse(text)) if text else ""
        except InvalidIdentifier as fault:
            problems.append(Problem(fault.code, fault.values, (*place, name)))
            parsed[name] = text
    return parsed, problems


@dataclass(frozen=True, slots=True)
class PersonFacts:
    """What is stated of a person; who signs in must have an e-mail address."""

    name: str
    email: str
    phone: str


def checked_person(
    facts: PersonFacts, *, signs_in: bool
) -> tuple[PersonFacts, tuple[Problem, ...]]:
    """The facts in canonical form, and everything in them that cannot be."""
    checked, problems = _checked(facts, {"email": email_address}, ())
    if signs_in and not facts.email:
        problems = (*problems, Problem("parties.email_missing", place=("email",)))
    return checked, problems


def problems_with_period(valid_from: date, valid_until: date | None) -> Iterator[Problem]:
    """A period that ends before it begins."""
    if valid_until is not None and valid_until < valid_from:
        yield Problem(
            "parties.ends_before_beginning",
            {"valid_from": valid_from, "valid_until": valid_until},
            ("valid_until",),
        )


def problems_with_gln(gln: str, *, own_prefix: str) -> Iterator[Problem]:
    """A GLN of ours must come from our own GS1 prefix, where we have one (ORG-13)."""
    if gln and own_prefix and not gln.startswith(own_prefix):
        yield Problem("parties.gln_outside_prefix", {"gln": gln, "prefix": own_prefix}, ("gln",))


def problems_changing_place(
    former: PostalAddress | None, stated: PostalAddress | None, *, is_corrected: bool
) -> Iterator[Problem]:
    """A GLN names a place: another place needs another GLN, unless the address was only wrong.

    GS1's rules for allocating GLNs: the GLN of a physical location does not move with its user.
    """
    if former is None or stated is None or is_corrected:
        return
    if former.gln and former.gln == stated.gln and _place_of(former) != _place_of(stated):
        yield Problem("parties.moved_place_keeps_gln", {"gln": former.gln}, ("address", "gln"))


def _place_of(address: PostalAddress) -> tuple[str, ...]:
    words = (address.street, address.postal_code, address.city, address.country)
    return tuple("".join(word.split()).casefold() for word in words)


def problems_lying_under(path: str, parent: UnitView | None, on: date) -> Iterator[Problem]:
    """Why a unit cannot lie under another: it is the unit itself, one below it, or not open."""
    if parent is not None and path and parent.path.startswith(path):
        yield Problem("parties.unit_inside_itself", {"unit": parent.name}, ("parent_id",))
    yield from problems_not_open(parent, on, ("parent_id",))


def lies_in(unit_id: UUID | None, outer_id: UUID, parents: Mapping[UUID, UUID | None]) -> bool:
    """Whether a unit is another one or lies below it, in a tree without circles."""
    while unit_id is not None and unit_id != outer_id:
        unit_id = parents.get(unit_id)
    return unit_id is not None


def parents_on(
    day: date,
    today: date,
    parents: Mapping[UUID, UUID | None],
    moves: Iterable[UnitMoveFacts],
) -> dict[UUID, UUID | None]:
    """Where each unit lay, or will lie, on a day: what has moved since then lay where it came from, and
    what is planned by then lies where it goes."""
    found = dict(parents)
    ordered = sorted(moves, key=lambda move: move.valid_from)
    for move in reversed(ordered):
        if move.is_applied and move.valid_from > day:
            found[move.unit_id] = move.former_parent_id
    for move in ordered:
        if not move.is_applied and today < move.valid_from <= day:
            found[move.unit_id] = move.parent_id
    return found


def problems_moving_back(on: date, today: date) -> Iterator[Problem]:
    """A move that should have been: what was decided and done in the meantime stands."""
    if on < today:
        yield Problem("parties.move_in_the_past", {"day": on}, ("valid_from",))


def problems_not_open(unit: UnitView | None, on: date, place: Place = ()) -> Iterator[Problem]:
    """A unit that does not exist on a day."""
    if unit is not None and not unit.is_open(on):
        yield Problem("parties.unit_not_open", {"unit": unit.name, "day": on}, place)


@dataclass(frozen=True, slots=True)
class Closing:
    """A unit that is to be closed: what is open in it after its last day."""

    unit: UnitView
    last_day: date
    open_units: int
    people: int
    successor: UnitView | None


def problems_closing(closing: Closing) -> Iterator[Problem]:
    """Every reason not to close a unit."""
    unit, successor = closing.unit, closing.successor
    yield from problems_with_period(unit.valid_from, closing.last_day)
    if unit.valid_until is not None and unit.valid_until <= closing.last_day:
        yield Problem("parties.unit_is_closed", {"day": unit.valid_until})
    if closing.open_units:
        yield Problem("parties.unit_has_open_units", {"count": closing.open_units})
    if closing.people and successor is None:
        yield Problem("parties.unit_has_people", {"count": closing.people}, ("successor_id",))
    if successor is not None and (
        successor.id == unit.id
        or (successor.valid_until is not None and successor.valid_until <= closing.last_day)
    ):
        yield Problem("parties.successor_not_open", {"unit": successor.name}, ("successor_id",))


def problems_with_terms(terms: TermsFacts) -> Iterator[Problem]:
    """What cannot be in trading terms."""
    yield from problems_of_length(terms, ("terms",))
    hours = terms.promised_response_hours
    if hours is not None and not 1 <= hours <= LONGEST_RESPONSE_HOURS:
        place: Place = ("terms", "promised_response_hours")
        yield Problem(
            "parties.response_hours_out_of_range", {"most": LONGEST_RESPONSE_HOURS}, place
        )
    for position, choice in enumerate(terms.channels):
        if choice.kind not in KINDS:
            place = ("terms", "channels", position, "kind")
            yield Problem("parties.unknown_document_kind", {"kind": choice.kind}, place)
    for position, days in enumerate(terms.delivery_calendar or ()):
        yield from _faults_of_days(days, ("terms", "delivery_calendar", position))


def _faults_of_days(days: DeliveryDays, place: Place) -> Iterator[Problem]:
    if not days.weekdays or not set(days.weekdays) <= set(range(1, 8)):
        yield Problem("parties.weekdays_shape", place=(*place, "weekdays"))
    if not 0 <= days.days_before <= LONGEST_NOTICE_DAYS:
        values = {"most": LONGEST_NOTICE_DAYS}
        yield Problem("parties.days_before_out_of_range", values, (*place, "days_before"))


def merged_terms(
    organisation: OrganisationView,
    unit_id: UUID | None,
    stated: Sequence[TermsFacts],
    contacts: Iterable[ContactView] = (),
) -> TradingTerms:
    """What holds, where `stated` and `contacts` come with the nearest to the unit first."""
    calendar = _first(facts.delivery_calendar for facts in stated)
    return TradingTerms(
        organisation=organisation,
        unit_id=unit_id,
        customer_number=_first(facts.customer_number or None for facts in stated) or "",
        customer_number_required=bool(_first(facts.customer_number_required for facts in stated)),
        promised_response_hours=_first(facts.promised_response_hours for facts in stated),
        channels=_nearest_channels(stated),
        advanced_ordering=bool(_first(facts.advanced_ordering for facts in stated)),
        delivery_calendar=calendar or (),
        consignee_organisation_id=_first(facts.consignee_organisation_id for facts in stated),
        contacts=nearest_contacts(contacts),
        is_agreed=bool(stated),
        awaits_supplier=bool(_first(facts.awaits_supplier for facts in stated)),
    )


def _first(answers: Iterable[Any]) -> Any:
    return next((answer for answer in answers if answer is not None), None)


def _nearest_channels(stated: Sequence[TermsFacts]) -> tuple[ChannelChoice, ...]:
    nearest: dict[str, ChannelChoice] = {}
    for facts in stated:
        for choice in facts.channels:
            nearest.setdefault(choice.kind, choice)
    return tuple(nearest[kind] for kind in sorted(nearest))


def nearest_contacts(contacts: Iterable[ContactView]) -> tuple[ContactView, ...]:
    """One contact for each purpose: the first."""
    nearest: dict[str, ContactView] = {}
    for contact in contacts:
        nearest.setdefault(contact.purpose, contact)
    return tuple(nearest[purpose] for purpose in sorted(nearest))


def problems_of_unit_ordering(unit: UnitView, on: date) -> Iterator[Problem]:
    """What a unit lacks before it can order at all (ORG-11). GLN is never mandatory."""
    yield from problems_not_open(unit, on)
    if unit.delivery_address is None:
        yield Problem("parties.no_delivery_address", {"unit": unit.name})
    if not unit.invoice_reference:
        yield Problem("parties.no_invoice_reference", {"unit": unit.name})


def problems_of_supplier(unit: UnitView, terms: TradingTerms) -> Iterator[Problem]:
    """What is still missing before a unit can order from one supplier (C6, C8, C39)."""
    values = {"unit": unit.name, "supplier": terms.organisation.name}
    if terms.awaits_supplier:
        yield Problem("parties.supplier_has_not_answered", values)
    elif terms.lacks_customer_number:
        yield Problem("parties.no_customer_number", values)
    if terms.contact_for(Purpose.ORDERS) is None:
        yield Problem("parties.no_order_contact", values)
    takes_days = unit.serves_food or unit.by_centre
    if takes_days and terms.consignee_organisation_id and not terms.delivery_calendar:
        yield Problem("parties.no_delivery_days", values)


def problems_allocating_gln(gln: str, own_prefix: str) -> Iterator[Problem]:
    """Why a unit cannot be given a GLN of our series."""
    if gln:
        yield Problem("parties.unit_has_gln", {"gln": gln})
    if not own_prefix:
        yield Problem("parties.no_gs1_prefix")


def problems_of_having_left(name: str, valid_until: date | None, on: date) -> Iterator[Problem]:
    """A person who no longer belongs to the organisation."""
    if valid_until is not None and valid_until < on:
        yield Problem("parties.person_has_left", {"name": name, "day": valid_until})


def problems_ending_person(
    person: PersonView, last_day: date, taker: PersonView | None
) -> Iterator[Problem]:
    """Every reason not to let a person leave on a day, or not to this taker."""
    yield from problems_with_period(person.valid_from, last_day)
    if person.valid_until is not None and person.valid_until <= last_day:
        yield from problems_of_having_left(person.name, person.valid_until, date.max)
    if taker is None:
        return
    if taker.id == person.id:
        yield Problem("parties.taker_is_leaving", {"name": taker.name}, ("taker_id",))
    yield from problems_of_having_left(taker.name, taker.valid_until, last_day + timedelta(days=1))


@dataclass(frozen=True, slots=True)
class Inviting:
    """A person who is to get a link: what his account is to others."""

    name: str
    has_account: bool
    has_password: bool
    belongs_elsewhere: bool
    by_operator: bool


def problems_inviting(inviting: Inviting) -> Iterator[Problem]:
    """Why somebody cannot be given a link to choose a password by.

    Whoever holds the link holds the account, in every organisation: one that is in use or belongs to
    others too is only the operator's to give away.
    """
    if not inviting.has_account:
        yield Problem("parties.person_without_account", {"name": inviting.name})
        return
    if inviting.by_operator:
        return
    if inviting.has_password:
        yield Problem("parties.signs_in_already", {"name": inviting.name})
    if inviting.belongs_elsewhere:
        yield Problem("parties.account_is_shared", {"name": inviting.name})


#: How long a key opens anything where no day is given, and at most.
KEY_LIVES = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Keyed:
    """A person whom a program is to act as."""

    name: str
    has_account: bool
    valid_until: date | None
    is_for_oneself: bool
    is_for_a_program: bool


def problems_issuing_key(
    keyed: Keyed, key_name: str, last_day: date, on: date
) -> Iterator[Problem]:
    """Why a program cannot act as a person. Whoever holds a key is that person to everybody else, so
    nobody gets one for a human being other than himself."""
    if not key_name.strip():
        yield Problem("parties.name_missing", place=("name",))
    if not keyed.has_account:
        yield Problem("parties.person_without_account", {"name": keyed.name})
    elif not (keyed.is_for_oneself or keyed.is_for_a_program):
        yield Problem("parties.key_of_another", {"name": keyed.name})
    if not on <= last_day <= on + KEY_LIVES:
        yield Problem("parties.key_lives_too_long", {"last": on + KEY_LIVES}, ("valid_until",))
    yield from problems_of_having_left(keyed.name, keyed.valid_until, on)
