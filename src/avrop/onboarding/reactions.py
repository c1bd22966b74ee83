"""What follows for departments and requesters from what happens to units and people."""

from __future__ import annotations

from datetime import datetime

from avrop.authority import permissions as authority
from avrop.buying.orders import permissions as orders
from avrop.buying.requisitions import permissions as requisitions
from avrop.coding import permissions as coding
from avrop.kernel.actors import Actor
from avrop.kernel.reactions import reacts_to
from avrop.kernel.redacting import replace_texts
from avrop.onboarding import actions, permissions
from avrop.onboarding.actions.finding import SIGN_IN_WANTED
from avrop.onboarding.models import Department, RequesterChange
from avrop.parties.events import (
    IdentityProtected,
    PersonEnded,
    PersonInvited,
    PersonMoved,
    UnitChanged,
)
from avrop.parties.queries import words_instead
from avrop.tasks import actions as tasks_actions
from avrop.tasks import permissions as tasks

_WHAT_SOMEBODY_LEAVES = (
    permissions.CHANGE_REQUESTERS,
    requisitions.PASS_ON,
    orders.PASS_ON,
    authority.GRANT,
    coding.ISSUE_SHORT_CODES,
    tasks.OPEN,
    tasks.CLOSE,
    tasks.ESCALATE,
)


@reacts_to(UnitChanged, may=(permissions.CHASE, tasks.OPEN, tasks.CLOSE))
def tell_suppliers_of_the_move(event: UnitChanged, *, actor: Actor, at: datetime) -> None:
    """A department whose address is another one tells its suppliers again (ORG-11)."""
    if "delivery_address" not in event.fields:
        return
    found = Department.objects.filter(unit_id=event.unit_id).values_list("id", flat=True).first()
    if found is not None:
        actions.follow_address(found, actor=actor, at=at)


@reacts_to(PersonMoved, may=_WHAT_SOMEBODY_LEAVES)
def see_to_who_moves(event: PersonMoved, *, actor: Actor, at: datetime) -> None:
    """Nothing falls between chairs where the staff register moves somebody."""
    actions.follow_move(event.person_id, event.former_unit_id, event.unit_id, actor=actor, at=at)


@reacts_to(PersonEnded, may=_WHAT_SOMEBODY_LEAVES)
def see_to_who_leaves(event: PersonEnded, *, actor: Actor, at: datetime) -> None:
    """Nothing falls between chairs where the staff register lets somebody go."""
    actions.follow_leaving(event.person_id, event.last_day, event.taker_id, actor=actor, at=at)


@reacts_to(PersonInvited, may=(tasks.CLOSE,))
def sign_in_is_given(event: PersonInvited, *, actor: Actor, at: datetime) -> None:
    """Whoever was asked to let somebody new sign in has done it."""
    changes = RequesterChange.objects.filter(person_id=event.person_id)
    for change_id in changes.values_list("id", flat=True):
        tasks_actions.close_tasks(change_id, kind=SIGN_IN_WANTED, actor=actor, at=at)


@reacts_to(IdentityProtected)
def hide_names_in_forms(event: IdentityProtected, *, actor: Actor, at: datetime) -> None:
    """Forms that named somebody who is protected now tell who it is no more."""
    words = words_instead(event.person_id)
    replace_texts(Department, "form", words)
    replace_texts(Department, "told", words)
