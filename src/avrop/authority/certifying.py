"""The certificate of a transaction: who did what to it from need to payment, by which right and rules,
and whether what is kept apart was done by others (requirement X5 a). The statements don't grow with it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Q

from avrop.authority import separation
from avrop.authority.models import DeedRow, Delegation, DispensationUse, Mandate
from avrop.authority.proof_shapes import (
    Certificate,
    CertifiedDeed,
    CertifiedPair,
    MandateOfDeed,
)
from avrop.authority.separation import Separation, counted_as_one
from avrop.kernel import ruleset
from avrop.kernel.days import day_of
from avrop.kernel.deeds import Deed
from avrop.values import Money

#: Deeds whose chain is the supplier.
OF_SUPPLIERS = frozenset({Deed.CHANGE_SUPPLIER, Deed.CHANGE_ACCOUNT})
TOGETHER, DISPENSED, APART, NOT_YET = "together", "dispensed", "apart", "not_yet"


@dataclass(frozen=True, slots=True)
class Link:
    """A delegation: between whom, of which mandate, on which days."""

    id: UUID
    mandate_id: UUID
    principal: UUID
    substitute: UUID
    valid_from: date
    valid_until: date


def certify(chains: Iterable[UUID], *, beside: Iterable[UUID] = ()) -> Certificate:
    """The certificate of these chains. `beside` are the suppliers: of them only what was changed so
    shortly before that it counts."""
    wanted, suppliers = tuple(dict.fromkeys(chains)), tuple(dict.fromkeys(beside))
    rows = list(DeedRow.objects.filter(chain_id__in=[*wanted, *suppliers]).order_by("at", "id"))
    own = [row for row in rows if row.chain_id not in suppliers]
    last = own[-1].at if own else None
    rules, reference = _rules(day_of(last)) if last else (separation.DEFAULT, "")
    counted = [*_shortly_before(rows, own, suppliers, rules), *own]
    people = {one for row in counted for one in (row.person_id, row.on_behalf_of) if one}
    mandates = _mandates({row.mandate_id for row in counted if row.mandate_id})
    links = _links(people)
    uses = _uses((*wanted, *suppliers))
    deeds = _merged(counted, mandates, links, uses)
    pairs = judged(deeds, rules, links, suppliers)
    sound = not any(pair.outcome == TOGETHER for pair in pairs)
    return Certificate(wanted, deeds, pairs, reference, sound)


def judged(
    deeds: Sequence[CertifiedDeed],
    rules: Separation,
    links: Iterable[Link] = (),
    suppliers: Iterable[UUID] = (),
) -> tuple[CertifiedPair, ...]:
    """For each two deeds that are kept apart, how they were done. Pure."""
    known, wide = tuple(links), frozenset(suppliers)
    pairs = {pair.deeds: pair for pair in (*separation.ALWAYS, *rules.pairs)}
    done = {Deed(deed.deed) for deed in deeds}
    found = []
    for pair in pairs.values():
        if not pair.deeds & done:
            continue
        outcomes = [
            _outcome(one, other, known, pair.within_days)
            for number, one in enumerate(deeds)
            for other in deeds[number + 1 :]
            if _are(one, other, pair) and _meet(one, other, wide)
        ]
        found.append(CertifiedPair(str(pair.first), str(pair.second), _worst(outcomes)))
    return tuple(found)


def _are(one: CertifiedDeed, other: CertifiedDeed, pair: separation.Pair) -> bool:
    wanted = (str(pair.first), str(pair.second))
    return (one.deed, other.deed) in (wanted, wanted[::-1])


def _meet(one: CertifiedDeed, other: CertifiedDeed, suppliers: frozenset[UUID]) -> bool:
    """Whether they are on one chain; a change of the supplier is beside all of them."""
    if set(one.chain_ids) & set(other.chain_ids):
        return True
    return any(Deed(deed.deed) in OF_SUPPLIERS for deed in (one, other)) and any(
        set(deed.chain_ids) & suppliers for deed in (one, other)
    )


def _outcome(
    one: CertifiedDeed, other: CertifiedDeed, links: Sequence[Link], within_days: int | None
) -> str:
    """`one` was done first."""
    if within_days is not None and other.at - one.at > timedelta(days=within_days):
        return APART
    since, until = one.at.date(), other.at.date()
    in_force = (
        (link.principal, link.substitute)
        for link in links
        if link.valid_from <= until and link.valid_until >= since
    )
    people = counted_as_one((other.person_id, other.on_behalf_of), in_force)
    if not people & {one.person_id, one.on_behalf_of}:
        return APART
    return DISPENSED if other.dispensations else TOGETHER


def _worst(outcomes: Sequence[str]) -> str:
    order = (TOGETHER, DISPENSED, APART)
    return next((outcome for outcome in order if outcome in outcomes), NOT_YET)


def _rules(on: date) -> tuple[Separation, str]:
    return ruleset.in_force(separation.NAME, separation.DEFAULT, on=on)


def _shortly_before(
    rows: Sequence[DeedRow], own: Sequence[DeedRow], suppliers: Sequence[UUID], rules: Separation
) -> list[DeedRow]:
    """What was done to the suppliers until the last deed, not longer ago than the rules look back."""
    if not own:
        return []
    days = [within for deed in OF_SUPPLIERS for within in rules.apart_from(deed).values()]
    longest = None if None in days else max((day for day in days if day is not None), default=0)
    since = None if longest is None else own[0].at - timedelta(days=longest)
    return [
        row
        for row in rows
        if row.chain_id in suppliers and row.at <= own[-1].at and (since is None or row.at >= since)
    ]


def _mandates(ids: Iterable[UUID]) -> dict[UUID, MandateOfDeed]:
    rows = Mandate.objects.filter(id__in=list(ids)).select_related("role")
    return {
        row.id: MandateOfDeed(
            row.id,
            row.person_id,
            row.role.code,
            row.unit_id,
            None if row.amount_limit is None else Money(row.amount_limit, row.currency),
            row.valid_from,
            row.valid_until,
            row.decision_reference,
        )
        for row in rows
    }


def _links(people: Iterable[UUID]) -> tuple[Link, ...]:
    ids = list(people)
    rows = Delegation.objects.filter(Q(from_person__in=ids) | Q(to_person__in=ids)).order_by("id")
    return tuple(
        Link(
            row.id,
            row.mandate_id,
            row.from_person,
            row.to_person,
            row.valid_from,
            min(row.valid_until, row.revoked_at.date()) if row.revoked_at else row.valid_until,
        )
        for row in rows
    )


def _uses(chains: Sequence[UUID]) -> list[DispensationUse]:
    return list(DispensationUse.objects.filter(chain_id__in=list(chains)).order_by("id"))


def _merged(
    rows: Sequence[DeedRow],
    mandates: Mapping[UUID, MandateOfDeed],
    links: Sequence[Link],
    uses: Sequence[DispensationUse],
) -> tuple[CertifiedDeed, ...]:
    """One line for what one person did at one moment, on however many chains it was written."""
    grouped: dict[tuple[str, UUID, UUID | None, datetime], list[DeedRow]] = {}
    for row in rows:
        grouped.setdefault((row.deed, row.person_id, row.on_behalf_of, row.at), []).append(row)
    return tuple(
        CertifiedDeed(
            deed=deed,
            person_id=person_id,
            on_behalf_of=principal,
            at=at,
            rule_set=same[0].rule_set,
            mandate=mandates.get(same[0].mandate_id) if same[0].mandate_id else None,
            delegation_id=_delegation(same[0], links),
            dispensations=tuple(
                dict.fromkeys(
                    use.dispensation_id
                    for use in uses
                    if (use.second, use.person_id, use.at) == (deed, person_id, at)
                )
            ),
            chain_ids=tuple(dict.fromkeys(row.chain_id for row in same)),
        )
        for (deed, person_id, principal, at), same in sorted(
            grouped.items(), key=lambda each: (each[0][3], each[1][0].id)
        )
    )


def _delegation(row: DeedRow, links: Sequence[Link]) -> UUID | None:
    """The delegation by which he acted for another."""
    if row.on_behalf_of is None:
        return None
    day = day_of(row.at)
    return next(
        (
            link.id
            for link in links
            if (link.mandate_id, link.principal, link.substitute)
            == (row.mandate_id, row.on_behalf_of, row.person_id)
            and link.valid_from <= day <= link.valid_until
        ),
        None,
    )
