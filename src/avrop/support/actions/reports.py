"""Somebody without an account reports a fault, and hears what was answered.

The law on accessibility of digital public service (2018:1937, 14 §) asks for a way to report that is
open to everybody. A report is a case like any other, but for who asked: nobody that is known. What is
kept is what was typed, as it was typed.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from avrop.kernel.actors import Actor
from avrop.kernel.commands import command
from avrop.kernel.ports import require
from avrop.kernel.problems import Problem, invalid_if, refuse_if
from avrop.support import permissions, queries, rules
from avrop.support.actions.cases import case_for_change, opened, told
from avrop.support.events import CaseTold
from avrop.support.lifecycle import LIFECYCLE
from avrop.support.models import Case
from avrop.support.shapes import CaseView


@command(permissions.REPORT)
def report_fault(
    topic: str,
    text: str,
    *,
    page: str = "",
    named: str = "",
    answer_to: str = "",
    actor: Actor,
    at: datetime,
) -> CaseView:
    """Take in what somebody without an account reports: he himself, or whoever he has told it to.

    `page` is where it was and `named` whom it is about, both in his own words; `answer_to` is where the
    answer goes by e-mail. One of those who answer cases owns it at once. Raises `Invalid`, and
    `Refused` for a visitor where too many have come in a day.
    """
    actor = require(actor, permissions.REPORT, at=at)
    invalid_if(rules.problems_reporting(topic, text, page, named, answer_to))
    if not actor.is_person:
        refuse_if(rules.problems_with_flood(queries.reports_since_yesterday(at)))
    able = queries.who_answers(at)
    row = Case(
        topic=topic,
        owner=rules.owner_among(able, queries.open_cases_of(able)),
        page=page,
        named=named,
        answer_to=answer_to,
    )
    return opened(row, text, actor=actor, at=at)


@command(permissions.FOLLOW)
def read_report_answer(case_id: UUID, *, actor: Actor, at: datetime) -> CaseView:
    """Whoever holds the receipt of a report says that he has read the answer."""
    row = case_for_change(case_id)
    actor = require(actor, permissions.FOLLOW, at=at)
    row.state = LIFECYCLE.after(row.state, "tell")
    refuse_if([Problem("support.not_your_case")] if row.asked_by is not None else [])
    return told(row, CaseTold(row.id, "reading"), actor, at, None)
