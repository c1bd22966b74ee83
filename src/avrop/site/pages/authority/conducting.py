"""The rules of conduct: who stands too close to a purchase to decide on it, and changing that."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from avrop.authority import actions
from avrop.authority.conduct import ALWAYS, DECIDING
from avrop.authority.conducting import conduct_rules
from avrop.kernel.ruleset import Decided
from avrop.kernel.scope import tenant_scope
from avrop.parties import queries as parties
from avrop.site import words
from avrop.site.actors import Request
from avrop.site.pages import sitemap
from avrop.site.pages.authority import desk
from avrop.site.pages.authority.desk import Desk, Section, Table, show_desk
from avrop.site.pages.performing import actor_of, ask, rights_of, signed_in, today
from avrop.site.pages.sitemap import SitePage
from avrop.site.patterns.fields import ChoicesField, DayField, TextField
from avrop.site.patterns.forms import PageForm
from avrop.site.patterns.lists import Cell
from avrop.site.patterns.shapes import Fact

MAY_CHANGE = "authority.change_conduct"
sitemap.register(
    SitePage(
        gettext_lazy("Rules of conduct"),
        "conduct",
        sitemap.RIGHTS,
        "system_administrator",
        rights=(MAY_CHANGE, "kernel.read_audit"),
        help=gettext_lazy(
            "Nobody decides on what benefits himself, nor on what benefits somebody he works under. "
            "Here it is said which decisions that holds for, and who heads whom. Substitutes are held "
            "to the same."
        ),
        words=gettext_lazy("conflict of interest jäv own benefit superior boss"),
        place=45,
    )
)


def _deeds() -> list[tuple[str, str]]:
    return [(deed.value, str(words.named(deed, "deed"))) for deed in DECIDING]


class ConductForm(PageForm):
    """The rules from a day on."""

    own = ChoicesField(
        gettext_lazy("What does nobody do for his own benefit?"),
        (),
        hint=gettext_lazy("Approval and decision attest always belong here."),
    )
    superiors = ChoicesField(
        gettext_lazy("What does nobody do for the benefit of somebody above?"), (), required=False
    )
    heads = ChoicesField(
        gettext_lazy("Who heads the units of a mandate?"),
        (),
        required=False,
        hint=gettext_lazy("Holders of these roles count as above everybody who works there."),
    )
    valid_from = DayField(gettext_lazy("First day"))
    reason = TextField(gettext_lazy("By which decision, and why?"))


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def conduct(request: Request) -> HttpResponse:
    """The rules of today, what was decided, and deciding anew."""
    view = ask(request, conduct_rules)
    rules = view.rules
    initial = {
        "own": [deed.value for deed in (*ALWAYS, *rules.own)],
        "superiors": [deed.value for deed in rules.superiors],
        "heads": list(rules.heads),
        "valid_from": today(),
    }
    form = ConductForm(request, initial=initial)
    for name in ("own", "superiors"):
        form.fields[name].choices = _deeds()  # type: ignore[attr-defined]
    form.fields["heads"].choices = desk.roles()  # type: ignore[attr-defined]
    heads = form.value("heads") if form.was_sent and form.is_valid() else ()
    if form.sends(actions.change_conduct, heads=heads):
        messages.success(request, _("The rules of conduct are decided."))
        return form.redirect("conduct")
    sections: tuple[Section, ...] = ()
    if MAY_CHANGE in rights_of(request) or form.was_sent:
        section = Section("change", _("Decide other rules"), form, _("Decide the rules"))
        sections = (section,)
    facts = (
        Fact(_("Nobody does for his own benefit"), _listed(rules.own)),
        Fact(_("Nobody does for the benefit of somebody above"), _listed(rules.superiors)),
        Fact(_("Who heads the units of a mandate"), ", ".join(map(words.role_name, rules.heads))),
        Fact(_("Version of the rules"), words.rules_named(view.rule_set)),
    )
    return show_desk(
        request,
        Desk(
            title=_("Rules of conduct"),
            lead=_(
                "A purchase that benefits somebody finds its way to others than that person, and than "
                "those who work under that person. Who benefits is said on the need and on the invoice."
            ),
            facts=facts,
            facts_heading=_("What holds today"),
            tables=(versions_table(request, view.decided),),
            sections=sections,
        ),
    )


def _listed(deeds: Iterable[object]) -> str:
    return ", ".join(str(words.named(deed, "deed")) for deed in deeds) or _("nothing")


def versions_table(request: Request, decided: Iterable[Decided]) -> Table:
    """The versions of some rules: from when, by whom and why, the newest first."""
    found = tuple(decided)
    with tenant_scope(actor_of(request).tenant_id):
        names = parties.person_names(one.decided_by for one in found if one.decided_by)
    return Table(
        "versions",
        _("What was decided"),
        (_("Version"), _("From"), _("Decided"), _("By whom"), _("Why")),
        tuple(
            (
                Cell(words.rules_named(one.reference)),
                Cell(one.valid_from),
                Cell(one.decided_at),
                Cell(names.get(one.decided_by, "") if one.decided_by else ""),
                Cell(one.reason, lang="sv"),
            )
            for one in found
        ),
        _("Nothing else was decided: what the product comes with is in force."),
    )
