"""Reading imports: those there have been, one of them, and its lines in the order of the file."""

from __future__ import annotations

from uuid import UUID

from avrop.kernel.actors import Actor
from avrop.kernel.commands import query
from avrop.kernel.paging import Page, id_in, page_of
from avrop.kernel.ports import EVERYWHERE, holds
from avrop.kernel.problems import missing
from avrop.parties.importing.imports import (
    APPLYING,
    ImportLineView,
    ImportView,
    import_of,
    line_of,
)
from avrop.parties.models import ImportLine, ImportProgress, ImportRow
from avrop.parties.permissions import IMPORT

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
    return Page(tuple(line_of(one) for one in found[:size]), following)


@query
def import_file(import_id: UUID, *, actor: Actor) -> bytes:
    """The bytes as they came."""
    return bytes(_seen(import_id, actor).content)


def _seen(import_id: UUID, actor: Actor) -> ImportRow:
    rows = ImportRow.objects.visible_to(actor).filter(id=import_id)
    row: ImportRow | None = rows.first() if holds(actor, IMPORT, within=EVERYWHERE) else None
    if row is None:
        raise missing("import", import_id)
    return row
