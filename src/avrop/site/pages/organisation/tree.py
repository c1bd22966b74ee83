"""The organisation's tree: branches that open one at a time, search, and any day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from avrop.parties import queries
from avrop.parties.queries import Node
from avrop.site.actors import Request
from avrop.site.pages import sitemap
from avrop.site.pages.frame import show
from avrop.site.pages.performing import ask, rights_of, signed_in, today
from avrop.site.pages.sitemap import SitePage
from avrop.site.patterns.shapes import Action

MAY_CHANGE = "parties.change_units"
#: So many hits of a search are shown; whoever means another writes more of it.
MOST_FOUND = 100
#: So far from today the tree is drawn.
FARTHEST = timedelta(days=36_500)
sitemap.register(
    SitePage(
        gettext_lazy("Units"),
        "organisation_tree",
        sitemap.ORGANISATION,
        "coordinator",
        rights=("parties.change_units", "parties.change_people", "authority.grant"),
        help=gettext_lazy(
            "The organisation as it is, as it was or as it will be on a day. Open a branch to see what "
            "lies in it, or search by a part of the name, the code or the GLN."
        ),
        words=gettext_lazy("organisation tree departments enheter organisation avdelning GLN"),
        place=1,
    )
)


@dataclass(frozen=True, slots=True)
class Branch:
    """A unit as it stands on the page. `toggle` opens or closes what lies in it; "" where nothing does.
    `where` names what it lies in, for a hit of a search."""

    node: Node
    toggle: str
    is_open: bool
    where: str = ""


@require_safe
@signed_in
def organisation_tree(request: Request) -> HttpResponse:
    """The tree on a day, with one branch open; or the hits of a search."""
    on = _day(request.GET.get("on", ""))
    text = request.GET.get("text", "").strip()
    nodes = ask(request, queries.organisation_tree, on=on)
    chosen = {"on": on.isoformat()} if on != today() else {}
    found = tuple(_found(nodes, text)) if text else ()
    branches = found[:MOST_FOUND] if text else tuple(_open_branches(nodes, request, chosen))
    may_change = MAY_CHANGE in rights_of(request)
    actions = []
    if may_change:
        actions.append(Action(_("Open a unit"), reverse("open_unit"), "primary"))
    if "parties.import" in rights_of(request):
        actions.append(Action(_("Import from a file"), reverse("imports")))
    values = {
        "branches": branches,
        "total": len(nodes),
        "people": sum(node.people for node in nodes),
        "found": len(found),
        "most": MOST_FOUND,
        "on": on,
        "is_today": on == today(),
        "text": text,
        "opened": request.GET.get("open", ""),
        "actions": actions,
        "may_change": may_change,
    }
    return show(request, "site/organisation/tree.html", values)


def _day(text: str) -> date:
    """The day that is asked for; today where it is none."""
    try:
        found = parse_date(text)
    except ValueError:
        found = None
    return found if found and abs(found - today()) < FARTHEST else today()


def _found(nodes: Sequence[Node], text: str) -> Iterator[Branch]:
    wanted = text.casefold()
    names = {node.id: node for node in nodes}
    for node in nodes:
        if wanted in node.name.casefold() or wanted == node.code.casefold() or wanted == node.gln:
            yield Branch(node, "", False, where=" › ".join(_above(node, names)))


def _above(node: Node, names: dict[UUID, Node]) -> list[str]:
    found: list[str] = []
    at = node.parent_id
    while at is not None and at in names:
        found.insert(0, names[at].name)
        at = names[at].parent_id
    return found


def _open_branches(
    nodes: Sequence[Node], request: Request, chosen: dict[str, str]
) -> Iterator[Branch]:
    """The outermost units, and what lies in those that are open: the way to the chosen one, and it."""
    names = {node.id: node for node in nodes}
    is_open = _opened(nodes, names, request.GET.get("open", ""))
    for node in nodes:
        if node.parent_id is not None and node.parent_id not in is_open:
            continue
        here = node.id in is_open
        to = node.parent_id if here else node.id
        if here and len(nodes) and node.parent_id is None:
            to = None
        query = urlencode({**chosen, "open": to or "none"})
        toggle = f"?{query}#u-{node.id}" if node.below else ""
        yield Branch(node, toggle, here)


def _opened(nodes: Sequence[Node], names: dict[UUID, Node], text: str) -> set[UUID]:
    """The unit that is asked for and all it lies in; where nothing is asked for, a single root."""
    try:
        at: UUID | None = UUID(text)
    except ValueError:
        at = None
        roots = [node for node in nodes if node.parent_id is None]
        if text != "none" and len(roots) == 1:
            at = roots[0].id
    found: set[UUID] = set()
    while at is not None and at in names and at not in found:
        found.add(at)
        at = names[at].parent_id
    return found
