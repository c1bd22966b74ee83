"""The keys of programs: who has which, until when."""

from __future__ import annotations

from avrop.accounts import queries as sign_in
from avrop.accounts.queries import KeyFacts
from avrop.kernel.actors import Actor
from avrop.kernel.commands import query
from avrop.kernel.paging import Page, page_of
from avrop.kernel.ports import EVERYWHERE, holds
from avrop.kernel.scope import current_tenant
from avrop.parties.permissions import ISSUE_KEYS


@query
def api_keys_page(*, actor: Actor, cursor: str | None = None, limit: int = 50) -> Page[KeyFacts]:
    """The keys of the organisation, the newest first, also those that open nothing any more. Who may
    not issue keys for the whole organisation sees the ones that act as him."""
    rows = sign_in.keys_of(current_tenant())
    if actor.person_id is not None and not holds(actor, ISSUE_KEYS, within=EVERYWHERE):
        rows = rows.filter(person_id=actor.person_id)
    found, following = page_of(rows, cursor=cursor, limit=limit)
    return Page(tuple(sign_in.key_facts(row) for row in found), following)
