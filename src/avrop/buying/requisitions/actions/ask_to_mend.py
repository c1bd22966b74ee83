"""Asking whoever can mend what stops a cart."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.utils.translation import override

from avrop.authority import queries as authority
from avrop.buying.requisitions import permissions
from avrop.buying.requisitions.carts import cart_for_change
from avrop.buying.requisitions.events import MendingAsked
from avrop.buying.requisitions.facts import gather, with_approvers
from avrop.buying.requisitions.models import Requisition
from avrop.buying.requisitions.remedies import REQUESTER
from avrop.buying.requisitions.rules import problems_submitting
from avrop.buying.requisitions.shapes import FindingName
from avrop.kernel import outbox
from avrop.kernel.actors import Actor
from avrop.kernel.commands import command
from avrop.kernel.days import day_of
from avrop.kernel.ports import Within, require
from avrop.kernel.problems import Problem, Refused, missing
from avrop.kernel.wording import say
from avrop.parties import queries as parties
from avrop.tasks import actions as tasks
from avrop.values import Text

ASKED = "requisitions.asked_to_mend"


@command(permissions.WRITE)
def ask_to_mend(
    requisition_id: UUID,
    finding: FindingName,
    *,
    actor: Actor,
    at: datetime,
) -> UUID:
    """Leave a task for those who hold the role that can mend what stops the cart, for its unit.

    Asked again about the same version of the cart, it is the same task. Returns the task's id.
    """
    requisition = cart_for_change(requisition_id)

    actor = require(actor, permissions.WRITE, at=at, within=Within(unit_id=requisition.unit_id))

    problem = _problem_named(requisition, finding, at)
    role = say(problem).fixer
    if role in ("", REQUESTER):
        raise Refused((Problem("requisitions.yours_to_mend"),))
    people = authority.holders_of(role, unit_id=requisition.unit_id, on=day_of(at))
    others = tuple(person for person in people if person != actor.person_id)
    if not others:
        raise Refused((Problem("requisitions.nobody_to_ask"),))
    task_id = tasks.open_task(
        ASKED,
        subject_kind="requisition",
        subject_id=requisition.id,
        assignees=others,
        values={
            "number": requisition.number,
            "unit": parties.unit(requisition.unit_id).name,
            "what": _in_every_language(problem),
        },
        unit_id=requisition.unit_id,
        once_key=once_key(requisition.id, requisition.version, finding),
        actor=actor,
        at=at,
    )

    outbox.publish(MendingAsked(requisition.id, finding.code, task_id), actor=actor, at=at)
    return task_id


def once_key(requisition_id: UUID, version: int, finding: FindingName) -> str:
    """The key by which a finding of one version of a cart is asked about once."""
    place = ".".join(str(part) for part in finding.place)
    return f"requisitions.asked/{requisition_id}/{version}/{finding.code}/{place}"[:200]


def _problem_named(requisition: Requisition, finding: FindingName, at: datetime) -> Problem:
    cart = with_approvers(requisition, gather(requisition, at=at), at=at)
    for problem in problems_submitting(cart):
        if (problem.code, problem.place) == (finding.code, tuple(finding.place)):
            return problem
    raise missing("finding", finding.code)


def _in_every_language(problem: Problem) -> Text:
    """The sentence as each reader of the task will have it."""
    said = {}
    for language, _name in settings.LANGUAGES:
        with override(language):
            said[language] = say(problem).sentence
    return Text(said)
