"""The matrix of activities and roles: as a list with files, side by side, its gaps, its decisions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.urls import reverse
from django.utils.functional import lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from avrop.authority.roles import CATALOGUE as ROLES
from avrop.responsibility import queries
from avrop.responsibility.changing import LetterChange
from avrop.responsibility.shapes import ActivityRow, FindingView, VersionView
from avrop.site.actors import Request
from avrop.site.pages import sitemap
from avrop.site.pages.frame import show
from avrop.site.pages.performing import ask, rights_of, signed_in
from avrop.site.pages.responsibility import choosing
from avrop.site.pages.sitemap import SitePage
from avrop.site.patterns.lists import (
    Cell,
    Column,
    Filter,
    Listing,
    choices,
    named,
    show_list,
    text,
)
from avrop.site.patterns.shapes import Action, Drawing, Point
from avrop.site.words import GAPS, role_name
from avrop.site.words import named as word

sitemap.register(
    SitePage(
        gettext_lazy("Responsibilities"),
        "responsibilities",
        sitemap.RIGHTS,
        "coordinator",
        rights=choosing.STEERING,
        help=gettext_lazy(
            "Which role answers for each activity, which does it, and which are asked and told. It is "
            "drawn from the same rights as everything else here, until the organisation decides "
            "otherwise. Choose a day to see it as it was."
        ),
        words=gettext_lazy("RACI matrix activity role accountable consulted informed"),
        place=12,
    ),
    SitePage(
        gettext_lazy("Roles side by side"),
        "responsibility_grid",
        sitemap.RIGHTS,
        "coordinator",
        rights=choosing.STEERING,
        in_navigation=False,
        help=gettext_lazy("The whole matrix on one sheet: activities down, roles across."),
        place=12,
    ),
    SitePage(
        gettext_lazy("Gaps and doubles"),
        "responsibility_gaps",
        sitemap.RIGHTS,
        "coordinator",
        rights=choosing.STEERING,
        in_navigation=False,
        help=gettext_lazy(
            "Where nobody answers, where several do, where nobody holds the role, and where the matrix "
            "and the rights say different things. Plan a change, or give a mandate, to mend it."
        ),
        words=gettext_lazy("vacant double accountable missing"),
        place=12,
    ),
    SitePage(
        gettext_lazy("Decisions on the matrix"),
        "responsibility_versions",
        sitemap.RIGHTS,
        "coordinator",
        rights=choosing.STEERING,
        in_navigation=False,
        help=gettext_lazy("Every decided version of the matrix, with what it changed and why."),
        place=12,
    ),
)


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the matrix with its unit's name."""

    row: ActivityRow
    unit: str

    def roles(self, letter: str) -> str:
        """The roles that have a letter."""
        return choosing.role_names(
            role for role, letters in sorted(self.row.letters.items()) if letter in letters
        )


_role = lazy(role_name, str)


def _letters_of(role: str) -> Column:
    """A role's letters, for files: a sheet has the whole grid."""
    return Column(
        role,
        _role(role),
        lambda row: Cell(row.row.letters.get(role, "")),
        hidden=True,
    )


def _unit_of(row: Row) -> str:
    return row.unit or _("The whole organisation")


def _activity(row: Row) -> Cell:
    return Cell(word(row.row.activity, "activity"), note=_unit_of(row) if row.unit else "")


def _gaps(row: Row) -> Cell:
    return Cell("; ".join(word(gap, "gap") for gap in row.row.gaps) or _("In order"))


ROWS = Listing(
    "responsibilities",
    gettext_lazy("Responsibilities"),
    columns=(
        Column("activity", gettext_lazy("Activity"), _activity, is_head=True),
        text("accountable", gettext_lazy("Answers for it"), lambda row: row.roles("A")),
        text("responsible", gettext_lazy("Does it"), lambda row: row.roles("R")),
        text("consulted", gettext_lazy("Is asked"), lambda row: row.roles("C")),
        text("informed", gettext_lazy("Is told"), lambda row: row.roles("I")),
        Column("gaps", gettext_lazy("State"), _gaps, kind="sentence"),
        named(
            "part",
            gettext_lazy("Part of the process"),
            "part",
            lambda row: row.row.part,
            hidden=True,
        ),
        text("unit", gettext_lazy("Unit"), _unit_of, hidden=True),
        *(_letters_of(role.code) for role in ROLES),
    ),
    empty=gettext_lazy("There are no activities yet."),
    filters=(
        choices("part", gettext_lazy("Part of the process"), "part", gettext_lazy("All parts")),
        Filter(
            "gap",
            gettext_lazy("State"),
            lambda: [
                ("any", _("Anything wrong")),
                *((key, str(name)) for key, name in GAPS.items()),
            ],
            gettext_lazy("All"),
            "choice",
        ),
        Filter("on", gettext_lazy("As of"), kind="date"),
    ),
)


@require_safe
@signed_in
def responsibilities(request: Request) -> HttpResponse:
    """The matrix by activity."""
    on = choosing.day_chosen(request)

    def rows(items: Sequence[ActivityRow]) -> tuple[Row, ...]:
        units = choosing.units_of(request, on) if any(one.unit_id for one in items) else {}
        return tuple(Row(one, units.get(one.unit_id, "") if one.unit_id else "") for one in items)

    return show_list(
        request,
        ROWS,
        queries.matrix_rows_page,
        template="site/responsibility/matrix.html",
        rows=rows,
        values={"tabs": choosing.tabs("responsibilities"), "actions": _plan(request)},
    )


def _plan(request: Request) -> tuple[Action, ...]:
    if "responsibility.plan" not in rights_of(request):
        return ()
    return (Action(_("Plan a change"), reverse("plan_change"), "primary"),)


@require_safe
@signed_in
def grid(request: Request) -> HttpResponse:
    """Activities down, roles across."""
    on = choosing.day_chosen(request)
    found = ask(request, queries.matrix_of, on=on)
    units = choosing.units_of(request, on)
    rows = tuple(
        (
            word(row.activity, "activity"),
            units.get(row.unit_id, "") if row.unit_id else "",
            tuple((role, row.letters.get(role, "")) for role in found.roles),
        )
        for row in found.rows
    )
    values = {
        "on": on,
        "is_products": found.version.endswith("/0"),
        "roles": tuple((role, role_name(role)) for role in found.roles),
        "rows": rows,
        "letters": tuple(choosing_letters()),
        "tabs": choosing.tabs("responsibility_grid"),
    }
    return show(request, "site/responsibility/grid.html", values)


def choosing_letters() -> list[tuple[str, str]]:
    """What the letters mean."""
    return [(letter, word(letter, "letters")) for letter in ("R", "A", "C", "I")]


# --- what is wrong -----------------------------------------------------------------------------------


def _where(row: FindingView) -> Cell:
    if row.unit_id is None:
        return Cell(_("The whole organisation"))
    query = urlencode({"unit": str(row.unit_id)})
    return Cell(row.unit, address=f"{reverse('who_does_what')}?{query}", lang="sv")


FINDINGS = Listing(
    "responsibility-gaps",
    gettext_lazy("Gaps and doubles"),
    columns=(
        named("gap", gettext_lazy("What is wrong"), "gap", is_head=True),
        named("activity", gettext_lazy("Activity"), "activity"),
        text("role", gettext_lazy("Role"), lambda row: role_name(row.role) if row.role else ""),
        Column("unit", gettext_lazy("Where"), _where),
        text("people", gettext_lazy("Who"), lambda row: ", ".join(row.people), lang="sv"),
    ),
    empty=gettext_lazy("Every activity has one who answers and somebody who does it."),
    what_next=gettext_lazy("What goes wrong later comes up here."),
    what_next_url="responsibilities",
    what_next_name=gettext_lazy("See the matrix"),
    filters=(
        choices("gap", gettext_lazy("What is wrong"), "gap", gettext_lazy("All")),
        choices("part", gettext_lazy("Part of the process"), "part", gettext_lazy("All parts")),
        choices("activity", gettext_lazy("Activity"), "activity", gettext_lazy("All activities")),
        Filter("on", gettext_lazy("As of"), kind="date"),
    ),
)


@require_safe
@signed_in
def gaps(request: Request) -> HttpResponse:
    """What is wrong, one by one, and how much of each kind there is."""
    counts = ask(request, queries.gap_counts, on=choosing.day_chosen(request))
    points = tuple(
        Point(
            word(one.gap, "gap"),
            one.count,
            str(one.count),
            f"{reverse('responsibility_gaps')}?{urlencode({'gap': one.gap})}",
            color="warning",
        )
        for one in counts
        if one.count
    )
    drawing = Drawing(
        _("What is wrong, by kind"), points, names=_("What is wrong"), values=_("How many")
    )
    return show_list(
        request,
        FINDINGS,
        queries.responsibility_gaps_page,
        template="site/responsibility/gaps.html",
        values={
            "tabs": choosing.tabs("responsibility_gaps"),
            "actions": _plan(request),
            "drawing": drawing if points else None,
        },
    )


# --- decisions ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Decision:
    """A version of the matrix in words."""

    version: VersionView
    by: str
    changes: tuple[tuple[str, str, str, str, str], ...]


@require_safe
@signed_in
def versions(request: Request) -> HttpResponse:
    """Every version that has been decided, the newest first."""
    found = ask(request, queries.matrix_versions)
    names = choosing.names_of(request, [one.decided_by for one in found])
    units = choosing.units_of(request, date.max) if found else {}
    values: dict[str, Any] = {
        "tabs": choosing.tabs("responsibility_versions"),
        "decisions": tuple(
            Decision(
                one,
                names.get(one.decided_by, "") if one.decided_by else "",
                changes_in_words(one.changes, units),
            )
            for one in found
        ),
    }
    return show(request, "site/responsibility/versions.html", values)


def changes_in_words(
    changes: Sequence[LetterChange], units: Any
) -> tuple[tuple[str, str, str, str, str], ...]:
    """Changes of letters as activity, role, unit, before and after."""
    nothing = "–"
    return tuple(
        (
            word(one.activity, "activity"),
            role_name(one.role),
            units.get(one.unit_id, "") if one.unit_id else "",
            word(one.before, "letters") if one.before else nothing,
            word(one.after, "letters") if one.after else nothing,
        )
        for one in changes
    )
