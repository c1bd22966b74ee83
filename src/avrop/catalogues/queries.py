"""Reads of catalogues: offers for other apps, versions and differences for people."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Count, Q

from avrop.agreements import queries as agreements
from avrop.catalogues.comparing import difference_between
from avrop.catalogues.describing import (
    LABELS,
    ItemDescription,
    comparison_price,
    description_in,
    order_price,
)
from avrop.catalogues.licences import with_licences
from avrop.catalogues.lifecycle import LIFECYCLE, Action, Decision, ItemState, State, Verdict
from avrop.catalogues.models import Favourite, Item, StagedLine, Version
from avrop.catalogues.offers import offers_where
from avrop.catalogues.prices import PriceFrom, price_history
from avrop.catalogues.shapes import (
    Difference,
    ItemOffer,
    LineDifference,
    StagedLineView,
    VersionCounts,
    VersionView,
)
from avrop.catalogues.staging import problems_in
from avrop.catalogues.word_index import HAYSTACK, MOST_ARTICLES, MOST_OF_TWO, narrowing
from avrop.kernel.actors import Actor
from avrop.kernel.commands import query
from avrop.kernel.paging import LARGEST_PAGE, Page, page_of
from avrop.kernel.problems import Invalid, Problem, missing
from avrop.kernel.scope import current_tenant
from avrop.values import Gtin, InvalidIdentifier, Money, PackFactor

__all__ = [
    "LABELS",
    "Difference",
    "ItemDescription",
    "ItemOffer",
    "LineDifference",
    "PriceFrom",
    "StagedLineView",
    "VersionView",
    "comparison_price",
    "order_price",
    "price_history",
]


def items_for_order(item_ids: Iterable[UUID], on: date) -> dict[UUID, ItemOffer]:
    """Articles as they are offered on a day, withdrawn ones too. One statement."""
    asked = list(dict.fromkeys(item_ids))
    if not asked:
        return {}
    found = offers_where("i.id = any(%(ids)s)", on, ids=asked)
    return {offer.item_id: offer for offer in found}


def items_by_seller_ids(
    agreement_id: UUID, seller_item_ids: Iterable[str], on: date
) -> dict[str, ItemOffer]:
    """The same by the seller's own numbers, within an agreement. One statement."""
    asked = list(dict.fromkeys(seller_item_ids))
    if not asked:
        return {}
    condition = "i.agreement_id = %(agreement)s and i.seller_item_id = any(%(ids)s)"
    found = offers_where(condition, on, agreement=agreement_id, ids=asked)
    return {offer.seller_item_id: offer for offer in found}


def items_by_gtin(agreement_id: UUID, gtins: Iterable[str], on: date) -> dict[str, ItemOffer]:
    """The same by GTIN, whichever length it is written in; keyed as asked. One statement."""
    spelled = {gtin: _spellings(gtin) for gtin in gtins if gtin}
    asked = [spelling for several in spelled.values() for spelling in several]
    if not asked:
        return {}
    condition = "i.agreement_id = %(agreement)s and i.gtin = any(%(gtins)s)"
    found = {o.gtin: o for o in offers_where(condition, on, agreement=agreement_id, gtins=asked)}
    return {
        gtin: found[spelling]
        for gtin, several in spelled.items()
        for spelling in several
        if spelling in found
    }


def _spellings(gtin: str) -> tuple[str, ...]:
    """A GTIN in each of the lengths that its leading zeros allow."""
    try:
        digits = Gtin.parse(gtin).fourteen
    except InvalidIdentifier:
        return (gtin,)
    return tuple(
        digits[-length:] for length in (8, 12, 13, 14) if not digits[: 14 - length].strip("0")
    )


def pack_factors_of(item_ids: Iterable[UUID]) -> dict[UUID, tuple[PackFactor, ...]]:
    """What one unit of each article holds, as its seller has declared. One statement."""
    offers = items_for_order(item_ids, date.max)
    return {item_id: offer.pack_factors for item_id, offer in offers.items()}


@query
def item(item_id: UUID, on: date, *, actor: Actor) -> ItemOffer:
    """An article as it is offered on a day."""
    found = items_for_order([item_id], on).get(item_id)
    if found is None:
        raise missing("item", item_id)
    return found


@query
def description(item_id: UUID, *, actor: Actor) -> ItemDescription:
    """What is said of an article beside its price: labels, origin, brands, the seller's pictures."""
    found = descriptions_of([item_id]).get(item_id)
    if found is None:
        raise missing("item", item_id)
    return found


def descriptions_of(item_ids: Iterable[UUID]) -> dict[UUID, ItemDescription]:
    """What is said of articles beside their prices. One statement."""
    asked = list(dict.fromkeys(item_ids))
    if not asked:
        return {}
    rows = Item.objects.filter(id__in=asked).values_list("id", "details")
    return {item_id: description_in(item_id, details) for item_id, details in rows}


@query
def divisions(*, actor: Actor) -> tuple[str, ...]:
    """The divisions of the CPV that there are articles of: the first two digits of their categories.

    One statement, which takes one step in the index for each division.
    """
    with connection.cursor() as cursor:
        cursor.execute(_DIVISIONS, {"tenant": current_tenant()})
        return tuple(row[0] for row in cursor.fetchall())


_DIVISIONS = """
    with recursive found as (
        (select left(i.category, 2) as code from catalogues_item i
         where i.tenant_id = %(tenant)s and i.category >= '0' order by i.category limit 1)
        union all
        select (select left(i.category, 2) from catalogues_item i
                where i.tenant_id = %(tenant)s
                  and i.category >= lpad((found.code::int + 1)::text, 2, '0')
                order by i.category limit 1)
        from found where found.code ~ '^([0-8][0-9]|9[0-8])$')
    select code from found where code ~ '^[0-9]{2}$' order by code"""


@query
def search(
    text: str,
    on: date,
    *,
    actor: Actor,
    unit_id: UUID | None = None,
    category: str = "",
    agreement_id: UUID | None = None,
    seller_organisation_id: UUID | None = None,
    label: str = "",
    without_allergens: str = "",
    cursor: str | None = None,
    limit: int = 50,
) -> Page[ItemOffer]:
    """What can be ordered on a day: every word stands in the name, a number, a synonym or the text.

    With a unit, only of the agreements that it may use. `category` is the beginning of a code, `label`
    one of `describing.LABELS`; `without_allergens` names some with commas between ("milk,gluten") and
    leaves out what is declared to hold any of them. Newest first; what the reader lacks a licence for is
    told apart, which is logged. Three statements, with a text four; two more where licences are
    asked for.
    """
    usable = agreements.usable_by(unit_id, on)
    size = max(1, min(limit, LARGEST_PAGE))
    words = text.split()
    is_among_few = bool(category or agreement_id or seller_organisation_id or label)
    among = narrowing(words, most=MOST_OF_TWO if is_among_few else MOST_ARTICLES)
    if among.is_empty:
        return Page((), None)
    conditions = ["i.agreement_id = any(%(usable)s)", "i.state = 'active'", "i.orderable"]
    conditions += [among.condition] if among.condition else []
    conditions += [f"{HAYSTACK} ilike %(word{n})s" for n in range(len(words))]
    facts: dict[str, Any] = {f"word{n}": f"%{_plain(word)}%" for n, word in enumerate(words)}
    for given, condition in (
        (category, "starts_with(i.category, %(category)s)"),
        (agreement_id, "i.agreement_id = %(agreement)s"),
        (seller_organisation_id, "i.seller_organisation_id = %(seller)s"),
        (label, _HAS_LABEL),
        (without_allergens, "not jsonb_exists_any(i.allergens, %(without)s)"),
        (cursor, "i.id < %(before)s"),
    ):
        if given:
            conditions.append(condition)
    if cursor:
        facts["before"] = _id_in(cursor)
    condition = f"{' and '.join(conditions)} order by i.id desc limit %(size)s"
    found = offers_where(
        condition,
        on,
        usable=list(usable),
        category=category,
        agreement=agreement_id,
        seller=seller_organisation_id,
        label=_label_pattern(label),
        without=[one.strip() for one in without_allergens.split(",") if one.strip()],
        size=size + 1,
        **dict(among.values),
        **facts,
    )
    following = str(found[size - 1].item_id) if len(found) > size else None
    return Page(with_licences(found[:size], actor), following)


_HAS_LABEL = (
    "exists (select from jsonb_array_elements(i.details -> 'marks') mark "
    "where mark ->> 0 ~* %(label)s)"
)


def _label_pattern(label: str) -> str:
    """The names of a label at the beginning of a certificate's; nothing fits a label there is not."""
    names = "|".join(re.escape(name) for name in LABELS.get(label, ()))
    return f"^({names})( |$)" if names else "$^"


@query
def favourites(
    on: date, *, actor: Actor, cursor: str | None = None, limit: int = 50
) -> Page[ItemOffer]:
    """The reader's favourites as they are offered on a day, the newest first, withdrawn ones too."""
    if actor.person_id is None:
        return Page((), None)
    rows = Favourite.objects.filter(person_id=actor.person_id)
    found, following = page_of(rows, cursor=cursor, limit=limit)
    offers = items_for_order([row.item_id for row in found], on)
    return Page(tuple(offers[row.item_id] for row in found), following)


def favourites_among(item_ids: Iterable[UUID], person_id: UUID | None) -> frozenset[UUID]:
    """Those of the articles that are a person's favourites. One statement."""
    if person_id is None:
        return frozenset()
    rows = Favourite.objects.filter(person_id=person_id, item_id__in=list(item_ids))
    return frozenset(rows.values_list("item_id", flat=True))


def _plain(word: str) -> str:
    return word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def _id_in(cursor: str) -> UUID:
    try:
        return UUID(cursor)
    except ValueError:
        raise Invalid((Problem("kernel.bad_cursor", {"cursor": cursor}, ("cursor",)),)) from None


@query
def versions_page(
    *,
    actor: Actor,
    agreement_id: UUID | None = None,
    state: str = "",
    cursor: str | None = None,
    limit: int = 50,
) -> Page[VersionView]:
    """The price lists, the newest first."""
    rows = Version.objects.visible_to(actor)
    if agreement_id is not None:
        rows = rows.filter(agreement_id=agreement_id)
    if state:
        rows = rows.filter(state=state)
    found, following = page_of(rows, cursor=cursor, limit=limit)
    return Page(views_of(found), following)


@query
def version(version_id: UUID, *, actor: Actor) -> VersionView:
    """A price list with how its lines were judged."""
    row = Version.objects.visible_to(actor).filter(id=version_id).first()
    if row is None:
        raise missing("catalogue version", version_id)
    return views_of([row])[0]


@query
def staged_lines(
    version_id: UUID,
    *,
    actor: Actor,
    verdict: str = "",
    cursor: str | None = None,
    limit: int = 50,
) -> Page[StagedLineView]:
    """The lines of a price list with their verdicts, the last first."""
    if not Version.objects.visible_to(actor).filter(id=version_id).exists():
        raise missing("catalogue version", version_id)
    rows = StagedLine.objects.filter(version_id=version_id)
    if verdict:
        rows = rows.filter(verdict=verdict)
    found, following = page_of(rows, cursor=cursor, limit=limit)
    return Page(tuple(_line_view(row) for row in found), following)


@query
def difference(version_id: UUID, *, actor: Actor, limit: int = LARGEST_PAGE) -> Difference:
    """What a price list changes, against what was in force when it was judged: at most `limit` of a
    kind, the greatest rises first (CAT-03)."""
    row = Version.objects.visible_to(actor).filter(id=version_id).first()
    if row is None:
        raise missing("catalogue version", version_id)
    return difference_between(row.id, _left_out(row), limit=max(1, min(limit, LARGEST_PAGE)))


def _left_out(row: Version) -> list[Item]:
    """The articles a list takes away: by leaving them out, or all of them; named ones are lines."""
    if row.agreement_id is None or row.action == Action.UPDATE:
        return []
    rows = Item.objects.filter(agreement_id=row.agreement_id)
    if row.state in (State.ACTIVE, State.SUPERSEDED):
        return list(rows.filter(state=ItemState.WITHDRAWN, version_id=row.id))
    named = StagedLine.objects.filter(version_id=row.id).values("seller_item_id")
    return list(rows.filter(state=ItemState.ACTIVE).exclude(seller_item_id__in=named))


def views_of(rows: Iterable[Version]) -> tuple[VersionView, ...]:
    """Versions as others see them. One statement more for all their lines."""
    several = list(rows)
    counts = _counts([row.id for row in several])
    none = VersionCounts(0, 0, 0, 0, 0)
    return tuple(_view(row, counts.get(row.id, none)) for row in several)


def _counts(version_ids: list[UUID]) -> dict[UUID, VersionCounts]:
    def of(verdict: Verdict) -> Count:
        return Count("id", filter=Q(verdict=verdict))

    rows = (
        StagedLine.objects.filter(version_id__in=version_ids)
        .values_list("version_id")
        .annotate(
            lines=Count("id"),
            clean_lines=of(Verdict.CLEAN),
            quarantined=of(Verdict.QUARANTINED),
            rejected=of(Verdict.REJECTED),
            accepted=Count("id", filter=Q(verdict=Verdict.QUARANTINED, decision=Decision.ACCEPT)),
        )
        .order_by()
    )
    return {row[0]: VersionCounts(*row[1:]) for row in rows}


def _view(row: Version, counts: VersionCounts) -> VersionView:
    return VersionView(
        id=row.id,
        version=row.version,
        agreement_id=row.agreement_id,
        seller_organisation_id=row.seller_organisation_id,
        number=row.number,
        catalogue_number=row.catalogue_number,
        name=row.name,
        action=row.action,
        state=row.state,
        message_id=row.message_id,
        valid_from=row.valid_from,
        valid_until=row.valid_until,
        in_force_from=row.in_force_from,
        received_at=row.received_at,
        activated_at=row.activated_at,
        counts=counts,
        available_actions=LIFECYCLE.verbs_from(row.state),
    )


def _line_view(row: StagedLine) -> StagedLineView:
    return StagedLineView(
        id=row.id,
        position=row.position,
        line_id=row.line_id,
        action=row.action,
        seller_item_id=row.seller_item_id,
        gtin=row.gtin,
        name=row.name,
        unit=row.unit,
        price=None if row.amount is None else Money(row.amount, row.currency),
        base_quantity=row.base_quantity,
        price_unit=row.price_unit,
        category=row.category,
        vat_kind=row.vat_kind,
        verdict=row.verdict,
        decision=row.decision,
        reason=row.reason,
        problems=problems_in(row.problems),
    )
