"""What follows in the catalogues app: somebody is told of what waits for a review."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from avrop.authority.queries import people_who_may
from avrop.catalogues import permissions
from avrop.catalogues.events import AgreementAssigned, CatalogueReceived
from avrop.catalogues.lifecycle import State
from avrop.catalogues.models import Version
from avrop.kernel.actors import Actor
from avrop.kernel.ports import across
from avrop.kernel.reactions import reacts_to
from avrop.parties import queries as parties
from avrop.tasks import permissions as tasks_permissions
from avrop.tasks.actions import close_tasks, open_task

WAITING = frozenset({State.RECEIVED, State.IN_REVIEW})


@reacts_to(CatalogueReceived, may=(tasks_permissions.OPEN,))
def ask_for_review(event: CatalogueReceived, *, actor: Actor, at: datetime) -> None:
    """Those who look after the agreement review the list, or say which agreement it is for; nobody,
    where it has been decided on already."""
    kind = "catalogues.task_review" if event.agreement_id else "catalogues.task_assign"
    key = f"catalogues.review/{event.version_id}"
    _ask(kind, event.version_id, event.agreement_id, key, actor=actor, at=at)


@reacts_to(AgreementAssigned, may=(tasks_permissions.OPEN, tasks_permissions.CLOSE))
def ask_for_review_under_agreement(event: AgreementAssigned, *, actor: Actor, at: datetime) -> None:
    """Nobody is asked any more which agreement a list is for, and those who look after it review it."""
    close_tasks(event.version_id, kind="catalogues.task_assign", actor=actor, at=at)
    key = f"catalogues.review_of_assigned/{event.version_id}"
    _ask("catalogues.task_review", event.version_id, event.agreement_id, key, actor=actor, at=at)


def _ask(
    kind: str,
    version_id: UUID,
    agreement_id: UUID | None,
    once_key: str,
    *,
    actor: Actor,
    at: datetime,
) -> None:
    people = people_who_may(permissions.REVIEW, across(agreement_id), at)
    row = Version.objects.select_for_update().filter(id=version_id).first()
    if not people or row is None or row.state not in WAITING:
        return
    open_task(
        kind,
        subject_kind="catalogue_version",
        subject_id=row.id,
        assignees=people,
        values={
            "number": row.catalogue_number,
            "seller": parties.organisation(row.seller_organisation_id).name,
            "valid_from": row.valid_from,
        },
        once_key=once_key,
        actor=actor,
        at=at,
    )
