"""What is required of whom, and the policies that are to be acknowledged."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from avrop.authority import queries as authority
from avrop.kernel import outbox, ruleset
from avrop.kernel.actors import Actor
from avrop.kernel.commands import command
from avrop.kernel.days import day_of
from avrop.kernel.ports import EVERYWHERE, require
from avrop.kernel.problems import Problem, invalid_if, refuse_if
from avrop.training import events, permissions, requirements, rules
from avrop.training.models import Course, Policy
from avrop.training.requirements import Requirements


@command(permissions.STEER)
def change_requirements(
    chosen: Requirements, *, valid_from: date, reason: str, actor: Actor, at: datetime
) -> str:
    """Decide from a day on which courses and policies are required of whom, when people are reminded,
    and how long an emergency lasts. Returns the reference of the version."""
    actor = require(actor, permissions.STEER, at=at, within=EVERYWHERE)
    courses = Course.objects.values_list("code", flat=True)
    policies = Policy.objects.values_list("code", flat=True).distinct()
    roles = [role.code for role in authority.roles(actor=actor)]
    problems = list(
        requirements.problems_with_requirements(chosen, set(courses), set(roles), set(policies))
    )
    if not reason.strip():
        problems.append(Problem("training.no_reason", {}, ("reason",)))
    refuse_if(problems)
    version = ruleset.add_version(
        requirements.NAME, chosen, valid_from=valid_from, by=actor.person_id, at=at, reason=reason
    )
    event = events.RequirementsChanged(actor.tenant_id, version)
    outbox.publish(event, actor=actor, at=at, reason=reason.strip(), rule_set=version)
    return version


@command(permissions.STEER)
def publish_policy(
    code: str,
    title: Mapping[str, str],
    text: Mapping[str, str],
    *,
    in_force_from: date,
    actor: Actor,
    at: datetime,
) -> UUID:
    """Put a new version of a policy in force from a day: everybody acknowledges it anew before the next
    certificate. Returns the version."""
    actor = require(actor, permissions.STEER, at=at, within=EVERYWHERE)
    problems = list(rules.problems_with_policy(title, text))
    if not code.strip() or len(code) > rules.LONGEST_CODE:
        problems.append(Problem("training.code_shape", {"most": rules.LONGEST_CODE}, ("code",)))
    invalid_if(problems)
    former = Policy.objects.filter(code=code.strip()).order_by("-number").first()
    if in_force_from < day_of(at):
        refuse_if([Problem("training.in_force_in_the_past", {}, ("in_force_from",))])
    row = Policy.objects.create(
        code=code.strip(),
        number=former.number + 1 if former else 1,
        title=dict(title),
        text=dict(text),
        in_force_from=in_force_from,
        published_by=actor.person_id,
        published_at=at,
    )
    outbox.publish(events.PolicyPublished(row.id, row.code, row.number), actor=actor, at=at)
    return row.id
