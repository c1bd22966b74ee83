"""A price list comes in: it is judged and waits for review. Nothing is in force by that."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from avrop import documents
from avrop.agreements import queries as agreements
from avrop.agreements.queries import AgreementTerms
from avrop.catalogues import permissions, rules, staging
from avrop.catalogues.actions.finding import version_row, wait_for_turn
from avrop.catalogues.actions.judging import ground_for
from avrop.catalogues.events import AgreementAssigned, CatalogueReceived
from avrop.catalogues.lifecycle import LIFECYCLE, Action, State
from avrop.catalogues.models import Version
from avrop.catalogues.offered import Offered, offered_lines
from avrop.exchange import queries as exchange
from avrop.kernel import outbox
from avrop.kernel.actors import Actor
from avrop.kernel.canonical import canonical_json, digest
from avrop.kernel.commands import command
from avrop.kernel.ports import across, require
from avrop.kernel.problems import Invalid, Problem, Refused, refuse_if
from avrop.kernel.versions import count_change
from avrop.parties import queries as parties

UNKNOWN_SENDER = "exchange.unknown_sender"


@command(permissions.IMPORT)
def import_catalogue(
    content: bytes, *, agreement_id: UUID | None = None, actor: Actor, at: datetime
) -> UUID:
    """Take in a Peppol Catalogue as bytes. `Invalid` with every rule it breaks. Returns the version.

    The same list again, as the newest of its agreement, is that version: nothing happens.
    """
    require(actor, permissions.IMPORT, at=at, within=across(agreement_id))
    document = _read(content)
    return import_document(document, agreement_id=agreement_id, actor=actor, at=at)


def _read(content: bytes) -> documents.Catalogue:
    try:
        read = documents.read(content)
    except documents.UnreadableDocument as refusal:
        raise Invalid(_problem(finding) for finding in refusal.findings) from None
    if not read.valid:
        raise Invalid(_problem(finding) for finding in read.findings if finding.is_fatal)
    if not isinstance(read.document, documents.Catalogue):
        raise Invalid((Problem("catalogues.not_a_catalogue"),))
    return read.document


def _problem(finding: documents.Finding) -> Problem:
    return Problem(finding.code, dict(finding.values), (finding.place.document_line or "",))


@command(permissions.IMPORT)
def import_document(
    document: documents.Catalogue,
    *,
    agreement_id: UUID | None = None,
    message_id: UUID | None = None,
    actor: Actor,
    at: datetime,
) -> UUID:
    """Take in a catalogue that has been read. Returns the version.

    Its agreement is the one named, else the seller's with the contract's number, else the seller's
    only one; where none fits, it waits for `assign_agreement`. `Refused` when nobody here knows the
    seller, or when the header's action does not fit what the agreement has.
    """
    actor = require(actor, permissions.IMPORT, at=at, within=across(agreement_id))
    seller_id = _seller_of(document)
    terms = _agreement_for(document, agreement_id, seller_id)
    row = _version_of(document, seller_id, message_id, at)
    if terms is None:
        row.save(force_insert=True)
        outbox.publish(CatalogueReceived(row.id, None), actor=actor, at=at)
        return row.id
    lines = _lines_of(document, row)
    known = _stage(row, terms, lines)
    if known is not None:
        return known
    event = CatalogueReceived(row.id, terms.id)
    outbox.publish(event, actor=actor, at=at, rule_set=row.rule_set)
    return row.id


@command(permissions.IMPORT)
def assign_agreement(
    version_id: UUID,
    agreement_id: UUID,
    *,
    expected_version: int | None = None,
    actor: Actor,
    at: datetime,
) -> None:
    """Say which of its seller's agreements a received list is for; it is then judged."""
    row = version_row(version_id)
    actor = require(actor, permissions.IMPORT, at=at, within=across(agreement_id))
    LIFECYCLE.after(row.state, "assign")
    count_change(row, expected_version)
    terms = agreements.terms(agreement_id)
    refuse_if(_not_of_seller(terms, row.seller_organisation_id))
    if row.message_id is None:
        raise Refused((Problem("catalogues.list_not_kept"),))
    document = _read(exchange.payload(row.message_id, actor=actor))
    if _stage(row, terms, _lines_of(document, row)) is not None:
        refuse_if([Problem("catalogues.same_list_again", {"agreement": terms.number})])
    event = AgreementAssigned(row.id, agreement_id)
    outbox.publish(event, actor=actor, at=at, rule_set=row.rule_set)


def _seller_of(document: documents.Catalogue) -> UUID:
    for party in (document.provider, document.seller):
        found = party and parties.organisation_of_party(party)
        if found:
            return found.id
    sender = str(document.provider.endpoint or "")
    raise Refused((Problem(UNKNOWN_SENDER, {"sender": sender}),))


def _agreement_for(
    document: documents.Catalogue, agreement_id: UUID | None, seller_id: UUID
) -> AgreementTerms | None:
    if agreement_id is not None:
        terms = agreements.terms(agreement_id)
        refuse_if(_not_of_seller(terms, seller_id))
        return terms
    several = agreements.agreements_with(seller_id)
    named = [terms for terms in several if terms.number == document.contract]
    if named:
        return named[0]
    return several[0] if len(several) == 1 and not document.contract else None


def _not_of_seller(terms: AgreementTerms, seller_id: UUID) -> list[Problem]:
    if terms.seller_organisation_id == seller_id:
        return []
    return [Problem("catalogues.agreement_of_other_seller", {"agreement": terms.number})]


def _version_of(
    document: documents.Catalogue, seller_id: UUID, message_id: UUID | None, at: datetime
) -> Version:
    # A catalogue that says nothing replaces what there is (BIS Catalogue 3, header action).
    action = (document.action_code or Action.REPLACE).strip().lower()
    if action not in Action.values:
        refuse_if(rules.problems_with_header(action, has_catalogue=False))
    return Version(
        seller_organisation_id=seller_id,
        catalogue_number=document.number[:200],
        name=(document.name or "")[:300],
        action=action,
        state=State.RECEIVED,
        message_id=message_id,
        valid_from=document.validity.start or document.issue_date,
        valid_until=document.validity.end,
        received_at=at,
    )


def _lines_of(document: documents.Catalogue, row: Version) -> tuple[Offered, ...]:
    header = Action(row.action)
    if header == Action.DELETE:
        return ()  # the whole catalogue goes, whatever lines stand in it
    return offered_lines(document.lines, header=header, valid_from=row.valid_from)


def _stage(row: Version, terms: AgreementTerms, lines: Sequence[Offered]) -> UUID | None:
    """Number the version, judge its lines and store both. The version that says the same already,
    if it is the agreement's newest: then nothing is stored."""
    wait_for_turn(terms.id)
    former = Version.objects.filter(agreement_id=terms.id).order_by("-number")
    facts = list(former.values_list("id", "number", "state", "action", "content_digest"))
    standing = [each for each in facts if each[2] != State.REJECTED]
    row.content_digest = _digest(row.action, row.valid_from, row.valid_until, lines)
    if standing and standing[0][4] == row.content_digest:
        known: UUID = standing[0][0]
        return known
    has_catalogue = bool(standing) and standing[0][3] != Action.DELETE
    refuse_if(rules.problems_with_header(row.action, has_catalogue=has_catalogue))
    row.agreement_id, row.number = terms.id, (facts[0][1] or 0 if facts else 0) + 1
    row.judged_against = next((each[0] for each in facts if each[2] == State.ACTIVE), None)
    ground, row.rule_set = ground_for(terms, row.action, lines, row.valid_from)
    row.state = LIFECYCLE.after(State.RECEIVED, "assign")
    row.save(force_insert=row._state.adding)
    staging.stage(row.id, rules.judge(lines, ground))
    return None


def _digest(
    action: str, valid_from: date, valid_until: date | None, lines: Sequence[Offered]
) -> str:
    return digest(canonical_json((action, valid_from, valid_until, lines))).hex()
