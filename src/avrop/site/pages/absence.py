"""Whom the work goes to while one is away: mandates are lent to a substitute, and taken back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from avrop.authority import actions, queries
from avrop.authority.queries import DelegationView, MandateView, SubstituteView
from avrop.kernel import presentation
from avrop.kernel.scope import tenant_scope
from avrop.parties import actions as people_actions
from avrop.parties import queries as parties
from avrop.parties.queries import AbsenceView
from avrop.site import words
from avrop.site.actors import Request
from avrop.site.pages import sitemap
from avrop.site.pages.frame import show
from avrop.site.pages.performing import actor_of, ask, signed_in, today
from avrop.site.pages.sitemap import SitePage
from avrop.site.patterns.fields import ChoiceField, ChoicesField, DayField, TextField
from avrop.site.patterns.forms import PageForm, keys_of
from avrop.site.patterns.shapes import Action
from avrop.site.patterns.undoing import undo_offered

#: So many people are shown to choose from; whoever is not among them is searched for.
MOST_PEOPLE = 12
PAST = 10
MAY_TELL = "parties.tell_absence"
sitemap.register(
    SitePage(
        gettext_lazy("While I am away"),
        "absence",
        sitemap.START,
        "approver",
        rights=(MAY_TELL,),
        help=gettext_lazy(
            "Tell when you are away, and who decides for you then. Both names stand on what is decided."
            " When you are back earlier, say so: what you have lent ends at once."
        ),
        words=gettext_lazy("substitute holiday sick leave delegation absence"),
        place=20,
    )
)


class LendForm(PageForm):
    """To whom, when and why. Whom one can choose among is added."""

    valid_from = DayField(gettext_lazy("First day"))
    valid_until = DayField(gettext_lazy("Last day"))
    reason = TextField(gettext_lazy("Why?"), hint=gettext_lazy("For example: holiday."))


class AwayForm(PageForm):
    """From when to when. Never why."""

    valid_from = DayField(gettext_lazy("First day"))
    valid_until = DayField(gettext_lazy("Last day"))


class SubstituteForm(PageForm):
    """From when on somebody stands in. Who is added."""

    valid_from = DayField(gettext_lazy("First day"))


@dataclass(frozen=True, slots=True)
class AwayDays:
    """A time that the reader is away: who told it, whether it is now, and how it is ended."""

    absence: AbsenceView
    is_now: bool
    source: str
    actions: tuple[Action, ...]


@dataclass(frozen=True, slots=True)
class StandsIn:
    """A standing substitute, of the reader's or he of another's, and how it is ended."""

    substitute: SubstituteView
    is_mine: bool
    actions: tuple[Action, ...]


@dataclass(frozen=True, slots=True)
class Lent:
    """A mandate that is lent, in words. `action` takes it back, where it can be."""

    lending: DelegationView
    mandate: str
    principal: str
    substitute: str
    is_mine: bool
    state: str
    actions: tuple[Action, ...]


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def absence(request: Request) -> HttpResponse:
    """Who decides for the reader, for whom he decides, and lending his mandates."""
    actor = actor_of(request)
    person_id = actor.person_id
    assert person_id is not None
    mandates = {one.id: one for one in ask(request, queries.mandates_of, person_id=person_id)}
    held = {key: one for key, one in mandates.items() if _is_held(one)}
    with tenant_scope(actor.tenant_id):
        people = _people(request)
        added = _choices(people, held.values())
    form = LendForm(request, added=added, initial={"mandate_ids": [str(key) for key in held]})
    away = AwayForm(request, prefix="away")
    standing = SubstituteForm(
        request,
        added={
            "substitute_id": ChoiceField(
                gettext_lazy("Who stands in for you?"), choices=people, open_list=True
            )
        },
        initial={"valid_from": today()},
        prefix="standing",
    )
    if form.sends(actions.lend_mandates):
        told = _("It is arranged. You can take it back here at any time.")
        if len(form.answer) == 1:
            undo_offered(request, told, actions.end_delegation, delegation_id=form.answer[0])
        else:
            messages.success(request, told)
        return form.redirect("absence")
    if away.sends(people_actions.tell_absence, person_id=person_id):
        messages.success(request, _("It is known that you are away then."))
        return away.redirect("absence")
    if standing.sends(actions.name_substitute):
        messages.success(request, _("The substitute takes over whenever you are away."))
        return standing.redirect("absence")
    values = {
        "form": form,
        "away": away,
        "standing": standing,
        "who": request.GET.get("who", ""),
        "has_mandates": bool(held),
        "has_people": bool(people),
        "days": _days(request, person_id),
        "substitutes": _substitutes(request, person_id),
    }
    with tenant_scope(actor.tenant_id):
        values["lent"] = _lent(request, mandates)
    status = max(form.status, away.status, standing.status)
    return show(request, "site/approvals/absence.html", values, status=status)


def _days(request: Request, person_id: UUID) -> tuple[AwayDays, ...]:
    """When the reader is away, from now on."""
    found = ask(request, queries.absences_of, person_id=person_id)
    return tuple(
        AwayDays(
            one,
            one.is_on(today()),
            words.named(one.source, "absence"),
            (
                Action(
                    gettext_lazy("I am back")
                    if one.is_on(today())
                    else gettext_lazy("Call it off"),
                    reverse("end_absence", args=[one.id]),
                    post=True,
                    hidden=keys_of(request, version=one.version),
                ),
            ),
        )
        for one in found
    )


def _substitutes(request: Request, person_id: UUID) -> tuple[StandsIn, ...]:
    """Who stands in whenever the reader is away, and for whom he does."""
    found = ask(request, queries.substitutes_of, person_id=person_id)
    return tuple(
        StandsIn(
            one,
            one.person_id == person_id,
            (
                Action(
                    gettext_lazy("End it"),
                    reverse("end_substitute", args=[one.id]),
                    post=True,
                    hidden=keys_of(request),
                ),
            ),
        )
        for one in found
    )


@require_POST
@signed_in
def end_absence(request: Request, absence_id: UUID) -> HttpResponse:
    """Somebody is back: what he lent ends at once."""
    form = PageForm(request)
    if form.sends(people_actions.end_absence, absence_id=absence_id):
        messages.success(request, _("It is known that you are here. What you lent has ended."))
        return form.redirect("absence")
    return _not_done(request, form)


@require_POST
@signed_in
def end_substitute(request: Request, substitute_row_id: UUID) -> HttpResponse:
    """Nobody takes over by himself any more."""
    form = PageForm(request)
    if form.sends(actions.end_substitute, substitute_row_id=substitute_row_id):
        messages.success(request, _("Nobody takes over by himself any more."))
        return form.redirect("absence")
    return _not_done(request, form)


def _not_done(request: Request, form: PageForm) -> HttpResponse:
    values = {"problems": form.problems}
    return show(request, "site/approvals/not_done.html", values, status=form.status)


def _is_held(mandate: MandateView) -> bool:
    ended = mandate.valid_until is not None and mandate.valid_until < today()
    return mandate.revoked_at is None and not ended


def _choices(
    people: list[tuple[str, str]], mandates: Iterable[MandateView]
) -> dict[str, forms.Field]:
    """The people to choose among, by the name that was searched for or of the same unit; and what is
    lent of one's mandates."""
    return {
        "to_person": ChoiceField(
            gettext_lazy("Who decides for you?"), choices=people, open_list=True
        ),
        "mandate_ids": ChoicesField(
            gettext_lazy("What is lent?"),
            choices=[(str(one.id), _named(one)) for one in mandates],
        ),
    }


def _people(request: Request) -> list[tuple[str, str]]:
    actor = actor_of(request)
    who = (request.GET.get("who") or "").strip()
    assert actor.person_id is not None
    own = parties.person(actor.person_id)
    narrowed = {"text": who} if who else {"unit_id": own.unit_id} if own.unit_id else {}
    found = list(ask(request, parties.people_page, limit=MOST_PEOPLE, **narrowed).items)
    chosen = request.POST.get("to_person", "") or request.POST.get("standing-substitute_id", "")
    if chosen and chosen not in {str(one.id) for one in found}:
        found += [one for key, one in parties.people(_ids(chosen)).items() if key]
    units = {one.id: one.name for one in parties.units()}
    return [
        (str(one.id), f"{one.name}, {units[one.unit_id]}" if one.unit_id in units else one.name)
        for one in found
        if one.id != actor.person_id and one.works_here(today())
    ]


def _ids(text: str) -> tuple[UUID, ...]:
    try:
        return (UUID(text),)
    except ValueError:
        return ()


def _named(mandate: MandateView) -> str:
    """A mandate in words: the role, where, for what and up to how much."""
    parts = [words.role_name(mandate.role)]
    if mandate.unit_id:
        parts.append(parties.unit(mandate.unit_id).name)
    if mandate.responsibilities:
        parts.append(", ".join(mandate.responsibilities))
    if mandate.limit is not None:
        amount = presentation.shown(mandate.limit)
        parts.append(_("up to %(amount)s") % {"amount": amount})
    return " · ".join(parts)


def _lent(request: Request, mandates: dict[UUID, MandateView]) -> tuple[Lent, ...]:
    me = actor_of(request).person_id
    found = ask(request, queries.delegations_of, person_id=me)
    day = today()
    live = [one for one in found if _state(one, day) != "ended"]
    ended = [one for one in found if _state(one, day) == "ended"][:PAST]
    people = parties.people({p for one in found for p in (one.from_person, one.to_person)})
    return tuple(
        Lent(
            lending=one,
            mandate=_named(mandates[one.mandate_id]) if one.mandate_id in mandates else "",
            principal=people[one.from_person].name,
            substitute=people[one.to_person].name,
            is_mine=one.from_person == me,
            state=_state(one, day),
            actions=_taking_back(request, one, day),
        )
        for one in (*live, *ended)
    )


def _state(lending: DelegationView, today: date) -> str:
    if lending.revoked_at is not None or lending.valid_until < today:
        return "ended"
    return "coming" if lending.valid_from > today else "now"


def _taking_back(request: Request, lending: DelegationView, today: date) -> tuple[Action, ...]:
    if _state(lending, today) == "ended":
        return ()
    mine = lending.from_person == actor_of(request).person_id
    return (
        Action(
            gettext_lazy("Take it back") if mine else gettext_lazy("Give it back"),
            reverse("end_lending", args=[lending.id]),
            post=True,
            hidden=keys_of(request),
        ),
    )


def _told_of_end(request: Request, former: DelegationView | None) -> None:
    """The note; with Undo for the holder, who can lend the same once more."""
    told = _("It is taken back.")
    if former is None or former.from_person != actor_of(request).person_id:
        messages.success(request, told)
        return
    limit = {} if former.limit is None else {"limit": former.limit}
    undo_offered(
        request,
        told,
        actions.delegate,
        mandate_id=former.mandate_id,
        to_person=former.to_person,
        valid_from=max(former.valid_from, today()),
        valid_until=former.valid_until,
        reason=former.reason,
        **limit,
    )


@require_POST
@signed_in
def end_lending(request: Request, delegation_id: UUID) -> HttpResponse:
    """The holder is back, or the substitute can't."""
    form = PageForm(request)
    me = actor_of(request).person_id
    lent = {one.id: one for one in ask(request, queries.delegations_of, person_id=me)}
    if form.sends(actions.end_delegation, delegation_id=delegation_id):
        _told_of_end(request, lent.get(delegation_id))
        return form.redirect("absence")
    return _not_done(request, form)
