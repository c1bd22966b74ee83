"""Which chains of deeds a payment is on.

A proposal is a chain: who prepared it does not release it, and two people do. Each invoice in it is a
chain too, so that whoever decided on the invoice does not pay it. An invoice can come back, rejected
by the bank or with a part that was withheld: the same two people may release it again, so then only
the proposal is the chain, and whoever decided on the invoice is refused here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID

from avrop.buying.invoices import queries as invoices
from avrop.buying.payables.models import PaymentPart, Release
from avrop.kernel.actors import Actor
from avrop.kernel.problems import Problem


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


def problems_paying(duties: Duties, actor: Actor) -> Iterator[Problem]:
    """Whoever decided on an invoice that came back does not pay it either. At most one statement."""
    if not duties.returning:
        return
    people = {actor.person_id, actor.on_behalf_of} - {None}
    for invoice_id, deciders in invoices.deciders_of(duties.returning).items():
        if deciders & people:
            yield Problem("payables.you_decided", {"invoice": str(invoice_id)})
