"""What is needed of the goods that somebody coordinates: pooled, rejected or substituted (ORG-09)."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_http_methods

from avrop.buying.requisitions import actions, queries
from avrop.buying.requisitions.queries import OpenNeed, OpenNeeds
from avrop.catalogues import queries as catalogues
from avrop.kernel import presentation
from avrop.site import words
from avrop.site.actors import Request
from avrop.site.pages import sitemap
from avrop.site.pages.authority.desk import Asked, Desk, Section, Table, Written, show_desk
from avrop.site.pages.performing import ask, signed_in, today
from avrop.site.pages.sitemap import SitePage
from avrop.site.patterns.fields import ChoiceField, ChoicesField, LongTextField
from avrop.site.patterns.forms import PageForm
from avrop.site.patterns.lists import Cell

MOST_ARTICLES = 12
sitemap.register(
    SitePage(
        gettext_lazy("Needs of my groups of goods"),
        "needs_of_my_groups",
        sitemap.BUY,
        "category_manager",
        rights=("requisitions.coordinate",),
        help=gettext_lazy(
            "What is needed and not ordered yet of the goods that you coordinate, or are the deputy for,"
            " by the day it is wanted. What has been handed over to you, you can gather in one cart,"
            " reject with a reason, or buy another article for. Whoever needs it is told."
        ),
        words=gettext_lazy("coordinator pool gather reject substitute requisitions deadline"),
        place=4,
    )
)


class PoolForm(PageForm):
    """Which lines are gathered."""

    line_ids = ChoicesField(gettext_lazy("Lines to gather"), ())


class RejectForm(PageForm):
    """Which lines are not bought, and why."""

    line_ids = ChoicesField(gettext_lazy("Lines that are not bought"), ())
    reason = LongTextField(gettext_lazy("Why?"), longest=500, rows=2)


class SubstituteForm(PageForm):
    """Which article is bought instead of a line's, and why."""

    line_id = ChoiceField(gettext_lazy("Instead of"), (), open_list=True)
    item_id = ChoiceField(gettext_lazy("This is bought"), (), open_list=True)
    reason = LongTextField(gettext_lazy("Why?"), longest=500, rows=2)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def needs_of_my_groups(request: Request) -> HttpResponse:
    """The open needs by the day they are wanted; gathering, rejecting and substituting them."""
    found = ask(request, queries.needs_of_my_groups)
    in_hand = [(str(one.line_id), _named(one)) for one in found.needs if one.is_in_hand]
    articles = _articles(request)
    pool = PoolForm(request, prefix="pool")
    reject = RejectForm(request, prefix="reject")
    substitute = SubstituteForm(request, prefix="substitute")
    for form, name, choices in (
        (pool, "line_ids", in_hand),
        (reject, "line_ids", in_hand),
        (substitute, "line_id", in_hand),
        (substitute, "item_id", articles),
    ):
        form.fields[name].choices = choices  # type: ignore[attr-defined]
    if pool.sends(actions.pool_needs):
        messages.success(request, _("The lines stand in one cart."))
        return pool.redirect("cart_of", pool.answer)
    if reject.sends(actions.reject_needs):
        messages.success(request, _("The lines are not bought. Whoever needs them is told why."))
        return reject.redirect("needs_of_my_groups")
    if substitute.sends(actions.substitute_need):
        messages.success(request, _("The other article is bought. Whoever needs it is told why."))
        return substitute.redirect("needs_of_my_groups")
    article = Written("article", _("Part of an article's name"), request.GET.get("article", ""))
    return show_desk(
        request,
        Desk(
            title=_("Needs of my groups of goods"),
            lead=_lead(found),
            tables=(_table(found.needs),),
            asked=Asked(_("Find an article"), _("Find an article"), texts=(article,))
            if in_hand
            else None,
            sections=_sections(pool, reject, substitute, len(in_hand), bool(articles)),
        ),
    )


def _sections(
    pool: PageForm, reject: PageForm, substitute: PageForm, in_hand: int, has_articles: bool
) -> tuple[Section, ...]:
    found: list[Section] = []
    if in_hand > 1:
        lead = _("They are to go to the same unit. Each keeps its coding, and whose need it is.")
        found.append(Section("pool", _("Gather in one cart"), pool, _("Gather them"), lead))
    if in_hand and has_articles:
        found.append(
            Section("substitute", _("Buy another article"), substitute, _("Buy this instead"))
        )
    if in_hand:
        found.append(
            Section("reject", _("Reject lines"), reject, _("Reject the lines"), "", "danger")
        )
    return tuple(found)


def _lead(found: OpenNeeds) -> str:
    if not found.groups:
        return _("You coordinate no group of goods. Whoever names coordinators can name you.")
    groups = ", ".join(group.category for group in found.groups)
    if found.has_more:
        told = _("Groups: %(groups)s. Those wanted first are shown; there are more.")
        return told % {"groups": groups}
    return _("Groups: %(groups)s.") % {"groups": groups}


def _table(needs: Sequence[OpenNeed]) -> Table:
    return Table(
        "needs",
        _("Not ordered yet"),
        (
            _("Article"),
            _("Wanted"),
            _("Quantity"),
            _("Amount"),
            _("For"),
            _("Needed by"),
            _("Cart"),
            _("State"),
        ),
        tuple(_row(one) for one in needs),
        _("Nothing is needed of your groups now."),
        _("What others may not buy themselves comes here when it is handed over to you."),
    )


def _row(one: OpenNeed) -> tuple[Cell, ...]:
    page = "cart_of" if one.is_in_hand else "requisition"
    state = _("In your hands") if one.is_in_hand else words.named(one.state, "requisition")
    return (
        Cell(one.name, lang="sv"),
        Cell(one.wanted_date or _("No day given"), note=_late(one)),
        Cell(one.quantity),
        Cell(one.amount),
        Cell(one.unit, lang="sv"),
        Cell(one.needed_by, lang="sv"),
        Cell(one.number, address=reverse(page, args=[one.requisition_id])),
        Cell(state, color="success" if one.is_in_hand else "info"),
    )


def _late(one: OpenNeed) -> str:
    is_late = one.wanted_date is not None and one.wanted_date < today()
    return pgettext("a need whose day has passed", "Late") if is_late else ""


def _named(one: OpenNeed) -> str:
    facts = {
        "name": one.name,
        "quantity": presentation.shown(one.quantity),
        "unit": one.unit,
        "number": one.number,
    }
    return _("%(name)s, %(quantity)s · %(unit)s · %(number)s") % facts


def _articles(request: Request) -> list[tuple[str, str]]:
    """What can be bought instead, by a part of its name."""
    text = request.GET.get("article", "").strip()
    if not text:
        return []
    found = ask(request, catalogues.search, text=text, on=today(), limit=MOST_ARTICLES)
    return [
        (str(one.item_id), f"{one.name} · {presentation.shown(one.price)}")
        for one in found.items
        if one.price is not None
    ]
