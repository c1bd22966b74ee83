"""For trials: make the parties of a document organisations of this installation, so that the document
has somewhere to go. Real installations register their parties by hand or from a directory."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from avrop import documents
from avrop.documents.common import Identifier
from avrop.documents.findings import UnreadableDocument
from avrop.documents.parties import Party
from avrop.exchange import queries as exchange
from avrop.kernel.actors import Actor
from avrop.kernel.permissions import all_permissions
from avrop.kernel.problems import Denial
from avrop.kernel.scope import tenant_scope
from avrop.parties import actions as parties_actions
from avrop.parties import queries as parties
from avrop.parties.shapes import OrganisationFacts
from avrop.site.founding import ensure_operator


def register_parties_of(file: Path, *, at: datetime) -> None:
    """Found an organisation for the receiver of the document in `file`, which knows the sender.

    A file that cannot be read has no parties; it is left for the exchange to judge.
    """
    ensure_operator(at=at)
    try:
        read = documents.read(file.read_bytes())
    except UnreadableDocument:
        return
    sender, receiver = _participant(read.sender), _participant(read.receiver)
    named = dict(_parties_in(read.document))
    if not receiver:
        return
    tenant_id = exchange.tenant_of(receiver, read.kind.name)
    if tenant_id is None:
        tenant_id = _found(receiver, named.get(receiver), at=at)
    if sender and tenant_id is not None:
        _make_known(sender, named.get(sender), tenant_id, at=at)


def _participant(identifier: Identifier | None) -> str:
    if identifier is None or not identifier.scheme or not identifier.value:
        return ""
    try:
        return exchange.participant(f"{identifier.scheme}:{identifier.value}")
    except (Denial, ValueError):
        return ""


def _found(participant: str, party: Party | None, *, at: datetime) -> UUID | None:
    facts = OrganisationFacts(name=_name(party, participant), endpoint=participant)
    try:
        return parties_actions.found_tenant(facts, at=at)
    except Denial:
        return None


def _make_known(participant: str, party: Party | None, tenant_id: UUID, *, at: datetime) -> None:
    name, vat_id = _name(party, participant), (party.vat_id if party else None) or ""
    ways = [OrganisationFacts(name=name, endpoint=participant)]
    if vat_id:
        # Examples carry numbers that no register would take, such as a GLN of nineteen digits.
        ways.append(OrganisationFacts(name=name, vat_id=vat_id))
    actor = Actor.routine(tenant_id, "trials", frozenset(right.name for right in all_permissions()))
    for facts in ways:
        with tenant_scope(tenant_id):
            known = parties.organisation_by_any(endpoint=facts.endpoint, vat_id=facts.vat_id)
        if known is not None:
            return
        try:
            parties_actions.register_organisation(facts, actor=actor, at=at)
        except Denial:
            continue
        return


def _name(party: Party | None, participant: str) -> str:
    return (party.name if party else None) or participant


def _parties_in(document: Any) -> Iterator[tuple[str, Party]]:
    """Participant → party, for every party the document names."""
    for field in dataclasses.fields(document):
        party = getattr(document, field.name)
        if isinstance(party, Party):
            endpoint = _participant(party.endpoint)
            if endpoint:
                yield endpoint, party
