"""What has changed in a need since it was last put to approval: by whom, why, and line by line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from uuid import UUID

from avrop.approvals.queries import RequestView
from avrop.buying.requisitions.queries import (
    AskedDifferently,
    RequisitionView,
    asked_differently,
)
from avrop.kernel.recent import Recent, recent_events
from avrop.parties import queries as parties
from avrop.site.pages.code_names import Codes, codes_of

CHANGED = "requisitions.requisition_changed"
MOST_EVENTS = 200


@dataclass(frozen=True, slots=True)
class NeedChange:
    """A change between two times that approval was asked for. `person` and `reason` are those of the
    approver who made it; "" where the requester did, after it came back."""

    request_id: UUID
    at: datetime
    person: str
    reason: str
    differences: tuple[AskedDifferently, ...]


def changes_of(found: RequisitionView, requests: Sequence[RequestView]) -> tuple[NeedChange, ...]:
    """Every change of a need between its requests for approval (the newest first), the newest first.
    Inside a scope; two statements, none where approval was asked for once."""
    if len(requests) < 2:
        return ()
    events = _events(found)
    people = parties.people({one.person_id for one in events.values() if one.person_id})
    names = {key: person.name for key, person in people.items()}
    changes = []
    for now, former in pairwise(requests):
        differences = asked_differently(former.snapshot, now.snapshot)
        event = events.get(now.id)
        if differences:
            changes.append(
                NeedChange(
                    request_id=now.id,
                    at=now.requested_at,
                    person=names.get(event.person_id, "") if event and event.person_id else "",
                    reason=event.reason if event else "",
                    differences=differences,
                )
            )
    return tuple(changes)


def codes_in(found: RequisitionView, changes: Sequence[NeedChange]) -> Codes:
    """What the codes of a need and of its changes are called; inside a scope."""
    asked = (
        one for change in changes for each in change.differences for one in (each.now, each.former)
    )
    return codes_of((*found.lines, *asked))


def _events(found: RequisitionView) -> Mapping[UUID, Recent]:
    """The approvers' changes, by the request for approval that each led to."""
    happened = recent_events([found.id], since=found.created_at, but_by=None, limit=MOST_EVENTS)
    return {
        UUID(str(one.facts["approval_request_id"])): one for one in happened if one.name == CHANGED
    }
