"""Who may order in which unit: named people or everyone, with who gains and who loses before it
counts."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from avrop.authority import actions, queries
from avrop.authority.policies import MOST_NAMED, Concerned, PolicyEffect
from avrop.authority.post_models import Who
from avrop.kernel.scope import tenant_scope
from avrop.site import words
from avrop.site.actors import Request
from avrop.site.pages import sitemap
from avrop.site.pages.authority import desk
from avrop.site.pages.authority.desk import (
    Answered,
    Asked,
    Chosen,
    Desk,
    Section,
    Table,
    Written,
    show_desk,
)
from avrop.site.pages.performing import actor_of, ask, rights_of, signed_in, today
from avrop.site.pages.sitemap import SitePage
from avrop.site.patterns.choosing import choosing
from avrop.site.patterns.fields import NumberField, TextField
from avrop.site.patterns.forms import PageForm
from avrop.site.patterns.lists import Cell

MAY_SET = "authority.set_requester_policy"
sitemap.register(
    SitePage(
        gettext_lazy("Who may order"),
        "requester_policies",
        sitemap.RIGHTS,
        "manager",
        rights=(MAY_SET, "authority.grant"),
        help=gettext_lazy(
            "Decide for a unit whether named people or everyone who works there may order. Before it"
            " counts you see who would gain the right and who would lose it."
        ),
        words=gettext_lazy("requester policy everyone named people order rights"),
        place=35,
    )
)


class PolicyForm(PageForm):
    """By which decision, and for what where everyone may. Unit, who and day stand in the address."""

    amount = NumberField(
        gettext_lazy("Limit"),
        required=False,
        hint=gettext_lazy("For everyone: the highest amount of one order. Left empty, no limit."),
    )
    goods = TextField(
        gettext_lazy("Goods"),
        required=False,
        hint=gettext_lazy("For everyone: CPV codes with commas between. Left empty, any goods."),
    )
    decision_reference = TextField(gettext_lazy("Decision"))
    places = {"limit": "amount", "categories": "goods"}


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def requester_policies(request: Request) -> HttpResponse:
    """What counts today; what another policy would change; setting it."""
    who, on = _who(request), _on(request)
    unit_id = desk.unit_in(request)
    form = PolicyForm(request)
    if who is not None and form.was_sent and form.is_valid():
        with tenant_scope(actor_of(request).tenant_id):
            limit = desk.limit_of(form.value("amount"))
        sent = form.sends(
            actions.set_requester_policy,
            unit_id=unit_id,
            who=who,
            valid_from=on,
            limit=limit,
            categories=desk.codes_in(form.value("goods")),
        )
        if sent:
            messages.success(request, _("It counts from that day on."))
            return form.redirect("requester_policies")
    effect = None
    if who is not None:
        effect = ask(request, queries.policy_effect, unit_id=unit_id, who=who, on=on)
    may_set = MAY_SET in rights_of(request)
    sections: tuple[Section, ...] = ()
    if effect is not None and may_set:
        sections = (Section("set", _("Decide it"), form, _("Let it count")),)
    return show_desk(
        request,
        Desk(
            title=_("Who may order"),
            lead=_("The nearest unit upwards that has decided something of its own decides."),
            tables=(_table(request),),
            asked=_asked(request, who, on) if may_set else None,
            answer=_answered(effect, who, desk.unit_name(request, unit_id)) if effect else None,
            sections=sections,
        ),
    )


def _who(request: Request) -> Who | None:
    wanted = request.GET.get("who-may", "")
    return Who(wanted) if wanted in Who.values else None


def _on(request: Request) -> date:
    try:
        return date.fromisoformat(request.GET.get("on", ""))
    except ValueError:
        return today()


def _asked(request: Request, who: Who | None, on: date) -> Asked:
    choices = [(value, words.named(value, "who_may_order")) for value in Who.values]
    return Asked(
        _("What would change"),
        _("Show who gains and who loses"),
        (
            desk.unit_chosen(request),
            Chosen(
                "who-may",
                _("Who may order there?"),
                _("Choose"),
                choosing(choices, chosen=who.value if who else ""),
            ),
        ),
        (Written("on", _("First day"), on.isoformat(), "date"),),
    )


def _table(request: Request) -> Table:
    found = ask(request, queries.requester_policies)
    rows = tuple(
        (
            Cell(one.unit or _("The whole organisation"), lang="sv" if one.unit else ""),
            Cell(words.named(one.who, "who_may_order")),
            Cell(one.valid_from),
            Cell(one.valid_until or _("No last day")),
            Cell(one.limit or ""),
            Cell(one.decision_reference, lang="sv"),
        )
        for one in found
    )
    return Table(
        "policies",
        _("What has been decided"),
        (_("Unit"), _("Who may order"), _("First day"), _("Last day"), _("Limit"), _("Decision")),
        rows,
        _("Nothing has been decided: named people order, by mandates of their own."),
    )


def _answered(effect: PolicyEffect, who: Who | None, unit: str) -> Answered:
    assert who is not None
    counts = (
        ngettext(
            "%(count)d person gains the right.", "%(count)d people gain the right.", effect.gains
        )
        % {"count": effect.gains},
        ngettext(
            "%(count)d person loses the right.", "%(count)d people lose the right.", effect.loses
        )
        % {"count": effect.loses},
        ngettext("%(count)d person keeps it.", "%(count)d people keep it.", effect.keeps)
        % {"count": effect.keeps},
        ngettext(
            "%(count)d person may not order before or after.",
            "%(count)d people may not order before or after.",
            effect.outside,
        )
        % {"count": effect.outside},
    )
    parts: list[tuple[Any, tuple[str, ...]]] = [(_("In numbers"), counts)]
    if effect.gaining:
        parts.append((_("Who gains the right"), _names(effect.gaining, effect.gains)))
    if effect.losing:
        parts.append((_("Who loses the right"), _names(effect.losing, effect.loses)))
    told = _("%(unit)s: %(who)s. Nothing has changed yet.")
    sentence = told % {"unit": unit, "who": words.named(who.value, "who_may_order").lower()}
    return Answered(_("What would change"), sentence, "info", tuple(parts))


def _names(named: tuple[Concerned, ...], total: int) -> tuple[str, ...]:
    names = tuple(one.name for one in named)
    if total <= MOST_NAMED:
        return names
    more = ngettext("and %(count)d more", "and %(count)d more", total - len(names))
    return (*names, more % {"count": total - len(names)})
