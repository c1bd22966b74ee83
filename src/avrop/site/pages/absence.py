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
from avrop.authority.queries import DelegationView, MandateView
from avrop.kernel import presentation
from avrop.kernel.scope import tenant_scope
from avrop.parties import queries as parties
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
sitemap.register(
    SitePage(
        gettext_lazy("While I am away"),
        "absence",
        sitemap.APPROVE,
        "approver",
        rights=("approvals.approve", "invoices.attest_decision", "payables.release"),
        help=gettext_lazy(
            "Choose somebody who decides for you while you are away, and from when until when. Both"
            " names stand on what is decided. You can take it back before the time is over."
        ),
        words=gettext_lazy("substitute holiday sick leave delegation"),
        place=20,
    )
)


class LendForm(PageForm):
    """To whom, when and why. Whom one can choose among is added."""

    valid_from = DayField(gettext_lazy("First day"))
    valid_until = DayField(gettext_lazy("Last day"))
    reason = TextField(gettext_lazy("Why?"), hint=gettext_lazy("For example: holiday."))


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
        added = _choices(request, held.values())
    form = LendForm(request, added=added, initial={"mandate_ids": [str(key) for key in held]})
    if form.sends(actions.lend_mandates):
        told = _("It is arranged. You can take it back here at any time.")
        if len(form.answer) == 1:
            undo_offered(request, told, actions.end_delegation, delegation_id=form.answer[0])
        else:
            messages.success(request, told)
        return form.redirect("absence")
    with tenant_scope(actor.tenant_id):
        values = {
            "form": form,
            "who": request.GET.get("who", ""),
            "has_mandates": bool(held),
            "lent": _lent(request, mandates),
        }
    return show(request, "site/approvals/absence.html", values, status=form.status)


def _is_held(mandate: MandateView) -> bool:
    ended = mandate.valid_until is not None and mandate.valid_until < today()
    return mandate.revoked_at is None and not ended


def _choices(request: Request, mandates: Iterable[MandateView]) -> dict[str, forms.Field]:
    """The people to choose among, by the name that was searched for or of the same unit; and what is
    lent of one's mandates."""
    return {
        "to_person": ChoiceField(
            gettext_lazy("Who decides for you?"), choices=_people(request), open_list=True
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
    chosen = request.POST.get("to_person", "")
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
    return show(
        request, "site/approvals/not_done.html", {"problems": form.problems}, status=form.status
    )
