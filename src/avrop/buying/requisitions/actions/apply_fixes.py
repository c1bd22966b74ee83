"""Mending at once what can be mended without asking anybody."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from avrop.buying.requisitions import permissions
from avrop.buying.requisitions.actions.code import code_lines
from avrop.buying.requisitions.actions.edit import change_lines
from avrop.buying.requisitions.actions.hand_over import hand_over_lines
from avrop.buying.requisitions.carts import cart_for_change, hold_to
from avrop.buying.requisitions.facts import gather
from avrop.buying.requisitions.remedies import Finding, findings_in
from avrop.buying.requisitions.shapes import FindingName, LineChange, LineCodingInput
from avrop.kernel.actors import Actor
from avrop.kernel.canonical import from_plain
from avrop.kernel.commands import command
from avrop.kernel.ports import Within, require


@command(permissions.WRITE)
def apply_fixes(
    requisition_id: UUID,
    findings: tuple[FindingName, ...],
    *,
    actor: Actor,
    at: datetime,
    expected_version: int | None = None,
) -> int:
    """Do what `preflight` proposes about the findings named, all in one; returns how many there were.

    What has been mended meanwhile, or has no proposal, is left alone.
    """
    requisition = cart_for_change(requisition_id)

    actor = require(actor, permissions.WRITE, at=at, within=Within(unit_id=requisition.unit_id))

    named = {(one.code, tuple(one.place)) for one in findings}
    found = [
        finding
        for finding in findings_in(gather(requisition, at=at).cart)
        if finding.fix and (finding.code, finding.place) in named
    ]
    hold_to(requisition, expected_version)
    changes, codings, handed = _changes(found), _codings(found), _handed(found)
    if changes:
        change_lines(requisition_id, changes, actor=actor, at=at)
    if codings:
        code_lines(requisition_id, codings, actor=actor, at=at)
    if handed:
        hand_over_lines(requisition_id, handed, actor=actor, at=at)
    return len(found)


def _given(found: Iterable[Finding], command_name: str, argument: str) -> list[Any]:
    """What the fixes by one command are to be given, one after another."""
    return [
        one
        for finding in found
        if finding.fix and finding.fix.command == f"requisitions.{command_name}"
        for one in finding.fix.arguments[argument]
    ]


def _changes(found: Iterable[Finding]) -> tuple[LineChange, ...]:
    """One change for each line, however much is wrong with it."""
    by_line: dict[str, dict[str, Any]] = {}
    for change in _given(found, "change_lines", "changes"):
        by_line.setdefault(change["line_id"], {}).update(change)
    return tuple(from_plain(change, LineChange) for change in by_line.values())


def _codings(found: Iterable[Finding]) -> tuple[LineCodingInput, ...]:
    given = _given(found, "code_lines", "codings")
    return tuple(from_plain(coding, LineCodingInput) for coding in given)


def _handed(found: Iterable[Finding]) -> tuple[UUID, ...]:
    given = _given(found, "hand_over_lines", "line_ids")
    return tuple(dict.fromkeys(UUID(line_id) for line_id in given))
