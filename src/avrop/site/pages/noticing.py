"""Notices by mail: how the reader is told of what waits, and what the organisation makes mandatory."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from avrop.notices import actions, queries
from avrop.notices.kinds import SOONEST_LAST, How, Occasion
from avrop.notices.queries import MyNotices, MyOccasion, NoticeRulesView
from avrop.notices.rules import NoticeRule, NoticeRules
from avrop.site.actors import Request
from avrop.site.organisation_words import HOW_TOLD, OCCASIONS
from avrop.site.pages import sitemap
from avrop.site.pages.authority import desk
from avrop.site.pages.authority.conducting import versions_table
from avrop.site.pages.authority.desk import Alert, Desk, Section, Table, show_desk
from avrop.site.pages.performing import ask, rights_of, signed_in, today
from avrop.site.pages.sitemap import SitePage
from avrop.site.patterns.fields import (
    ChoiceField,
    ChoicesField,
    DayField,
    TextField,
    TickField,
    TimeField,
)
from avrop.site.patterns.forms import PageForm
from avrop.site.patterns.lists import Cell
from avrop.site.patterns.shapes import Fact
from avrop.site.words import role_name, rules_named

FOLLOW, STEER = "tasks.follow", "notices.steer"
sitemap.register(
    SitePage(
        gettext_lazy("My notices"),
        "my_notices",
        sitemap.START,
        rights=(FOLLOW,),
        help=gettext_lazy(
            "Choose what you are told of by mail, at once or once a day, and when you are not to be "
            "disturbed. What the organisation has made mandatory cannot be turned off. Everything waits "
            "for you on the start page too."
        ),
        words=gettext_lazy("mail e-mail notifications digest quiet hours reminders"),
        place=91,
    ),
    SitePage(
        gettext_lazy("Rules for notices"),
        "notice_rules",
        sitemap.RIGHTS,
        "coordinator",
        rights=(STEER,),
        help=gettext_lazy(
            "How soon people are told of what waits unless they choose otherwise, for everybody or for "
            "holders of some roles, and which notices nobody can turn off."
        ),
        words=gettext_lazy("notifications mail mandatory digest"),
        place=46,
    ),
)


# --- one's own ---------------------------------------------------------------------------------------


class MyNoticesForm(PageForm):
    """How soon on each occasion, and when not."""

    quiet_from = TimeField(
        gettext_lazy("Quiet from"),
        hint=gettext_lazy("Nothing is sent before the quiet hours end. The same time twice: none."),
    )
    quiet_until = TimeField(gettext_lazy("Quiet until"))
    digest_at = TimeField(gettext_lazy("What comes once a day comes at"))


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def my_notices(request: Request) -> HttpResponse:
    """How the reader is told of what waits."""
    view = ask(request, queries.my_notices)
    initial = {
        "quiet_from": view.times.quiet_from,
        "quiet_until": view.times.quiet_until,
        "digest_at": view.times.digest_at,
        **{str(one.occasion): str(one.chose or "") for one in view.occasions},
    }
    form = MyNoticesForm(request, initial=initial, added=_occasions(view.occasions))
    chosen = _chosen(form, view) if form.was_sent and form.is_valid() else {}
    if form.sends(actions.choose_notices, choices=chosen):
        messages.success(request, _("Your notices are as you have chosen."))
        return form.redirect("my_notices")
    told = Alert(
        _("They are sent to %(address)s.") % {"address": view.address}
        if view.address
        else _("No mail is sent to you: this installation sends none, or has no address of yours."),
        "info" if view.address else "warning",
    )
    return show_desk(
        request,
        Desk(
            title=_("My notices"),
            lead=_("What waits for you always stands on the start page. Here you choose the mail."),
            alerts=(told,),
            sections=(Section("mine", _("What you are told of by mail"), form, _("Save")),),
        ),
    )


def _occasions(occasions: Sequence[MyOccasion]) -> Mapping[str, forms.Field]:
    return {str(one.occasion): _occasion(one) for one in occasions}


def _occasion(one: MyOccasion) -> ChoiceField:
    field = ChoiceField(
        OCCASIONS[one.occasion],
        [(how.value, HOW_TOLD[how]) for how in reversed(SOONEST_LAST) if _is_offered(one, how)],
        empty=_("As the organisation has decided: %(how)s") % {"how": HOW_TOLD[one.usual]},
        required=False,
        hint=_("Mandatory: it cannot be turned off.") if one.is_mandatory else "",
    )
    # To leave it as the organisation has decided is a choice as good as another.
    field.is_wanted = True
    return field


def _is_offered(one: MyOccasion, how: How) -> bool:
    return not one.is_mandatory or SOONEST_LAST.index(how) >= SOONEST_LAST.index(one.usual)


def _chosen(form: PageForm, view: MyNotices) -> dict[str, str]:
    given = {str(one.occasion): form.value(str(one.occasion)) for one in view.occasions}
    return {occasion: how for occasion, how in given.items() if how}


# --- the organisation's ------------------------------------------------------------------------------


class RuleForm(PageForm):
    """A rule for one occasion, from a day on."""

    occasion = ChoiceField(gettext_lazy("About what?"), tuple(OCCASIONS.items()))
    roles = ChoicesField(
        gettext_lazy("Only for holders of these roles"),
        (),
        required=False,
        hint=gettext_lazy("Where nobody is chosen the rule is for everybody."),
    )
    how = ChoiceField(gettext_lazy("How soon?"), tuple(HOW_TOLD.items()), open_list=True)
    is_mandatory = TickField(gettext_lazy("Nobody can turn it off or have it later"))
    valid_from = DayField(gettext_lazy("First day"))
    reason = TextField(gettext_lazy("By which decision, and why?"))


class TakeAwayForm(PageForm):
    """A rule to take away."""

    rule = ChoiceField(gettext_lazy("Which rule?"), (), open_list=True)
    valid_from = DayField(gettext_lazy("First day"))
    reason = TextField(gettext_lazy("By which decision, and why?"))


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def notice_rules(request: Request) -> HttpResponse:
    """The rules of today; deciding one, taking one away."""
    view = ask(request, queries.notice_rules)
    standing = view.rules.rules
    decide = RuleForm(request, initial={"valid_from": today(), "how": "digest"}, prefix="decide")
    decide.fields["roles"].choices = desk.roles()  # type: ignore[attr-defined]
    take = TakeAwayForm(request, initial={"valid_from": today()}, prefix="take")
    take.fields["rule"].choices = [  # type: ignore[attr-defined]
        (str(number), _said(one)) for number, one in enumerate(standing)
    ]
    if decide.was_sent and decide.is_valid():
        stated = _stated(decide)
        others = tuple(one for one in standing if _key(one) != _key(stated))
        if decide.sends(actions.change_notice_rules, chosen=NoticeRules((*others, stated))):
            messages.success(request, _("The rule is decided."))
            return decide.redirect("notice_rules")
    if take.was_sent and take.is_valid():
        left = tuple(one for n, one in enumerate(standing) if str(n) != take.value("rule"))
        if take.sends(actions.change_notice_rules, chosen=NoticeRules(left)):
            messages.success(request, _("The rule is taken away."))
            return take.redirect("notice_rules")
    sections: list[Section] = []
    if STEER in rights_of(request) or request.method == "POST":
        sections.append(Section("decide", _("Decide a rule"), decide, _("Decide the rule")))
        if standing:
            away = Section("take", _("Take away a rule"), take, _("Take it away"), color="danger")
            sections.append(away)
    return show_desk(request, _rules_desk(request, view, tuple(sections)))


def _rules_desk(request: Request, view: NoticeRulesView, sections: tuple[Section, ...]) -> Desk:
    rows = tuple(
        (
            Cell(OCCASIONS[one.occasion]),
            Cell(", ".join(map(role_name, one.roles)) or _("Everybody")),
            Cell(HOW_TOLD[one.how]),
            Cell(_("Mandatory"), color="warning") if one.is_mandatory else Cell(_("Can be chosen")),
        )
        for one in view.rules.rules
    )
    return Desk(
        title=_("Rules for notices"),
        lead=_("Where no rule says otherwise, people are told once a day, and can choose."),
        facts=(Fact(_("Version of the rules"), rules_named(view.rule_set)),),
        tables=(
            Table(
                "rules",
                _("What holds today"),
                (_("About what"), _("Who"), _("How soon"), _("Choice")),
                rows,
                _("There is no rule: everybody is told once a day."),
            ),
            versions_table(request, view.decided),
        ),
        sections=sections,
    )


def _key(one: NoticeRule) -> tuple[Occasion, frozenset[str]]:
    return one.occasion, frozenset(one.roles)


def _stated(form: PageForm) -> NoticeRule:
    return NoticeRule(
        Occasion(form.value("occasion")),
        How(form.value("how")),
        tuple(form.value("roles")),
        form.value("is_mandatory"),
    )


def _said(one: NoticeRule) -> str:
    facts: dict[str, Any] = {
        "occasion": OCCASIONS[one.occasion],
        "who": ", ".join(map(role_name, one.roles)) or _("Everybody"),
        "how": HOW_TOLD[one.how],
    }
    return _("%(occasion)s, %(who)s: %(how)s") % facts
