"""What managers confirm: every unit and how it stands, one unit's list, and the text that is signed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from avrop.responsibility import actions, queries
from avrop.responsibility.duties import LANGUAGES, Duty
from avrop.responsibility.shapes import (
    ConfirmationSheet,
    ConfirmationView,
    StandingCount,
    UnitStanding,
)
from avrop.site import words
from avrop.site.actors import Request
from avrop.site.pages import sitemap
from avrop.site.pages.frame import show
from avrop.site.pages.performing import ask, rights_of, signed_in
from avrop.site.pages.responsibility.people import address_of
from avrop.site.pages.sitemap import SitePage
from avrop.site.patterns.fields import ChoiceField, LongTextField, TextField
from avrop.site.patterns.forms import PageForm
from avrop.site.patterns.lists import (
    Cell,
    Column,
    Filter,
    Listing,
    choices,
    chosen_in,
    day,
    named,
    show_list,
    tag,
    text,
)
from avrop.site.patterns.shapes import Action, Drawing, Point
from avrop.values import Text

DECIDE = "responsibility.decide"
sitemap.register(
    SitePage(
        gettext_lazy("What units confirm"),
        "unit_confirmations",
        sitemap.RIGHTS,
        "manager",
        rights=("responsibility.confirm", "responsibility.assure"),
        help=gettext_lazy(
            "Each unit with a manager of its own confirms its duties every year and every term. What is "
            "overdue stands first, and is told to the manager above."
        ),
        words=gettext_lazy("duties confirmation manager yearly term evidence overdue"),
        place=15,
    ),
    SitePage(
        gettext_lazy("Confirm the duties of a unit"),
        "confirm_unit",
        sitemap.RIGHTS,
        "manager",
        rights=("responsibility.confirm", "responsibility.assure"),
        samples=("managed_unit", "frequency"),
        help=gettext_lazy(
            "Answer each duty. What is fulfilled is shown by a link where that is asked for; what is "
            "not says what is done about it. The text is kept as you confirmed it."
        ),
        place=15,
    ),
    SitePage(
        gettext_lazy("Confirm the duties of the whole organisation"),
        "confirm_whole",
        sitemap.RIGHTS,
        "system_administrator",
        rights=("responsibility.confirm", "responsibility.assure"),
        samples=("frequency",),
        place=15,
    ),
    SitePage(
        gettext_lazy("The text that managers confirm"),
        "duty_text",
        sitemap.RIGHTS,
        "system_administrator",
        rights=(DECIDE,),
        in_navigation=False,
        help=gettext_lazy(
            "Change the text in each language. What has been confirmed keeps the text it was confirmed "
            "with; who has the page open is asked to read the new one."
        ),
        place=15,
    ),
)


def _unit(row: UnitStanding) -> Cell:
    name = row.unit or _("The whole organisation")
    covers = _("with %(count)s units") % {"count": row.covers} if row.covers > 1 else ""
    return Cell(name, address=address_of(row), note=covers)


UNITS = Listing(
    "unit-confirmations",
    gettext_lazy("What units confirm"),
    columns=(
        Column("unit", gettext_lazy("Unit"), _unit, is_head=True),
        named("frequency", gettext_lazy("How often"), "frequency"),
        text("period", gettext_lazy("Period")),
        day("due_on", gettext_lazy("Due")),
        tag("state", gettext_lazy("State"), "unit_confirmation"),
        text("managers", gettext_lazy("Manager"), lambda row: ", ".join(row.managers), lang="sv"),
        text("superior", gettext_lazy("Manager above"), lang="sv"),
        text("confirmed_by", gettext_lazy("Confirmed by"), lang="sv"),
        day("confirmed_at", gettext_lazy("Confirmed")),
    ),
    empty=gettext_lazy("No unit that you see has a manager of its own."),
    what_next=gettext_lazy("Give somebody the role of manager in a unit, and it is listed here."),
    filters=(
        Filter("text", gettext_lazy("Unit")),
        choices("state", gettext_lazy("State"), "unit_confirmation", gettext_lazy("All states")),
        choices("frequency", gettext_lazy("How often"), "frequency", gettext_lazy("All")),
    ),
)


@require_safe
@signed_in
def confirmations(request: Request) -> HttpResponse:
    """Every unit that the reader sees and how it stands."""
    offered: tuple[Action, ...] = ()
    if DECIDE in rights_of(request):
        offered = (Action(_("Change the text that managers confirm"), reverse("duty_text")),)
    chosen = chosen_in(request, UNITS)
    narrowed: dict[str, str] = {key: chosen[key] for key in ("text", "frequency") if key in chosen}
    counted = ask(request, queries.confirmation_counts, **narrowed)
    return show_list(
        request,
        UNITS,
        queries.confirmations_page,
        template="site/drawn_list.html",
        values={"actions": offered, "drawing": _drawing(counted, narrowed)},
    )


#: How a mark says that something is to be done.
_MARKS = {"overdue": "danger", "due": "warning", "with_gaps": "warning", "coming": "neutral"}


def _drawing(counted: Sequence[StandingCount], narrowed: Mapping[str, str]) -> Drawing | None:
    total = sum(one.confirmations for one in counted)
    if not total:
        return None
    done = sum(one.confirmations for one in counted if one.state in ("confirmed", "with_gaps"))
    told = ngettext(
        "%(done)d of %(count)d confirmation of this period is made.",
        "%(done)d of %(count)d confirmations of this period are made.",
        total,
    )
    return Drawing(
        _("How far it has come"),
        tuple(
            Point(
                words.named(one.state, "unit_confirmation"),
                one.confirmations,
                address=f"?{urlencode({**narrowed, 'state': one.state})}",
                color=_MARKS.get(one.state, "accent"),
            )
            for one in counted
        ),
        _("State"),
        _("Confirmations"),
        sentence=told % {"done": done, "count": total},
        highest=total,
    )


# --- one unit ----------------------------------------------------------------------------------------


class ConfirmForm(PageForm):
    """One answer for each duty, added when the list is known."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A duty with its three fields."""

    number: int
    text: str
    needs_evidence: bool
    fulfilled: Any
    evidence: Any
    note: Any


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def confirm_unit(request: Request, unit_id: UUID, frequency: str) -> HttpResponse:
    """What a unit's manager confirms, and has confirmed."""
    return _confirm(request, unit_id, frequency)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def confirm_whole(request: Request, frequency: str) -> HttpResponse:
    """The same for the whole organisation."""
    return _confirm(request, None, frequency)


def _confirm(request: Request, unit_id: UUID | None, frequency: str) -> HttpResponse:
    sheet = ask(request, queries.confirmation_sheet, frequency=frequency, unit_id=unit_id)
    form = ConfirmForm(request, added=_fields(sheet))
    if form.was_sent and form.is_valid():
        read = request.POST.get("rule_set", "")
        given = {"answers": _answers(sheet, form), "rule_set": read, "unit_id": unit_id}
        if form.sends(actions.confirm_unit, frequency=frequency, **given):
            messages.success(request, _("It is confirmed. Thank you."))
            return form.redirect("my_responsibilities")
    values = {
        "form": form if sheet.may_confirm else None,
        "sheet": sheet,
        "unit": sheet.unit or _("The whole organisation"),
        "asked": _asked(sheet, form),
        "statement": in_reader_language(sheet.whole.statement),
        "former": tuple((one, _told(one)) for one in sheet.former),
    }
    return show(request, "site/responsibility/confirm.html", values, status=form.status)


def in_reader_language(words: Mapping[str, str]) -> str:
    """A text by language, in the reader's."""
    return Text(words).in_language(get_language() or "sv")


def _fields(sheet: ConfirmationSheet) -> dict[str, forms.Field]:
    fields: dict[str, forms.Field] = {}
    for one in sheet.duties:
        fields[f"answers-{one.code}-fulfilled"] = ChoiceField(
            gettext_lazy("Is it fulfilled?"),
            [("yes", gettext_lazy("Yes")), ("no", gettext_lazy("No, not yet"))],
            open_list=True,
        )
        fields[f"answers-{one.code}-evidence"] = TextField(
            gettext_lazy("Link to what shows it"),
            kind="url",
            longest=500,
            required=False,
            hint=gettext_lazy("Asked for where it is fulfilled.") if one.needs_evidence else "",
        )
        fields[f"answers-{one.code}-note"] = LongTextField(
            gettext_lazy("What is done about it?"),
            longest=1000,
            rows=2,
            required=False,
            hint=gettext_lazy("Asked for where it is not fulfilled: what, who and until when."),
        )
    return fields


def _answers(sheet: ConfirmationSheet, form: ConfirmForm) -> list[dict[str, Any]]:
    return [
        {
            "duty": one.code,
            "is_fulfilled": form.value(f"answers-{one.code}-fulfilled") == "yes",
            "evidence": form.value(f"answers-{one.code}-evidence").strip(),
            "note": form.value(f"answers-{one.code}-note").strip(),
        }
        for one in sheet.duties
    ]


def _asked(sheet: ConfirmationSheet, form: ConfirmForm) -> tuple[Asked, ...]:
    return tuple(
        Asked(
            number,
            in_reader_language(one.text),
            one.needs_evidence,
            *(form[f"answers-{one.code}-{name}"] for name in ("fulfilled", "evidence", "note")),
        )
        for number, one in enumerate(sheet.duties, start=1)
    )


@dataclass(frozen=True, slots=True)
class ToldAnswer:
    """What was answered to a duty."""

    text: str
    is_fulfilled: bool
    evidence: str
    note: str


def _told(one: ConfirmationView) -> tuple[ToldAnswer, ...]:
    return tuple(
        ToldAnswer(
            in_reader_language(duty.text),
            bool(given.get("is_fulfilled")),
            str(given.get("evidence", "")),
            str(given.get("note", "")),
        )
        for duty in one.duties
        for given in (one.answers.get(duty.code, {}),)
    )


# --- the text ----------------------------------------------------------------------------------------

IN_LANGUAGE = {
    "sv": gettext_lazy("In Swedish"),
    "en": gettext_lazy("In English"),
    "zh-hans": gettext_lazy("In Chinese"),
}


class TextForm(PageForm):
    """The text of each duty and of the statement, in each language; added when the list is known."""

    reason = TextField(gettext_lazy("Why is it changed?"))


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def duty_text(request: Request) -> HttpResponse:
    """Change what is confirmed."""
    whole = ask(request, queries.duty_list)
    texts = {**{one.code: one.text for one in whole.duties}, "statement": whole.statement}
    added = {
        f"{code}-{language}": LongTextField(IN_LANGUAGE[language], longest=2000, rows=2)
        for code in texts
        for language in LANGUAGES
    }
    initial = {
        f"{code}-{language}": words.get(language, "")
        for code, words in texts.items()
        for language in LANGUAGES
    }
    form = TextForm(request, added=added, initial=initial)
    if form.was_sent and form.is_valid():
        listed = [
            Duty(one.code, _written(form, one.code), one.frequency, one.needs_evidence)
            for one in whole.duties
        ]
        given = {"listed": listed, "statement": _written(form, "statement")}
        if form.sends(
            actions.decide_duties,
            **given,
            yearly_due=whole.yearly_due,
            termly_due=whole.termly_due,
            remind_days=whole.remind_days,
        ):
            messages.success(request, _("The text is changed from today on."))
            return form.redirect("unit_confirmations")
    shown = [
        (number, [form[f"{one.code}-{language}"] for language in LANGUAGES])
        for number, one in enumerate(whole.duties, start=1)
    ]
    values = {
        "form": form,
        "duties": shown,
        "statement": [form[f"statement-{language}"] for language in LANGUAGES],
    }
    return show(request, "site/responsibility/duty_text.html", values, status=form.status)


def _written(form: TextForm, code: str) -> dict[str, str]:
    return {language: form.value(f"{code}-{language}").strip() for language in LANGUAGES}
