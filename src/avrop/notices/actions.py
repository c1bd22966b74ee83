"""Choosing how one is told, deciding what nobody can turn off, and telling people."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db import connection

from avrop.authority import queries as authority
from avrop.authority.held import roles_of
from avrop.kernel import bulk, outbox, ruleset
from avrop.kernel.actors import Actor
from avrop.kernel.commands import command
from avrop.kernel.days import day_of, time_zone
from avrop.kernel.jobs import defer_each
from avrop.kernel.ports import EVERYWHERE, require
from avrop.kernel.problems import Problem, refuse_if
from avrop.kernel.scope import current_tenant
from avrop.notices import events, permissions, rules
from avrop.notices.kinds import How, Occasion, Outcome, occasion_of
from avrop.notices.models import Notice, NoticeChoice
from avrop.notices.rules import NoticeRules, Times
from avrop.notices.stored import NOTHING, chosen_by, rules_on
from avrop.tasks.permissions import FOLLOW
from avrop.tasks.queries import waiting_in_sql

#: Who could not be told for so long sees it on the site instead.
HORIZON = timedelta(days=2)
MOST_AT_ONCE = 2000


@command(FOLLOW)
def choose_notices(
    choices: Mapping[Occasion, How],
    *,
    quiet_from: time = time(18),
    quiet_until: time = time(7),
    digest_at: time = time(7, 30),
    actor: Actor,
    at: datetime,
) -> None:
    """Choose how soon one is told of what, and when not to be disturbed. What is left out follows the
    organisation's rules; what those make mandatory cannot be made later (`Refused`)."""
    actor = require(actor, FOLLOW, at=at)
    if actor.person_id is None:
        refuse_if([Problem("notices.no_person")])
    assert actor.person_id is not None
    times = Times(quiet_from, quiet_until, digest_at)
    in_force, _ = rules_on(day_of(at))
    roles = roles_of([actor.person_id], day_of(at)).get(actor.person_id, frozenset())
    refuse_if(rules.problems_choosing(choices, times, in_force, roles))
    NoticeChoice.objects.update_or_create(
        person_id=actor.person_id,
        defaults={
            "choices": {str(key): str(how) for key, how in choices.items()},
            "quiet_from": quiet_from,
            "quiet_until": quiet_until,
            "digest_at": digest_at,
        },
    )
    outbox.publish(events.NoticesChosen(actor.person_id), actor=actor, at=at)


@command(permissions.STEER)
def change_notice_rules(
    chosen: NoticeRules, *, valid_from: date, reason: str, actor: Actor, at: datetime
) -> str:
    """Decide from a day on how soon people are told on each occasion, and what of that they cannot turn
    off. Returns the reference of the version."""
    actor = require(actor, permissions.STEER, at=at, within=EVERYWHERE)
    roles = {role.code for role in authority.roles(actor=actor)}
    problems = list(rules.problems_with_rules(chosen, roles))
    if not reason.strip():
        problems.append(Problem("authority.no_reason", {}, ("reason",)))
    refuse_if(problems)
    version = ruleset.add_version(
        rules.NAME, chosen, valid_from=valid_from, by=actor.person_id, at=at, reason=reason
    )
    event = events.NoticeRulesChanged(actor.tenant_id, version)
    outbox.publish(event, actor=actor, at=at, reason=reason.strip(), rule_set=version)
    return version


@command(permissions.TELL)
def tell_of_tasks(*, actor: Actor, at: datetime) -> int:
    """Take up the tasks that have begun to wait for somebody, and have those told whose time has come.
    Returns how many people. The same statements however many there are."""
    actor = require(actor, permissions.TELL, at=at, within=EVERYWHERE)
    _take_up(at)
    due = Notice.objects.select_for_update().filter(outcome=Outcome.WAITS, due_at__lte=at)
    found = list(due.order_by("id")[:MOST_AT_ONCE])
    if not found:
        return 0
    waiting = _still_waiting(one.task_id for one in found)
    sent = [one for one in found if (one.task_id, one.person_id) in waiting]
    gone = [one for one in found if (one.task_id, one.person_id) not in waiting]
    _settle(sent, Outcome.SENT, at)
    _settle(gone, Outcome.SETTLED, at)
    mails: defaultdict[UUID, list[str]] = defaultdict(list)
    for one in sent:
        mails[one.person_id].append(str(one.task_id))
    if mails:
        _have_mailed(mails, actor.tenant_id)
        event = events.NoticesSent(actor.tenant_id, len(mails), len(sent))
        outbox.publish(event, actor=actor, at=at)
    return len(mails)


def _have_mailed(mails: Mapping[UUID, list[str]], tenant_id: UUID) -> None:
    from avrop.notices.jobs import mail_notices

    defer_each(
        mail_notices,
        [
            {"tenant": str(tenant_id), "person": str(person_id), "tasks": tasks}
            for person_id, tasks in mails.items()
        ],
    )


def _settle(rows: Iterable[Notice], outcome: Outcome, at: datetime) -> None:
    ids = [one.id for one in rows]
    if ids:
        Notice.objects.filter(id__in=ids).update(outcome=outcome, settled_at=at)


_NEW = """
    select w.task_id, w.kind, w.person_id, w.opened_at from ({waiting}) w
    where w.tenant_id = %(tenant)s and w.opened_at > %(since)s
      and not exists (select from notices_notice n where n.tenant_id = w.tenant_id
        and n.task_id = w.task_id and n.person_id = w.person_id)
    order by w.task_id limit %(most)s"""
_STILL = """
    select w.task_id, w.person_id from ({waiting}) w
    where w.tenant_id = %(tenant)s and w.task_id = any(%(tasks)s)"""


def _take_up(at: datetime) -> None:
    """Write down when each is told of what is new."""
    asked: dict[str, Any] = {
        "tenant": current_tenant(),
        "since": at - HORIZON,
        "most": MOST_AT_ONCE,
    }
    with connection.cursor() as cursor:
        cursor.execute(_NEW.format(waiting=waiting_in_sql()), asked)
        found = cursor.fetchall()
    if not found:
        return
    people = {person_id for _, _, person_id, _ in found}
    in_force, _ = rules_on(day_of(at))
    held, chosen, zone = roles_of(people, day_of(at)), chosen_by(people), time_zone()
    rows = []
    for task_id, kind, person_id, _ in found:
        choices, times = chosen.get(person_id, NOTHING)
        occasion = occasion_of(kind)
        rule = in_force.rule_for(occasion, held.get(person_id, frozenset()))
        due_at = rules.told_at(rules.how_told(rule, choices.get(occasion)), at, times, zone)
        rows.append(Notice(person_id=person_id, task_id=task_id, due_at=due_at))
    bulk.insert_new_rows(Notice, rows)


def _still_waiting(task_ids: Iterable[UUID]) -> set[tuple[UUID, UUID]]:
    asked: dict[str, Any] = {"tenant": current_tenant(), "tasks": list(task_ids)}
    with connection.cursor() as cursor:
        cursor.execute(_STILL.format(waiting=waiting_in_sql()), asked)
        return set(cursor.fetchall())
