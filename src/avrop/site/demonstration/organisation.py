"""How the municipality of the demonstration is organised: positions, courses, certificates, and the gate
that asks for one of them.

Everybody of the journey has what the gate asks for, so that it is seen and stops nobody.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from avrop.authority import actions as authority
from avrop.authority.passes import Gate, PassKind
from avrop.buying.requisitions.permissions import SUBMIT
from avrop.kernel.actors import Actor
from avrop.training import actions as training

#: The roles for which the product has a course: its code, as their certificate has it.
TRAINED = ("requester", "approver", "receiver", "manager", "coordinator")
DECISION = "KS 2026 § 14"
#: What whoever orders must have shown.
TO_ORDER = Gate(
    PassKind.CERTIFICATE,
    "requester",
    (SUBMIT.name,),
    roles=("requester",),
    name={"en": "To order", "sv": "Att beställa", "zh-hans": "请购"},
)
#: A position for the manager of a unit, and one that nobody holds yet.
HELD, VACANT = "Rektor", "Köksansvarig"


def organise(
    people: Mapping[UUID, tuple[str, ...]],
    head: UUID,
    unit_id: UUID,
    *,
    since: date,
    actor: Actor,
    at: datetime,
) -> None:
    """Organise a municipality. `people` are its persons with their roles; `head` holds a position in the
    unit."""
    held = authority.open_position(HELD, valid_from=since, unit_id=unit_id, actor=actor, at=at)
    authority.appoint(held, head, valid_from=since, decision_reference=DECISION, actor=actor, at=at)
    authority.open_position(VACANT, valid_from=since, unit_id=unit_id, actor=actor, at=at)
    training.install_courses(actor=actor, at=at)
    _certify(people, since, actor, at)
    authority.change_gates((TO_ORDER,), valid_from=since, reason=DECISION, actor=actor, at=at)


def _certify(
    people: Mapping[UUID, tuple[str, ...]], since: date, actor: Actor, at: datetime
) -> None:
    """Certificates that they had before, registered as they are: until the end of the next year."""
    until = date(since.year + 1, 12, 31)
    for person_id, roles in people.items():
        for role in roles:
            if role in TRAINED:
                authority.grant_pass(
                    person_id,
                    PassKind.CERTIFICATE,
                    role,
                    since,
                    until,
                    DECISION,
                    actor=actor,
                    at=at,
                )
