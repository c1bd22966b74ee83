"""The roll of who holds which role on a day, as SQL for floors above: who must be trained."""

from __future__ import annotations


def roll_in_sql() -> str:
    """A select of (tenant_id, person_id, role, unit_id, categories, since) of the mandates in force on
    the day %(on)s. `categories` is a JSON list; one who stands in for another is not on the roll."""
    return """
        select m.tenant_id, m.person_id, r.code as role, m.unit_id, m.categories,
            m.valid_from as since
        from authority_mandate m
        join authority_role r on r.tenant_id = m.tenant_id and r.id = m.role_id
        where m.revoked_at is null and m.valid_from <= %(on)s
          and (m.valid_until is null or m.valid_until >= %(on)s)"""
