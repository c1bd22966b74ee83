"""Which chains of deeds a payment is on.

A proposal is a chain: who prepared it does not release it, and two people do. Each invoice in it is a
chain too, so that whoever decided on the invoice does not pay it. An invoice can come back, rejected
by the bank or with a part that was withheld: the same two people may release it again, so then only
the proposal is the chain, and whoever decided on the invoice is refused here.

Payments are not recorded on the chains of the needs they pay for: the same two may pay every invoice of
an order. What an organisation keeps apart from them there is asked for here all the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from avrop.authority import queries as authority
from avrop.buying.invoices import queries as invoices
from avrop.buying.payables.models import PaymentPart, Release
from avrop.kernel.actors import Actor
from avrop.kernel.ports import Deed
from avrop.kernel.problems import Problem

#: Deeds that are recorded on an invoice's or proposal's own chain, and looked at there.
ON_THE_INVOICE = frozenset(
    {Deed.ATTEST_REVIEW, Deed.ATTEST_DECISION, Deed.PREPARE_PAYMENT, Deed.RELEASE_PAYMENT}
)


@dataclass(frozen=True, slots=True)
class Duties:
    """The chains that a deed on a proposal is recorded on, and the invoices that came back."""

    chains: tuple[UUID, ...]
    returning: frozenset[UUID]


def duties_of(proposal_id: UUID, invoice_ids: Iterable[UUID]) -> Duties:
    """The chains of a proposal with these invoices. One statement."""
    ids = set(invoice_ids)
    released = Release.objects.exclude(proposal_id=proposal_id).values("proposal_id")
    earlier = PaymentPart.objects.filter(
        invoice_id__in=ids, payment__proposal_id__in=released
    ).values_list("invoice_id", flat=True)
    returning = frozenset(earlier)
    return Duties((proposal_id, *sorted(ids - returning)), returning)


def problems_with_needs(
    invoice_ids: Iterable[UUID], deed: Deed, *, actor: Actor, at: datetime
) -> tuple[Problem, ...]:
    """What the actor did to the needs behind invoices that is kept apart from paying them.

    By the rules the product comes with nothing is. Two statements, or three where something is.
    """
    chains = {chain for each in invoices.chains_of(invoice_ids).values() for chain in each}
    return authority.problems_doing(deed, chains, actor=actor, at=at, but=ON_THE_INVOICE)


def problems_releasing(
    prepared_by: UUID | None, released: Iterable[frozenset[UUID]], actor: Actor
) -> Iterator[Problem]:
    """Why somebody does not release a proposal, whatever the organisation keeps apart: pure.

    `released` are the people of each release before, whoever was acted for included.
    """
    if not actor.is_person:
        yield Problem("payables.released_by_people")
    people = {actor.person_id, actor.on_behalf_of} - {None}
    if prepared_by in people:
        yield Problem("payables.you_prepared")
    if any(earlier & people for earlier in released):
        yield Problem("payables.you_released")


def releases_of(proposal_id: UUID) -> list[frozenset[UUID]]:
    """Who has released a proposal, and for whom. One statement."""
    rows = Release.objects.filter(proposal_id=proposal_id)
    return [
        frozenset(person for person in both if person is not None)
        for both in rows.values_list("person_id", "on_behalf_of")
    ]


def problems_paying(duties: Duties, actor: Actor) -> Iterator[Problem]:
    """Whoever decided on an invoice that came back does not pay it either. At most one statement."""
    if not duties.returning:
        return
    people = {actor.person_id, actor.on_behalf_of} - {None}
    for invoice_id, deciders in invoices.deciders_of(duties.returning).items():
        if deciders & people:
            yield Problem("payables.you_decided", {"invoice": str(invoice_id)})
