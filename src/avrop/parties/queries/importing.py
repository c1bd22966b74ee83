"""Reading imports: those there have been, one of them, and its lines in the order of the file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from avrop.kernel.actors import Actor
from avrop.kernel.commands import query
from avrop.kernel.former import MASKED
from avrop.kernel.paging import Page, id_in, page_of
from avrop.kernel.ports import EVERYWHERE, holds, require
from avrop.kernel.problems import Problem, missing, refuse_if
from avrop.kernel.readings import Sensitive, record_reading
from avrop.parties.importing.imports import (
    APPLYING,
    ImportLineView,
    ImportView,
    import_of,
    line_of,
)
from avrop.parties.models import ImportLine, ImportProgress, ImportRow, ProtectedIdentity
from avrop.parties.permissions import IMPORT, PROTECT
from avrop.parties.queries.protected import hidden_words

LARGEST_PAGE = 200


@query
def imports_page(*, actor: Actor, cursor: str | None = None, limit: int = 50) -> Page[ImportView]:
    """The imports, the newest first; nothing for who may not import."""
    rows = ImportRow.objects.visible_to(actor).defer("content")
    if not holds(actor, IMPORT, within=EVERYWHERE):
        rows = rows.none()
    found, following = page_of(rows, cursor=cursor, limit=limit)
    return Page(tuple(import_of(row) for row in found), following)


@query
def one_import(import_id: UUID, *, actor: Actor) -> ImportView:
    """An import as it stands; `Missing` for who may not import."""
    row = _seen(import_id, actor)
    progress = None
    if row.state == APPLYING:
        progress = ImportProgress.objects.filter(id=row.id).first()
    return import_of(row, progress)


@query
def import_lines(
    import_id: UUID,
    *,
    actor: Actor,
    kind: str = "",
    action: str = "",
    cursor: str | None = None,
    limit: int = 50,
) -> Page[ImportLineView]:
    """What is wrong in a file, or what its rows change, in the order of the file."""
    row = _seen(import_id, actor)
    rows = ImportLine.objects.visible_to(actor).filter(imported_id=row.id)
    if kind:
        rows = rows.filter(kind=kind)
    if action:
        rows = rows.filter(action=action)
    if cursor:
        rows = rows.filter(id__gt=id_in(cursor))
    size = max(1, min(limit, LARGEST_PAGE))
    found = list(rows.order_by("id")[: size + 1])
    following = str(found[size - 1].id) if len(found) > size else None
    hidden = hidden_words()
    return Page(tuple(_shown(line_of(one), hidden) for one in found[:size]), following)


@query
def import_file(import_id: UUID, *, actor: Actor, at: datetime) -> bytes:
    """The bytes as they came, as long as they are kept (`Refused`). Where somebody's identity is
    protected the file may tell it: for who may read that, and it is written down."""
    row = _seen(import_id, actor)
    refuse_if([] if row.content else [Problem("parties.import_disposed", {"file": row.file_name})])
    if ProtectedIdentity.objects.filter(ended_at=None).exists():
        require(actor, PROTECT, at=at, within=EVERYWHERE)
        record_reading(Sensitive.PROTECTED_IDENTITY, actor=actor, at=at, subject_id=import_id)
    return bytes(row.content)


def _shown(line: ImportLineView, hidden: Mapping[str, str]) -> ImportLineView:
    """A line without what it says of somebody whose identity is protected."""
    instead = next((hidden[one] for one in _told(line) if one in hidden), None)
    if instead is None:
        return line
    kept = tuple(one for one in line.fields if one.field not in TELLING)
    problem = (
        Problem(line.problem.code, {**line.problem.values, **_MASKS}) if line.problem else None
    )
    return replace(line, key="", name=instead, fields=kept, problem=problem)


#: The fields of a line that say who somebody is, and the facts of a fault that may.
TELLING = frozenset({"name", "email", "phone"})
_MASKS = {"text": MASKED, "name": MASKED, "email": MASKED, "person": MASKED}


def _told(line: ImportLineView) -> Iterator[str]:
    facts = line.problem.values.values() if line.problem else ()
    fields = (text for one in line.fields for text in (one.before, one.after))
    return (str(one).casefold() for one in (line.key, line.name, *facts, *fields) if one)


def _seen(import_id: UUID, actor: Actor) -> ImportRow:
    rows = ImportRow.objects.visible_to(actor).filter(id=import_id)
    row: ImportRow | None = rows.first() if holds(actor, IMPORT, within=EVERYWHERE) else None
    if row is None:
        raise missing("import", import_id)
    return row
