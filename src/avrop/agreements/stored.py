"""Agreements as they stand in the tables: one statement gives terms with what has been drawn."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import connection

from avrop.agreements.rules import AgreementTerms, ChargeTerm
from avrop.kernel.canonical import from_plain
from avrop.kernel.problems import missing
from avrop.kernel.scope import current_tenant
from avrop.parties.queries import units_in_sql
from avrop.values import Money, money_or_none

_ENTITLED = f"""
    not exists (select from agreements_entitled_unit e
                where e.tenant_id = a.tenant_id and e.agreement_id = a.id)
    or exists (select from agreements_entitled_unit e
               join ({units_in_sql()}) u on u.tenant_id = e.tenant_id and u.id = %(unit)s
               where e.tenant_id = a.tenant_id and e.agreement_id = a.id
                 and position('/' || e.unit_id || '/' in u.path) > 0)"""

_TERMS = f"""
    select a.id, a.version, a.number, a.title, a.seller_organisation_id, a.state, a.valid_from,
        a.valid_until, a.currency, a.ceiling, d.amount,
        %(unit)s::uuid is null or {_ENTITLED},
        a.min_order, a.price_basis, a.on_silence, a.response_hours, a.allows_changes,
        a.allows_substitutes, a.process, a.charges, a.price_increase_percent, a.prices_fixed_until
    from agreements_agreement a
    join agreements_drawn d on d.tenant_id = a.tenant_id and d.agreement_id = a.id
    where a.tenant_id = %(tenant)s"""


_PLAIN = (
    "id",
    "version",
    "number",
    "title",
    "seller_organisation_id",
    "state",
    "valid_from",
    "valid_until",
    "currency",
)


def terms_where(
    condition: str, *, unit_id: UUID | None = None, **facts: Any
) -> tuple[AgreementTerms, ...]:
    """The terms of agreements `a` that meet a condition of ours, by number. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"{_TERMS} and {condition} order by a.number",
            {"tenant": current_tenant(), "unit": unit_id, **facts},
        )
        return tuple(_terms_in(row) for row in cursor.fetchall())


def terms_by_id(
    agreement_ids: Iterable[UUID], *, unit_id: UUID | None = None
) -> dict[UUID, AgreementTerms]:
    """The terms of these agreements. One statement."""
    asked = list(dict.fromkeys(agreement_ids))
    if not asked:
        return {}
    found = terms_where("a.id = any(%(ids)s)", unit_id=unit_id, ids=asked)
    return {terms.id: terms for terms in found}


def locked_terms(agreement_id: UUID) -> AgreementTerms:
    """The terms of one agreement, locked with its sum; `Missing` where there is none."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"{_TERMS} and a.id = %(id)s for update of a, d",
            {"tenant": current_tenant(), "unit": None, "id": agreement_id},
        )
        row = cursor.fetchone()
    if row is None:
        raise missing("agreement", agreement_id)
    return _terms_in(row)


def _terms_in(row: tuple[Any, ...]) -> AgreementTerms:
    currency = row[8]
    plain = dict(zip(_PLAIN, row, strict=False))
    return AgreementTerms(
        **plain,
        ceiling=money_or_none(row[9], currency),
        drawn=Money(row[10], currency),
        is_entitled=row[11],
        min_order=money_or_none(row[12], currency),
        price_basis=row[13],
        on_silence=row[14],
        response_hours=row[15],
        allows_changes=row[16],
        allows_substitutes=row[17],
        process=row[18],
        charges=_charges(row[19]),
        price_increase_percent=row[20],
        prices_fixed_until=row[21],
    )


def _charges(stored: Any) -> tuple[ChargeTerm, ...]:
    plain = json.loads(stored) if isinstance(stored, str) else stored
    charges: tuple[ChargeTerm, ...] = from_plain(plain, tuple[ChargeTerm, ...])
    return charges
