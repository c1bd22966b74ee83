"""The roll of who holds which role on a day, as SQL for floors above: who must be trained."""

from __future__ import annotations

from avrop.authority.holders import DAY, holdings_in_sql, on_the_day


def roll_in_sql() -> str:
    """A select of (tenant_id, person_id, role, unit_id, categories, since) of the mandates in force on
    the day %(today)s in the organisation %(tenant)s, however somebody came by one. `categories` is a
    JSON list; one who stands in for another is not on the roll."""
    return f"""
        select m.tenant_id, h.person_id, r.code as role, coalesce(h.unit_id, m.unit_id) as unit_id,
            m.categories, greatest(m.valid_from, h.held_from) as since
        from ({holdings_in_sql("is not null")}) h
        join authority_mandate m on m.tenant_id = %(tenant)s and m.id = h.mandate_id
        join authority_role r on r.tenant_id = m.tenant_id and r.id = m.role_id
        where m.revoked_at is null and {on_the_day("m")}
          and coalesce(h.held_from, {DAY}) <= {DAY} and coalesce(h.held_until, {DAY}) >= {DAY}"""
