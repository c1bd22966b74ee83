"""Whoever has read a text of a handbook says whether it helped, and what was missing."""

from __future__ import annotations

from datetime import datetime

from django.db import connection

from avrop.kernel import outbox
from avrop.kernel.actors import Actor
from avrop.kernel.commands import command
from avrop.kernel.ports import require
from avrop.kernel.problems import Problem, invalid_if, refuse_if
from avrop.support import permissions, rules
from avrop.support.events import TextJudged
from avrop.support.handbook.shapes import OwnJudgement
from avrop.support.queries.handbooks import entry_of
from avrop.values import uuid7


@command(permissions.ASK)
def judge_text(
    role: str, code: str, helps: bool, *, comment: str = "", actor: Actor, at: datetime
) -> OwnJudgement:
    """Say whether a section or a question of a handbook helped, and what was missing.

    Each person says so once of each version of a text; said again, the newer counts. Raises `Missing`
    where there is no such text, `Invalid` for a comment that is too long, and `Refused` for a routine.
    """
    _book, entry = entry_of(role, code)
    actor = require(actor, permissions.ASK, at=at)
    said = comment.strip()
    invalid_if(rules.problems_judging(said))
    refuse_if([Problem("support.only_people")] if actor.person_id is None else [])
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into support_judgement as j "
            "(tenant_id, id, person_id, role, code, updated, helps, comment, judged_at) "
            "values (%s, %s, %s, %s, %s, %s, %s, %s, %s) "
            "on conflict (tenant_id, person_id, role, code, updated) do update set "
            "helps = excluded.helps, comment = excluded.comment, judged_at = excluded.judged_at",
            [
                actor.tenant_id,
                uuid7(),
                actor.person_id,
                role,
                code,
                entry.updated,
                helps,
                said,
                at,
            ],
        )
    outbox.publish(TextJudged(role, code, entry.updated, helps), actor=actor, at=at)
    return OwnJudgement(helps, said)
