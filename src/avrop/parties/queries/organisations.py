"""Finding organisations. For other apps, inside a scope."""

from __future__ import annotations

import re
from collections.abc import Iterable
from uuid import UUID

from avrop.documents.parties import Party
from avrop.kernel.models import Tenant
from avrop.kernel.problems import missing
from avrop.kernel.scope import current_tenant
from avrop.parties.models import Organisation
from avrop.parties.queries.reading import read_organisations
from avrop.parties.rules import SWEDISH, legal_number
from avrop.parties.shapes import OrganisationView
from avrop.values import InvalidIdentifier, PeppolParticipant

#: So many of a name are shown; whoever means another writes more of it.
MOST_NAMED = 8
MOST_WORDS = 6
_NAMED = """
    (o.endpoint = %s and %s <> '') or (o.gln = %s and %s <> '')
    or (o.legal_id = any(%s::text[]) and (o.legal_scheme = %s or %s = ''))
    or (o.vat_id = %s and %s <> '')
    order by o.id
"""


def organisation(organisation_id: UUID) -> OrganisationView:
    """The organisation; `Missing` where there is none."""
    found = read_organisations("o.id = %s", [organisation_id])
    if not found:
        raise missing("organisation", organisation_id)
    return found[0]


def own_organisation() -> OrganisationView:
    """The organisation that the tenant in scope is."""
    found = read_organisations("o.is_self", [])
    if not found:
        raise missing("organisation", current_tenant())
    return found[0]


def organisations(ids: Iterable[UUID]) -> dict[UUID, OrganisationView]:
    """The organisations with these ids, in one statement."""
    found = read_organisations("o.id = any(%s::uuid[])", [list(set(ids))])
    return {each.id: each for each in found}


def organisations_named(text: str, limit: int = MOST_NAMED) -> dict[UUID, str]:
    """Those we trade with whose name has every word of the text in it, by id, in the order of the
    alphabet. One statement; for finding what is theirs by their name."""
    rows = Organisation.objects.filter(is_self=False)
    for word in text.split()[:MOST_WORDS]:
        rows = rows.filter(name__icontains=word)
    return dict(rows.order_by("name", "id").values_list("id", "name")[:limit])


def organisation_by_endpoint(endpoint: str) -> OrganisationView | None:
    """The organisation with this electronic address ("0007:5560360793"), if we know it."""
    return organisation_by_any(endpoint=endpoint)


def organisation_by_any(
    *, endpoint: str = "", gln: str = "", legal_id: str = "", vat_id: str = ""
) -> OrganisationView | None:
    """The organisation that one of these names: by endpoint before GLN before number before VAT.

    `legal_id` may stand alone or after its scheme ("0007:5560360793"). One statement at most.
    """
    endpoint, (scheme, number) = _canonical(endpoint), _scheme_and_number(legal_id)
    numbers, vat_id = _spellings(scheme, number), vat_id.upper()
    if not (endpoint or gln or numbers or vat_id):
        return None

    def strength(found: OrganisationView) -> tuple[bool, bool, bool]:
        return (
            endpoint != "" and found.endpoint == endpoint,
            gln != "" and found.gln == gln,
            found.legal_id in numbers,
        )

    found = read_organisations(
        _NAMED,
        [endpoint, endpoint, gln, gln, list(numbers), scheme, scheme, vat_id, vat_id],
    )
    return max(found, key=strength, default=None)


def _canonical(endpoint: str) -> str:
    try:
        return str(PeppolParticipant.parse(endpoint))
    except InvalidIdentifier:
        return endpoint.lower()


def _scheme_and_number(legal_id: str) -> tuple[str, str]:
    head, colon, tail = legal_id.partition(":")
    return (head, tail) if colon and re.fullmatch("[0-9]{4}", head) else ("", legal_id)


def _spellings(scheme: str, number: str) -> frozenset[str]:
    """As we may have stored it; documents often leave out that a number is a Swedish one."""
    if not number:
        return frozenset()
    try:
        return frozenset({number, legal_number(scheme or SWEDISH, number)})
    except InvalidIdentifier:
        return frozenset({number})


def organisation_of_party(party: Party) -> OrganisationView | None:
    """The organisation that a party of a document is, if we know it."""
    glns = (held.value for held in party.identifications if held.scheme == "0088")
    return organisation_by_any(
        endpoint=str(party.endpoint or ""),
        gln=next(glns, ""),
        legal_id=str(party.legal_id or ""),
        vat_id=party.vat_id or "",
    )


def currency() -> str:
    """What the organisation in scope reckons in, in ISO 4217."""
    return str(Tenant.objects.values_list("currency", flat=True).get(id=current_tenant()))
