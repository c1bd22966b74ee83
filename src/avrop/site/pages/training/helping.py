"""The coordinator's part beside the courses: emergencies, extended time, new starts, the mistakes that
are made, and policies."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from avrop.kernel.scope import tenant_scope
from avrop.parties import queries as parties
from avrop.site.actors import Request
from avrop.site.pages import sitemap
from avrop.site.pages.frame import show
from avrop.site.pages.performing import actor_of, ask, rights_of, signed_in, today
from avrop.site.pages.sitemap import SitePage
from avrop.site.pages.training.learning import title_of
from avrop.site.pages.training.texts import NAMES
from avrop.site.patterns.fields import ChoiceField, DayField, LongTextField, TextField, WholeField
from avrop.site.patterns.forms import PageForm
from avrop.site.patterns.lists import Listing, day, show_list, text
from avrop.site.without_facts import sentence_of
from avrop.training import actions, queries
from avrop.training.shapes import WaiverView
from avrop.values import Text

STEER, WAIVE = "training.steer", "training.waive"
MOST_PEOPLE = 20
LANGUAGES = ("sv", "en")
sitemap.register(
    SitePage(
        gettext_lazy("Exceptions in training"),
        "training_exceptions",
        sitemap.TRAINING,
        "coordinator",
        rights=(STEER,),
        help=gettext_lazy(
            "In an emergency somebody may act for a few days without a certificate; who decided and why "
            "is kept. Here you also give longer time for tests, and a new start to whoever has no "
            "attempts left."
        ),
        words=gettext_lazy("waiver emergency extended time attempts accessibility"),
        place=35,
    ),
    SitePage(
        gettext_lazy("Common mistakes"),
        "training_mistakes",
        sitemap.TRAINING,
        "coordinator",
        rights=(STEER,),
        help=gettext_lazy(
            "What people here are refused for, without names. Questions about what is common are drawn "
            "into tests first, and the third time somebody meets the same he is offered a short lesson."
        ),
        words=gettext_lazy("mistakes blockers short lessons effect"),
        place=36,
    ),
    SitePage(
        gettext_lazy("Write a policy"),
        "write_training_policy",
        sitemap.TRAINING,
        "coordinator",
        rights=(STEER,),
        in_navigation=False,
        help=gettext_lazy(
            "A new version is acknowledged anew by everybody whose certificate asks for it, from the "
            "day that it comes into force."
        ),
        place=37,
    ),
)


@dataclass(frozen=True, slots=True)
class WaiverRow:
    """A waiver with the names of its people."""

    waiver: WaiverView
    person: str
    by: str

    def __getattr__(self, name: str) -> Any:
        """What the waiver itself says."""
        return getattr(self.waiver, name)


WAIVERS = Listing(
    "training-waivers",
    gettext_lazy("Exceptions in training"),
    columns=(
        text("person", gettext_lazy("Person"), is_head=True, lang="sv"),
        text("course", gettext_lazy("Course"), title_of),
        day("valid_until", gettext_lazy("Until")),
        text("reason", gettext_lazy("Reason"), kind="sentence"),
        text("by", gettext_lazy("Decided by"), lang="sv"),
        day("decided_at", gettext_lazy("Decided")),
    ),
    empty=gettext_lazy("Nobody has been let act without a certificate."),
    what_next=gettext_lazy("In an emergency, find the person above."),
)


class WaiveForm(PageForm):
    """Who may act until when, and why. The courses are added."""

    valid_until = DayField(gettext_lazy("Until"))
    reason = LongTextField(gettext_lazy("Why can it not wait?"), rows=3)


class ExtraTimeForm(PageForm):
    """How much longer somebody gets."""

    percent = WholeField(
        gettext_lazy("Longer time for tests, per cent"),
        hint=gettext_lazy("50 makes 45 minutes 67. 0 ends it. Why is not asked, and not kept."),
    )


class NewStartForm(PageForm):
    """That somebody may try again, and why. The courses are added."""

    reason = LongTextField(gettext_lazy("Why a new start?"), rows=3)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def training_exceptions(request: Request) -> HttpResponse:
    """Who was let act without a certificate; and for somebody found by name, what can be given."""
    person = _person(request)
    courses = [(str(one.id), title_of(one)) for one in ask(request, queries.courses)]
    forms_for = _forms(request, courses) if person else ()
    for form, function, told in forms_for:
        if person and form.sends(function, person_id=person.id):
            messages.success(request, told % {"name": person.name})
            return form.redirect("training_exceptions")
    shown_forms = [form for form, _function, _told in forms_for]
    values = {
        "who": request.GET.get("who", ""),
        "people": _people(request),
        "person": person,
        "forms": shown_forms,
        **{type(form).__name__: form for form in shown_forms},
    }
    answer = show_list(
        request,
        WAIVERS,
        queries.waivers_page,
        template="site/training/exceptions.html",
        rows=lambda items: _rows(request, items),
        values=values,
    )
    answer.status_code = max([answer.status_code, *(form.status for form in shown_forms)])
    return answer


def _forms(request: Request, courses: list[tuple[str, str]]) -> list[tuple[PageForm, Any, str]]:
    def course() -> dict[str, forms.Field]:
        return {"course_id": ChoiceField(gettext_lazy("Course"), courses)}

    last = {"valid_until": today() + timedelta(days=7)}
    found: list[tuple[PageForm, Any, str]] = [
        (
            ExtraTimeForm(request, prefix="extra"),
            actions.give_extra_time,
            _("%(name)s has this time for tests from now on."),
        ),
        (
            NewStartForm(request, added=course(), prefix="start"),
            actions.give_new_start,
            _("%(name)s can take the test again."),
        ),
    ]
    if WAIVE in rights_of(request):
        waive = WaiveForm(request, initial=last, added=course(), prefix="waive")
        told = _("%(name)s may act until that day.")
        found.insert(0, (waive, actions.waive_training, told))
    return found


def _person(request: Request) -> parties.PersonView | None:
    try:
        wanted = UUID(request.GET.get("person", ""))
    except ValueError:
        return None
    with tenant_scope(actor_of(request).tenant_id):
        return parties.people([wanted]).get(wanted)


def _people(request: Request) -> list[parties.PersonView]:
    who = request.GET.get("who", "").strip()
    if not who:
        return []
    found = ask(request, parties.people_page, limit=MOST_PEOPLE, text=who).items
    return [one for one in found if one.works_here(today())]


def _rows(request: Request, items: Sequence[WaiverView]) -> list[WaiverRow]:
    with tenant_scope(actor_of(request).tenant_id):
        asked = {one.person_id for one in items} | {one.decided_by for one in items}
        names = parties.person_names(one for one in asked if one)
    return [
        WaiverRow(
            one,
            names.get(one.person_id, ""),
            names.get(one.decided_by, "") if one.decided_by else "",
        )
        for one in items
    ]


# --- mistakes ----------------------------------------------------------------------------------------


@require_safe
@signed_in
def training_mistakes(request: Request) -> HttpResponse:
    """What people here are refused for, and whether the short lessons help."""
    mistakes = [(one, sentence_of(one.code)) for one in ask(request, queries.common_mistakes)]
    effects = [(one, title_of(one)) for one in ask(request, queries.micro_effect)]
    return show(request, "site/training/mistakes.html", {"mistakes": mistakes, "effects": effects})


# --- policies ----------------------------------------------------------------------------------------


class PolicyForm(PageForm):
    """A version of a policy. Its words in each language are added."""

    places: ClassVar[Mapping[str, str]] = {
        f"{part}.{code}": f"{part}_{code}" for part in ("title", "text") for code in LANGUAGES
    }
    code = TextField(
        gettext_lazy("Code"),
        longest=64,
        hint=gettext_lazy("The code of the policy that it replaces, or a new one."),
    )
    in_force_from = DayField(gettext_lazy("In force from"))


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def write_training_policy(request: Request) -> HttpResponse:
    """Put a new version of a policy in force."""
    policies = ask(request, queries.policies)
    former = policies[0] if policies else None
    added: dict[str, forms.Field] = {}
    initial: dict[str, Any] = {
        "code": former.code if former else "",
        "in_force_from": today() + timedelta(days=1),
    }
    for code in LANGUAGES:
        language = {"language": NAMES[code]}
        added[f"title_{code}"] = TextField(_("Title, %(language)s") % language)
        added[f"text_{code}"] = LongTextField(
            _("Text, %(language)s") % language, longest=20_000, rows=12
        )
        if former:
            initial[f"title_{code}"] = Text(dict(former.title.entries)).in_language(code)
            initial[f"text_{code}"] = former.text.get(code, "")
    form = PolicyForm(request, initial=initial, added=added)
    if form.was_sent and form.is_valid():
        title = {code: form.value(f"title_{code}") for code in LANGUAGES}
        words = {code: form.value(f"text_{code}") for code in LANGUAGES}
        if form.sends(actions.publish_policy, title=title, text=words):
            messages.success(request, _("The policy is published."))
            return form.redirect("my_training")
    return show(request, "site/training/write_policy.html", {"form": form}, status=form.status)
