"""Files of units and people: taken in, looked through row by row, and applied as shown."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import xlsxwriter
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from avrop.kernel.wording import say
from avrop.parties import actions, queries
from avrop.parties.importing.columns import COLUMNS, KINDS, SHEET_NAMES
from avrop.parties.importing.imports import LONG
from avrop.parties.importing.progress import STEPS
from avrop.parties.importing.reading import LARGEST_FILE
from avrop.parties.queries import ImportLineView, ImportView
from avrop.site.actors import Request
from avrop.site.pages import sitemap
from avrop.site.pages.performing import ask, signed_in
from avrop.site.pages.sitemap import SitePage
from avrop.site.patterns.downloads import XLSX, sent_as_file
from avrop.site.patterns.fields import FileField
from avrop.site.patterns.forms import PageForm
from avrop.site.patterns.lists import (
    Listing,
    choices,
    day,
    figure,
    link,
    named,
    sentence,
    show_list,
    tag,
    text,
)
from avrop.site.patterns.shapes import Fact
from avrop.site.words import named as word

MAY_IMPORT = "parties.import"
sitemap.register(
    SitePage(
        gettext_lazy("Import units and people"),
        "imports",
        sitemap.ORGANISATION,
        "system_administrator",
        rights=(MAY_IMPORT,),
        help=gettext_lazy(
            "Choose a workbook or a text with units, delivery addresses, people, employments, mandates "
            "or absences. First you see row by row what it changes, or everything that is wrong in "
            "it; nothing is done until you say so."
        ),
        words=gettext_lazy("file excel csv sync payroll HR upload importera"),
        place=4,
    ),
    SitePage(
        gettext_lazy("An import"),
        "one_import",
        sitemap.ORGANISATION,
        "system_administrator",
        rights=(MAY_IMPORT,),
        samples=("import",),
        help=gettext_lazy(
            "What the file changes, row by row. Applying it does all of that, or nothing where the "
            "organisation has changed in the meantime."
        ),
        place=4,
    ),
)


def _changes(row: ImportView) -> int:
    return sum(
        count
        for name, count in row.counts.items()
        if name != "faults" and not name.endswith(".same")
    )


IMPORTS = Listing(
    "imports",
    gettext_lazy("Files that have been taken in"),
    columns=(
        link("file", gettext_lazy("File"), "one_import", lambda row: row.file_name),
        tag("state", gettext_lazy("State"), "import"),
        figure("changes", gettext_lazy("Rows that change something"), _changes),
        figure("faults", gettext_lazy("Faults"), lambda row: row.counts.get("faults", 0)),
        day("at", gettext_lazy("Taken in"), lambda row: row.taken_in_at),
    ),
    empty=gettext_lazy("No file has been taken in yet."),
)


class FileForm(PageForm):
    """The file."""

    file = FileField(
        gettext_lazy("File"),
        accept=".xlsx,.csv,.txt",
        largest=LARGEST_FILE,
        hint=gettext_lazy("A workbook (.xlsx), or a text with separators (.csv)."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def imports(request: Request) -> HttpResponse:
    """Take in a file; those there have been."""
    form = FileForm(request)
    if form.was_sent and form.is_valid():
        file = form.value("file")
        wanted = {"content": file.read(), "file_name": file.name}
        if form.sends(actions.take_in_import, **wanted):
            return form.redirect("one_import", form.answer.id)
    answer = show_list(
        request,
        IMPORTS,
        queries.imports_page,
        template="site/organisation/imports.html",
        values={"form": form},
    )
    answer.status_code = form.status if answer.status_code == 200 else answer.status_code
    return answer


# --- one of them -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Row:
    """A line of an import, in words."""

    line: ImportLineView
    told: str

    @property
    def where(self) -> str:
        """The row, and the column of a fault."""
        row = _("Row %(row)s") % {"row": self.line.row}
        return f"{row}, {self.line.column}" if self.line.column else row


LINES = Listing(
    "import-lines",
    gettext_lazy("Rows"),
    columns=(
        text("where", gettext_lazy("Where"), is_head=True),
        named("kind", gettext_lazy("Sheet"), "import_kind", lambda row: row.line.kind),
        tag("action", gettext_lazy("What"), "import_action", lambda row: row.line.action),
        text(
            "name",
            gettext_lazy("Who or what"),
            lambda row: row.line.name,
            note=lambda row: row.line.key,
            lang="sv",
        ),
        sentence("told", gettext_lazy("What changes, or what is wrong"), lambda row: row.told),
        text("row", gettext_lazy("Row"), lambda row: row.line.row, hidden=True),
        text("column", gettext_lazy("Column"), lambda row: row.line.column, hidden=True),
    ),
    empty=gettext_lazy("The file changes nothing: everything in it is so already."),
    is_remembered=False,
    filters=(
        choices("kind", gettext_lazy("Sheet"), "import_kind", gettext_lazy("All sheets")),
        choices("action", gettext_lazy("What"), "import_action", gettext_lazy("Everything")),
    ),
)


class ApplyForm(PageForm):
    """Do what was shown."""


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def one_import(request: Request, import_id: UUID) -> HttpResponse:
    """What a file changes, row by row, or everything that is wrong in it; applying it."""
    found = ask(request, queries.one_import, import_id=import_id)
    form = ApplyForm(request, version=found.version)
    if form.sends(actions.begin_import, import_id=import_id):
        return form.redirect("one_import", import_id)
    changes = _changes(found)
    faults = found.counts.get("faults", 0)
    values = {
        "imported": found,
        "form": form,
        "facts": _facts(found),
        "faults": faults,
        "changes": changes,
        "is_ready": _may_begin(found) and changes > 0,
        "is_waiting": found.state == "applying",
        "progress": _progress(found) if found.state == "applying" else None,
        "stopped": tuple(say(problem) for problem in found.stopped),
        "button": ngettext("Apply %(count)s change", "Apply all %(count)s changes", changes)
        % {"count": changes},
    }
    answer = show_list(
        request,
        LINES,
        queries.import_lines,
        template="site/organisation/import.html",
        values=values,
        rows=_rows,
        import_id=import_id,
    )
    answer.status_code = form.status if answer.status_code == 200 else answer.status_code
    return answer


@dataclass(frozen=True, slots=True)
class Progress:
    """Which of its steps an import has come to."""

    label: str
    done: int
    total: int


def _progress(found: ImportView) -> Progress:
    label = word(found.step or STEPS[0], "import_step")
    if found.step in KINDS:
        label = _("%(step)s: %(count)s") % {"step": label, "count": found.rows}
    place = STEPS.index(found.step) if found.step in STEPS else 0
    return Progress(label, place, len(STEPS))


def _may_begin(found: ImportView) -> bool:
    """Whether it waits to be applied, or has been on its way for so long that its job may be lost."""
    if found.state == "applying":
        return found.begun_at is not None and timezone.now() - found.begun_at >= LONG
    return found.state == "ready"


def _rows(items: Sequence[ImportLineView]) -> tuple[Row, ...]:
    return tuple(Row(one, _told(one)) for one in items)


def _told(line: ImportLineView) -> str:
    if line.problem is not None:
        said = say(line.problem)
        return f"{said.sentence} {said.remedy}".strip()
    return "; ".join(
        f"{word(one.field, 'import_field')}: {_value(one.before)} → {_value(one.after)}"
        if one.before
        else f"{word(one.field, 'import_field')}: {_value(one.after)}"
        for one in line.fields
    )


def _value(value: str) -> str:
    """A yes is written as one; nothing as a line."""
    return {"1": _("Yes"), "": "–"}.get(value, value)


def _facts(found: ImportView) -> tuple[Fact, ...]:
    facts = [Fact(_("Taken in"), found.taken_in_at), Fact(_("Applied"), found.applied_at)]
    for kind in KINDS:
        told = [
            f"{word(action, 'import_action')}: {count}"
            for action in ("add", "change", "move", "end", "return", "same")
            if (count := found.counts.get(f"{kind}.{action}", 0))
        ]
        facts.append(Fact(word(kind, "import_kind"), ", ".join(told)))
    return tuple(facts)


@require_safe
@signed_in
def import_file(request: Request, import_id: UUID) -> HttpResponse:
    """The file as it came."""
    found = ask(request, queries.one_import, import_id=import_id)
    content: bytes = ask(request, queries.import_file, import_id=import_id)
    return sent_as_file(
        request,
        content,
        found.file_name or "import",
        "application/octet-stream",
        what="parties_import",
        subject_id=import_id,
    )


@require_safe
@signed_in
def import_template(request: Request) -> HttpResponse:
    """A workbook with every sheet and every heading, in the reader's language."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        bold = book.add_format({"bold": True, "text_wrap": True})
        for kind in KINDS:
            sheet = book.add_worksheet(_sheet_name(kind))
            for place, column in enumerate(COLUMNS[kind]):
                heading = _heading(column.names)
                sheet.set_column(place, place, max(14, len(heading) + 2))
                sheet.write_string(0, place, heading + ("*" if column.is_required else ""), bold)
            sheet.freeze_panes(1, 0)
    name = f"import-{timezone.localdate().isoformat()}.xlsx"
    return sent_as_file(request, stream.getvalue(), name, XLSX, what="import_template")


#: Where the Swedish and the Chinese name of a column stand among its names.
_PLACE = {"sv": 1, "zh-hans": -1}


def _heading(names: Sequence[str]) -> str:
    """A column's heading in the reader's language."""
    return names[_PLACE.get(get_language() or "en", 0)].replace("_", " ")


def _sheet_name(kind: str) -> str:
    own: list[Any] = [name for name, meant in SHEET_NAMES.items() if meant == kind]
    return str(own[_PLACE.get(get_language() or "en", 0)])
