"""What the kinds of documents have in common on paper: words for codes, parties, places, times."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, time
from decimal import Decimal
from typing import Any

from babel import Locale
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from avrop.documents.code_names import CodeList, code_name
from avrop.documents.common import (
    Address,
    Attachment,
    Contact,
    DocumentReference,
    Identifier,
    Location,
    Period,
)
from avrop.documents.despatch_advice import Carrier
from avrop.documents.order import DeliveryTerms
from avrop.documents.parties import Party
from avrop.kernel.presentation import reader_language, reader_locale, shown
from avrop.site.sheets.shapes import Column, Line, Row, Side, Table
from avrop.values import Money

#: What documents are written in, by the country of their parties; nothing is said of other countries.
LANGUAGES = {"SE": "sv"}


def language_of(*parties: Party | None) -> str:
    """The language that a document is most likely written in; "" where nobody can say."""
    for party in parties:
        country = party.address.country if party is not None and party.address is not None else None
        if country:
            return LANGUAGES.get(country, "")
    return ""


def word(names: CodeList, code: str | None) -> str:
    """The word for a code, in the reader's language; the code itself where there is none."""
    return code_name(names, code, reader_language()) if code else ""


def country(code: str | None) -> str:
    """A country's name, in the reader's language."""
    known = Locale.parse(reader_locale()).territories
    return str(known.get(code.upper(), code)) if code else ""


def named(name: str, value: Any) -> str:
    """A name and what goes with it, in a line of text."""
    return _("%(name)s: %(value)s") % {"name": name, "value": value}


def numbered(identifier: Identifier | None) -> str:
    """An identifier with the name of its scheme: GLN 7300010000001."""
    if identifier is None:
        return ""
    if identifier.scheme is None:
        return identifier.value
    scheme = word(CodeList.SCHEME, identifier.scheme)
    is_named = scheme != identifier.scheme or not scheme.isdigit()
    return f"{scheme} {identifier.value}" if is_named else str(identifier)


# --- parties and places ---------------------------------------------------------------------------


def side(role: Any, party: Party | None) -> Iterator[Side]:
    """A party in its role: name, address, numbers and whom to speak with."""
    if party is not None:
        lines = tuple(_party_lines(party))
        if party.display_name or lines:
            yield Side(role, party.display_name, lines)


def _party_lines(party: Party) -> Iterator[str]:
    if party.legal_name and party.legal_name != party.display_name:
        yield party.legal_name
    yield from address_lines(party.address)
    if party.legal_id is not None:
        yield _("Organisation number: %(number)s") % {"number": party.legal_id.value}
    if party.vat_id:
        yield _("VAT number: %(number)s") % {"number": party.vat_id}
    for held in party.tax_registrations:
        if held.scheme != "VAT":
            yield _("Tax registration: %(number)s") % {"number": held.number}
    for identifier in party.identifications:
        if identifier != party.legal_id:
            yield numbered(identifier)
    if party.endpoint is not None:
        yield _("Electronic address: %(address)s") % {"address": str(party.endpoint)}
    seat = ", ".join(
        part for part in (party.registered_city, country(party.registered_country)) if part
    )
    if seat and party.registered_city:
        yield _("Registered in: %(place)s") % {"place": seat}
    if party.legal_form:
        yield party.legal_form
    yield from contact_lines(party.contact)


def contact_lines(contact: Contact | None) -> Iterator[str]:
    """Whom to speak with, and how."""
    if contact is None:
        return
    known = (contact.name, contact.telephone, contact.email)
    told = ", ".join(dict.fromkeys(part.strip() for part in known if part and part.strip()))
    if told:
        yield _("Contact: %(contact)s") % {"contact": told}
    if contact.id:
        yield _("Reference: %(reference)s") % {"reference": contact.id}


def contact_side(role: Any, contact: Contact | None) -> Iterator[Side]:
    """Somebody to speak with who belongs to none of the parties shown."""
    if contact is not None and (contact.name or contact.telephone or contact.email):
        known = tuple(part for part in (contact.telephone, contact.email) if part)
        yield Side(role, contact.name or known[0], known if contact.name else known[1:])


def merged(sides: Iterable[Side]) -> tuple[Side, ...]:
    """The sides, a party that has several roles standing once with all of them."""
    roles: dict[tuple[str, tuple[str, ...]], list[str]] = {}
    for one in sides:
        roles.setdefault((one.name, one.lines), []).append(str(one.role))
    return tuple(
        Side(", ".join(dict.fromkeys(told)), name, lines) for (name, lines), told in roles.items()
    )


def place(role: Any, location: Location | None) -> Iterator[Side]:
    """A place that goods go to."""
    if location is None:
        return
    lines = [*address_lines(location.address)]
    if location.identifier is not None:
        lines.append(numbered(location.identifier))
    if location.name or lines:
        yield Side(role, location.name or "", tuple(lines))


def address_side(role: Any, address: Address | None) -> Iterator[Side]:
    """An address that stands alone."""
    lines = tuple(address_lines(address))
    if lines:
        yield Side(role, "", lines)


def carrier_side(role: Any, carrier: Carrier | None) -> Iterator[Side]:
    """Who drives the goods."""
    if carrier is None:
        return
    name = carrier.name or carrier.legal_name or numbered(carrier.identification)
    lines = [*address_lines(carrier.address)]
    if carrier.identification is not None and (carrier.name or carrier.legal_name):
        lines.append(numbered(carrier.identification))
    if carrier.legal_id is not None:
        lines.append(_("Organisation number: %(number)s") % {"number": carrier.legal_id.value})
    for held in carrier.tax_registrations:
        lines.append(_("VAT number: %(number)s") % {"number": held.number})
    lines.extend(contact_lines(carrier.contact))
    for paper in carrier.identity_documents:
        lines.append(_("Identity paper: %(number)s") % {"number": paper.number})
    if name or lines:
        yield Side(role, name, tuple(lines))


def address_lines(address: Address | None) -> Iterator[str]:
    """An address as it is written on a letter."""
    if address is None:
        return
    town = " ".join(part for part in (address.postal_code, address.city) if part)
    for line in (address.street, address.additional_street, address.line, town, address.region):
        if line:
            yield line
    if address.country:
        yield country(address.country)
    if address.id:
        yield numbered(Identifier(address.id, address.scheme))
    if address.coordinate is not None:
        where = (address.coordinate.latitude.value, address.coordinate.longitude.value)
        yield _("Position: %(latitude)s, %(longitude)s") % dict(
            zip(("latitude", "longitude"), map(shown, where), strict=True)
        )


# --- facts ----------------------------------------------------------------------------------------


def lines_of(*pairs: tuple[Any, Any], lang: str = "") -> tuple[Line, ...]:
    """Names with what goes with them; without a value they are left out."""
    return tuple(
        Line(name, value, lang=lang) for name, value in pairs if value not in (None, "", ())
    )


def lines_table(columns: Iterable[Column], rows: Iterable[Row]) -> Table:
    """The lines of the document."""
    return Table(pgettext("of a document", "Lines"), tuple(columns), tuple(rows))


def without_empty_columns(table: Table) -> Table:
    """The table without columns in which no row has anything to say."""
    kept = [
        place
        for place in range(len(table.columns))
        if not all(row.cells[place].is_empty for row in table.rows)
    ]
    if len(kept) == len(table.columns) or not kept:
        return table
    rows = (replace(row, cells=tuple(row.cells[place] for place in kept)) for row in table.rows)
    return replace(table, columns=tuple(table.columns[place] for place in kept), rows=tuple(rows))


def figure(name: Any) -> Column:
    """A column of figures."""
    return Column(name, is_figure=True)


def period(given: Period | None) -> str:
    """A period as people write it; one day is one day."""
    if given is None:
        return ""
    start, end = (
        day(*one).replace(" ", "\N{NO-BREAK SPACE}")
        for one in ((given.start, given.start_time), (given.end, given.end_time))
    )
    if given.start is None or given.end is None:
        told = _("from %(day)s") if start else _("until %(day)s")
        return told % {"day": start or end} if start or end else ""
    if given.start != given.end:
        return f"{start} – {end}"
    hours = [f"{hour:%H:%M}" for hour in (given.start_time, given.end_time) if hour is not None]
    return " ".join(part for part in (day(given.start), "–".join(hours)) if part)


def day(given: date | None, at: time | None = None) -> str:
    """A day, with the hour where that is said; or nothing."""
    if given is None:
        return ""
    return f"{shown(given)} {at:%H:%M}" if at is not None else str(shown(given))


def money(amount: Decimal | None, currency: str | None) -> Any:
    """An amount of the document in its currency, the bare number where none is said.

    Documents that break their rules are shown too: what cannot be money, for its currency is no code or
    it has very many digits, stands as the number and the code that the document has.
    """
    if amount is None:
        return None
    if not currency:
        return amount
    try:
        return Money(amount, currency)
    except ValueError:
        return f"{shown(amount)}\N{NO-BREAK SPACE}{currency}"


def negative(amount: Decimal) -> Decimal:
    """An amount that is taken off. Every digit of it stays, where `-` keeps twenty-eight."""
    return amount.copy_negate() if amount else amount


def delivery_terms(terms: DeliveryTerms | None) -> str:
    """On what terms goods are delivered, and the place that the terms speak of."""
    if terms is None:
        return ""
    known = word(CodeList.TERMS, terms.code) if terms.code else ""
    code = f"{terms.code}, {known}" if terms.code and known != terms.code else terms.code
    where = ", ".join(address_lines(terms.location_address))
    told = (code, terms.special_terms, terms.location_id, where)
    return "; ".join(part for part in told if part)


# --- other documents ------------------------------------------------------------------------------


def reference(given: DocumentReference | None) -> str:
    """Another document, as people speak of it: what it is, its number and its day."""
    if given is None:
        return ""
    kind = given.type_name or word(CodeList.DOCUMENT_TYPE, given.type_code)
    number = f"{kind} {given.number}".strip() if kind else given.number
    version = _("version %(version)s") % {"version": given.version} if given.version else ""
    dated = day(given.issue_date, given.issue_time)
    return ", ".join(part for part in (number, version, dated) if part)


def attached(given: Iterable[DocumentReference], lang: str) -> tuple[Line, ...]:
    """What lies with the document."""
    return tuple(Line(_("Attachment"), _attachment(one), lang) for one in given)


def _attachment(given: DocumentReference) -> str:
    known = (given.description or reference(given), *_file_of(given.attachment))
    return ", ".join(dict.fromkeys(part for part in known if part))


def _file_of(attachment: Attachment | None) -> Iterator[str]:
    if attachment is not None:
        for part in (attachment.filename, attachment.uri):
            if part:
                yield part
