"""Each rule of data quality: the facts of its sentence where it is broken, nothing where all is well.
Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta

from avrop.parties.quality.shapes import (
    ContactSeen,
    Facts,
    Kind,
    OrganisationSeen,
    PersonSeen,
    Rule,
    Severity,
    Subject,
    TermsSeen,
    Test,
    UnitSeen,
)
from avrop.parties.quality.usual import folded

#: How many days before a unit closes its people should have somewhere to go.
CLOSING_SOON_DAYS = 30
#: After so many days somebody should ring a supplier who has not answered.
SILENT_AFTER_DAYS = 14
#: Where units and people come from a file, one that is older than this tells of another time.
IMPORT_OLD_AFTER_DAYS = 60
#: An international telephone number has at most fifteen digits (ITU-T E.164).
FEWEST_DIGITS, MOST_DIGITS = 6, 15

_HOURS = re.compile(
    r"(?<![\d.:])(\d{1,2})(?:[.:](\d{2}))?\s*[-–—]\s*(\d{1,2})(?:[.:](\d{2}))?(?![\d.:]*\d)"
)
_PHONE = re.compile(rf"(?:\W*\d){{{FEWEST_DIGITS},{MOST_DIGITS}}}\W*")
_SWEDISH_POSTAL_CODE = re.compile(r"\d{3} ?\d{2}")


# --- units -------------------------------------------------------------------------------------------


def _no_address(seen: UnitSeen, on: date) -> Facts | None:
    lacks = seen.orders and seen.unit.delivery_address is None
    return {"unit": seen.unit.name} if lacks else None


def _part_of_address(seen: UnitSeen, on: date) -> Facts | None:
    address = seen.unit.delivery_address
    if address is None or (address.street and address.postal_code and address.city):
        return None
    there = " ".join(part for part in (address.street, address.postal_code, address.city) if part)
    return {"unit": seen.unit.name, "text": there}


def _no_reference(seen: UnitSeen, on: date) -> Facts | None:
    lacks = seen.orders and not seen.unit.invoice_reference
    return {"unit": seen.unit.name} if lacks else None


def _no_gln(seen: UnitSeen, on: date) -> Facts | None:
    """GLN is never mandatory: only who has a series of his own is told."""
    lacks = seen.orders and seen.has_series and not seen.unit.gln
    return {"unit": seen.unit.name} if lacks else None


def _no_hours(seen: UnitSeen, on: date) -> Facts | None:
    lacks = seen.orders and not seen.unit.opening_hours.strip()
    return {"unit": seen.unit.name} if lacks else None


def _no_contact(seen: UnitSeen, on: date) -> Facts | None:
    lacks = seen.orders and not seen.has_contact
    return {"unit": seen.unit.name} if lacks else None


def _no_days(seen: UnitSeen, on: date) -> Facts | None:
    takes_days = seen.unit.serves_food or seen.unit.by_centre
    if not (takes_days and seen.without_days):
        return None
    return {"unit": seen.unit.name, "supplier": ", ".join(seen.without_days)}


def _no_number(seen: UnitSeen, on: date) -> Facts | None:
    if not (seen.orders and seen.without_number):
        return None
    return {"unit": seen.unit.name, "supplier": ", ".join(seen.without_number)}


def _postal_code(seen: UnitSeen, on: date) -> Facts | None:
    address = seen.unit.delivery_address
    if address is None or address.country != "SE" or not address.postal_code.strip():
        return None
    if _SWEDISH_POSTAL_CODE.fullmatch(address.postal_code.strip()):
        return None
    return {"unit": seen.unit.name, "text": address.postal_code}


def _city(seen: UnitSeen, on: date) -> Facts | None:
    address = seen.unit.delivery_address
    if address is None or not (seen.city and address.city):
        return None
    if folded(address.city) == folded(seen.city):
        return None
    return {
        "unit": seen.unit.name,
        "code": address.postal_code,
        "text": address.city,
        "usual": seen.city,
    }


def _units_alike(seen: UnitSeen, on: date) -> Facts | None:
    return {"unit": seen.unit.name, "count": seen.namesakes} if seen.namesakes else None


def _hours(seen: UnitSeen, on: date) -> Facts | None:
    if not closes_before_it_opens(seen.unit.opening_hours):
        return None
    return {"unit": seen.unit.name, "text": seen.unit.opening_hours}


def closes_before_it_opens(hours: str) -> bool:
    """Whether opening hours, as somebody has written them, close before they open or at once."""
    for begins, minutes, ends, more in _HOURS.findall(hours):
        opened = int(begins) * 60 + int(minutes or 0)
        closed = int(ends) * 60 + int(more or 0)
        if max(opened, closed) <= 24 * 60 and closed <= opened:
            return True
    return False


def _closing(seen: UnitSeen, on: date) -> Facts | None:
    last = seen.unit.valid_until
    if not seen.staying or last is None or last > on + timedelta(days=CLOSING_SOON_DAYS):
        return None
    return {"unit": seen.unit.name, "day": last, "count": seen.staying}


# --- people ------------------------------------------------------------------------------------------


def _phone_of_person(seen: PersonSeen, on: date) -> Facts | None:
    return _phone(seen.name, seen.phone)


def _phone(name: str, phone: str) -> Facts | None:
    if not phone or is_like_a_phone_number(phone):
        return None
    return {"name": name, "text": phone}


def is_like_a_phone_number(text: str) -> bool:
    """Whether a text can well be a telephone number: no letters, and as many digits as one has."""
    return _PHONE.fullmatch(text) is not None


def _domain(seen: PersonSeen, on: date) -> Facts | None:
    if not seen.usual_domain:
        return None
    return {"name": seen.name, "text": seen.email, "usual": seen.usual_domain}


def _people_alike(seen: PersonSeen, on: date) -> Facts | None:
    if not seen.namesakes or seen.unit_id is None:
        return None
    return {"name": seen.name, "unit": seen.unit, "count": seen.namesakes}


def _never_employed(seen: PersonSeen, on: date) -> Facts | None:
    return {"name": seen.name} if not seen.works and seen.worked_until is None else None


def _employment_over(seen: PersonSeen, on: date) -> Facts | None:
    if seen.works or seen.worked_until is None:
        return None
    return {"name": seen.name, "day": seen.worked_until}


def _in_closed_unit(seen: PersonSeen, on: date) -> Facts | None:
    if seen.unit_closed is None:
        return None
    return {"name": seen.name, "unit": seen.unit, "day": seen.unit_closed}


# --- contacts, terms and organisations ---------------------------------------------------------------


def _phone_of_contact(seen: ContactSeen, on: date) -> Facts | None:
    return _phone(seen.contact.name, seen.contact.phone)


def _bounced(seen: ContactSeen, on: date) -> Facts | None:
    one = seen.contact
    if one.bounced_at is None:
        return None
    return {"name": one.name, "partner": seen.partner, "day": one.bounced_at.date()}


def _stale(seen: ContactSeen, on: date) -> Facts | None:
    one = seen.contact
    if one.bounced_at is not None or not one.is_doubtful(on):
        return None
    day = one.confirmed_at.date()
    return {"name": one.name, "partner": seen.partner, "day": day}


def _silent(seen: TermsSeen, on: date) -> Facts | None:
    since = seen.valid_from
    if not seen.awaits or seen.unit_id is None or (on - since).days <= SILENT_AFTER_DAYS:
        return None
    return {"unit": seen.unit, "supplier": seen.organisation, "day": since}


def _no_contact_there(seen: OrganisationSeen, on: date) -> Facts | None:
    one = seen.organisation
    if one.is_self or not seen.trades or seen.has_order_contact:
        return None
    return {"supplier": one.name}


def _vat(seen: OrganisationSeen, on: date) -> Facts | None:
    """A Swedish VAT number is SE, the organisation number and 01 (Skatteförfarandelagen 7 kap.); only a
    VAT group has a number of its own."""
    one = seen.organisation
    if one.legal_scheme != "0007" or not (one.legal_id and one.vat_id.startswith("SE")):
        return None
    if one.vat_id[2:12] == one.legal_id:
        return None
    return {"name": one.name, "text": one.vat_id, "number": one.legal_id}


def _organisations_alike(seen: OrganisationSeen, on: date) -> Facts | None:
    one = seen.organisation
    return {"name": one.name, "count": seen.namesakes} if seen.namesakes else None


def _own_address(seen: OrganisationSeen, on: date) -> Facts | None:
    one = seen.organisation
    return {"name": one.name} if one.is_self and not one.endpoint else None


def _import_old(seen: OrganisationSeen, on: date) -> Facts | None:
    day = seen.imported_on
    if day is None or (on - day).days <= IMPORT_OLD_AFTER_DAYS:
        return None
    return {"day": day, "days": IMPORT_OLD_AFTER_DAYS}


# --- the list ----------------------------------------------------------------------------------------


def _unit(code: str, kind: Kind, severity: Severity, place: str, test: Test) -> Rule:
    return Rule(f"parties.{code}", kind, severity, Subject.UNIT, place, test)


def _person(code: str, kind: Kind, severity: Severity, place: str, test: Test) -> Rule:
    return Rule(f"parties.{code}", kind, severity, Subject.PERSON, place, test)


def _contact(code: str, kind: Kind, severity: Severity, place: str, test: Test) -> Rule:
    return Rule(f"parties.{code}", kind, severity, Subject.CONTACT, place, test)


def _partner(code: str, kind: Kind, severity: Severity, place: str, test: Test) -> Rule:
    return Rule(f"parties.{code}", kind, severity, Subject.ORGANISATION, place, test)


#: Every rule, in the order in which what they find is listed. Four have the words by which ordering says
#: the same (`rules.problems_of_unit_ordering`, `problems_of_supplier`).
RULES: tuple[Rule, ...] = (
    _unit("no_delivery_address", Kind.REQUIRED, Severity.FAULT, "delivery_address", _no_address),
    _unit(
        "quality_part_of_address",
        Kind.REQUIRED,
        Severity.FAULT,
        "delivery_address",
        _part_of_address,
    ),
    _unit(
        "no_invoice_reference", Kind.REQUIRED, Severity.FAULT, "invoice_reference", _no_reference
    ),
    _unit("no_customer_number", Kind.REQUIRED, Severity.FAULT, "customer_number", _no_number),
    _unit("no_delivery_days", Kind.REQUIRED, Severity.FAULT, "delivery_calendar", _no_days),
    _partner(
        "quality_own_address_missing", Kind.REQUIRED, Severity.FAULT, "endpoint", _own_address
    ),
    _unit("quality_no_unit_contact", Kind.REQUIRED, Severity.REMARK, "contacts", _no_contact),
    _unit("quality_no_opening_hours", Kind.REQUIRED, Severity.REMARK, "opening_hours", _no_hours),
    _unit("quality_no_gln", Kind.REQUIRED, Severity.REMARK, "gln", _no_gln),
    _person(
        "quality_never_employed", Kind.REQUIRED, Severity.REMARK, "employments", _never_employed
    ),
    _partner(
        "quality_no_contact_there", Kind.REQUIRED, Severity.REMARK, "contacts", _no_contact_there
    ),
    _unit("quality_postal_code", Kind.PLAUSIBLE, Severity.FAULT, "postal_code", _postal_code),
    _partner("quality_vat_differs", Kind.PLAUSIBLE, Severity.REMARK, "vat_id", _vat),
    _unit("quality_city_differs", Kind.PLAUSIBLE, Severity.REMARK, "city", _city),
    _unit("quality_hours_backwards", Kind.PLAUSIBLE, Severity.REMARK, "opening_hours", _hours),
    _unit("quality_units_alike", Kind.PLAUSIBLE, Severity.REMARK, "name", _units_alike),
    _person("quality_people_alike", Kind.PLAUSIBLE, Severity.REMARK, "name", _people_alike),
    _partner(
        "quality_organisations_alike",
        Kind.PLAUSIBLE,
        Severity.REMARK,
        "name",
        _organisations_alike,
    ),
    _person("quality_email_domain", Kind.PLAUSIBLE, Severity.REMARK, "email", _domain),
    _person("quality_phone", Kind.PLAUSIBLE, Severity.REMARK, "phone", _phone_of_person),
    _contact("quality_phone", Kind.PLAUSIBLE, Severity.REMARK, "phone", _phone_of_contact),
    _unit("quality_closing_with_people", Kind.TIMELY, Severity.FAULT, "valid_until", _closing),
    _person("quality_in_closed_unit", Kind.TIMELY, Severity.FAULT, "unit", _in_closed_unit),
    _person("quality_employment_over", Kind.TIMELY, Severity.FAULT, "last_day", _employment_over),
    _contact("quality_contact_bounced", Kind.TIMELY, Severity.FAULT, "email", _bounced),
    Rule(
        "parties.quality_supplier_silent",
        Kind.TIMELY,
        Severity.FAULT,
        Subject.RELATIONSHIP,
        "customer_number",
        _silent,
    ),
    _contact("quality_contact_stale", Kind.TIMELY, Severity.REMARK, "confirmed_at", _stale),
    _partner("quality_import_old", Kind.TIMELY, Severity.REMARK, "imports", _import_old),
)
#: The codes in their order, each once.
CODES: tuple[str, ...] = tuple(dict.fromkeys(rule.code for rule in RULES))
RULES_OF: Mapping[Subject, tuple[Rule, ...]] = {
    subject: tuple(rule for rule in RULES if rule.subject == subject) for subject in Subject
}
