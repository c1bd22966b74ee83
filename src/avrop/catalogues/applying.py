"""Puts a version in force. One statement for each kind of change, whatever the number of lines:
articles added or changed, articles withdrawn, prices ended, prices begun. What does not change is
not touched, so that the same list once more writes nothing.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import connection

from avrop.catalogues.lifecycle import Action
from avrop.catalogues.models import Described, Version
from avrop.catalogues.word_index import index_words
from avrop.kernel.scope import current_tenant

_DESCRIBED = tuple(field.name for field in Described._meta.local_fields)

#: The lines that count: clean, or quarantined and accepted by a person.
_APPLIED = """
    s.tenant_id = %(tenant)s and s.version_id = %(version)s
    and (s.verdict = 'clean' or (s.verdict = 'quarantined' and s.decision = 'accept'))"""

# A new article takes the id of the line that brought it.
_WRITE_ITEMS = f"""
    insert into catalogues_item as i (tenant_id, id, agreement_id, seller_organisation_id,
        seller_item_id, state, version_id, {", ".join(_DESCRIBED)})
    select s.tenant_id, s.id, %(agreement)s, %(seller)s, s.seller_item_id, 'active', s.version_id,
        {", ".join(f"s.{name}" for name in _DESCRIBED)}
    from catalogues_staged_line s where {_APPLIED} and s.action <> 'delete'
    on conflict (tenant_id, agreement_id, seller_item_id) do update set
        state = 'active', version_id = excluded.version_id,
        {", ".join(f"{name} = excluded.{name}" for name in _DESCRIBED)}
    where (i.state, {", ".join(f"i.{name}" for name in _DESCRIBED)})
        is distinct from ('active', {", ".join(f"excluded.{name}" for name in _DESCRIBED)})"""

_WITHDRAW = """
    update catalogues_item i set state = 'withdrawn', version_id = %(version)s
    where i.tenant_id = %(tenant)s and i.agreement_id = %(agreement)s and i.state = 'active' and """
# A line that is held back keeps its article as it was: only what the list leaves out is withdrawn.
_LEFT_OUT = """
    not exists (select from catalogues_staged_line s
        where s.tenant_id = %(tenant)s and s.version_id = %(version)s
          and s.seller_item_id = i.seller_item_id)"""
_NAMED = f"""
    exists (select from catalogues_staged_line s
        where {_APPLIED} and s.action = 'delete' and s.seller_item_id = i.seller_item_id)"""

_OFFERED = f"""
    select i.id as item_id, s.id, s.amount, s.currency, s.base_quantity, s.price_unit,
        greatest(s.price_from, %(on)s::date) as valid_from,
        coalesce(s.price_until, %(until)s::date) as valid_until
    from catalogues_staged_line s
    join catalogues_item i on i.tenant_id = s.tenant_id and i.agreement_id = %(agreement)s
        and i.seller_item_id = s.seller_item_id
    where {_APPLIED} and s.action <> 'delete'"""
_SAME_PRICE = """
    p.amount = o.amount and p.currency = o.currency and p.base_quantity = o.base_quantity
    and p.unit = o.price_unit"""

# Prices the list says nothing new of go on, to its end; others end the day before the new begins.
_NEW_END = f"""
    case when {_SAME_PRICE} then
        case when o.valid_until is null then null else greatest(p.valid_from, o.valid_until) end
    else greatest(p.valid_from, least(coalesce(p.valid_until, 'infinity'), o.valid_from - 1)) end"""
_END_PRICES = f"""
    with o as ({_OFFERED})
    update catalogues_price p set valid_until = {_NEW_END}
    from o
    where p.tenant_id = %(tenant)s and p.item_id = o.item_id and p.valid_from <= %(on)s
      and (p.valid_until is null or p.valid_until >= %(on)s)
      and p.valid_until is distinct from {_NEW_END}"""

# What was to begin later was said by an older list.
_DROP_COMING = f"""
    with o as ({_OFFERED})
    delete from catalogues_price p using o
    where p.tenant_id = %(tenant)s and p.item_id = o.item_id and p.valid_from > %(on)s
      and not ({_SAME_PRICE} and p.valid_from = o.valid_from
               and p.valid_until is not distinct from o.valid_until)"""

_BEGIN_PRICES = f"""
    with o as ({_OFFERED})
    insert into catalogues_price as p (tenant_id, id, item_id, amount, currency, base_quantity, unit,
        valid_from, valid_until, version_id)
    select %(tenant)s, o.id, o.item_id, o.amount, o.currency, o.base_quantity, o.price_unit,
        o.valid_from, o.valid_until, %(version)s
    from o
    where o.amount is not null and (o.valid_until is null or o.valid_until >= o.valid_from)
      and not exists (select from catalogues_price p
        where p.tenant_id = %(tenant)s and p.item_id = o.item_id and {_SAME_PRICE}
          and p.valid_from <= o.valid_from and p.valid_until is not distinct from o.valid_until)
    on conflict (tenant_id, item_id, valid_from) do update set
        amount = excluded.amount, currency = excluded.currency,
        base_quantity = excluded.base_quantity, unit = excluded.unit,
        valid_until = excluded.valid_until, version_id = excluded.version_id"""


# The lines may be as new as this transaction: without statistics the planner takes them for one row
# and would go through the articles anew for each, which takes minutes at ten thousand lines.
_SET_BASED = "set local enable_nestloop = off"
_AS_BEFORE = "set local enable_nestloop to default"


def apply(version: Version, on: date) -> None:
    """Make the accepted lines of a version what the agreement offers from a day on."""
    facts: dict[str, Any] = {
        "tenant": current_tenant(),
        "version": version.id,
        "agreement": version.agreement_id,
        "seller": version.seller_organisation_id,
        "on": on,
        "until": version.valid_until,
    }
    with connection.cursor() as cursor:
        cursor.execute(_SET_BASED)
        for statement in _statements(version.action):
            cursor.execute(statement, facts)
        cursor.execute(_AS_BEFORE)
    index_words(version.id)


def _statements(action: str) -> tuple[str, ...]:
    writing = (_WRITE_ITEMS, _END_PRICES, _DROP_COMING, _BEGIN_PRICES)
    if action == Action.DELETE:
        return (f"{_WITHDRAW} true",)
    if action == Action.UPDATE:
        return (*writing, f"{_WITHDRAW} {_NAMED}")
    return (*writing, f"{_WITHDRAW} {_LEFT_OUT}")
