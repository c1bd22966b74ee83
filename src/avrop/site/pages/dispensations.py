"""Dispensations: who was let do two deeds that are kept apart, granting one, revoking, reviewing it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from avrop.authority import actions, permissions, queries
from avrop.authority.queries import DispensationView
from avrop.buying.payables import queries as payables
from avrop.kernel.ports import ANYWHERE
from avrop.kernel.recent import recent_events
from avrop.kernel.scope import tenant_scope
from avrop.parties import queries as parties
from avrop.site import words
from avrop.site.actors import Request
from avrop.site.happenings import happening
from avrop.site.pages import sitemap
from avrop.site.pages.frame import show
from avrop.site.pages.people_choices import as_choices
from avrop.site.pages.performing import actor_of, ask, now, rights_of, signed_in, today
from avrop.site.pages.sitemap import SitePage
from avrop.site.patterns.choosing import choosing
from avrop.site.patterns.fields import ChoiceField, DayField, LongTextField, TickField
from avrop.site.patterns.forms import PageForm
from avrop.site.patterns.lists import Listing, choices, day, figure, link, show_list, tag, text
from avrop.site.patterns.shapes import Action, Fact, Happened

MOST_PEOPLE, MOST_STEPS = 20, 50
EVER = datetime(2000, 1, 1, tzinfo=UTC)
RIGHTS = ("authority.dispense", "authority.review_dispensations")
sitemap.register(
    SitePage(
        gettext_lazy("Dispensations"),
        "dispensations",
        sitemap.ASSURANCE,
        "manager",
        rights=RIGHTS,
        help=gettext_lazy(
            "Who may do two deeds that are kept apart, for what, why and until when; and whether"
            " somebody else has looked at what was done."
        ),
        words=gettext_lazy("separation of duties exception compensating control four eyes"),
        place=60,
    ),
    SitePage(
        gettext_lazy("A dispensation"),
        "dispensation",
        sitemap.ASSURANCE,
        "manager",
        samples=("dispensation",),
        help=gettext_lazy(
            "What it lets somebody do, and every deed that was done under it. Whoever decides can revoke"
            " it; the reviewer writes down what the control found when it has ended."
        ),
        place=60,
    ),
    SitePage(
        gettext_lazy("Grant a dispensation"),
        "grant_dispensation",
        sitemap.ASSURANCE,
        "manager",
        rights=("authority.dispense",),
        in_navigation=False,
        help=gettext_lazy(
            "For one unit, or from the certificate of an order or an invoice for that transaction. It"
            " needs a reason, a last day, and a control that a third person carries out."
        ),
        place=60,
    ),
)


# --- the list ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Listed:
    """A dispensation with names."""

    one: DispensationView
    person: str
    reviewer: str
    deeds: str
    place: str
    state: str

    @property
    def id(self) -> UUID:
        """What the row leads to."""
        return self.one.id


DISPENSATIONS = Listing(
    "dispensations",
    gettext_lazy("Dispensations"),
    columns=(
        link("person", gettext_lazy("Who"), "dispensation", lambda row: row.person),
        text("deeds", gettext_lazy("May do both")),
        text("place", gettext_lazy("For what"), lang="sv"),
        day("valid_from", gettext_lazy("First day"), lambda row: row.one.valid_from),
        day("valid_until", gettext_lazy("Last day"), lambda row: row.one.valid_until),
        figure("used", gettext_lazy("Times used"), lambda row: row.one.used),
        text("reviewer", gettext_lazy("Reviewed by"), lang="sv"),
        tag("state", gettext_lazy("State"), "dispensation"),
    ),
    empty=gettext_lazy("Nobody has been let do what is kept apart."),
    filters=(choices("state", gettext_lazy("State"), "dispensation", gettext_lazy("All states")),),
)


@require_safe
@signed_in
def dispensations(request: Request) -> HttpResponse:
    """The newest first."""
    granting = Action(_("Grant a dispensation"), reverse("grant_dispensation"), "primary")
    offered = (granting,) if permissions.DISPENSE.name in rights_of(request) else ()
    return show_list(
        request,
        DISPENSATIONS,
        queries.dispensations_page,
        rows=lambda items: _rows(request, items),
        values={"actions": offered},
    )


def _rows(request: Request, items: Sequence[DispensationView]) -> tuple[Listed, ...]:
    with tenant_scope(actor_of(request).tenant_id):
        people = parties.person_names(
            {who for one in items for who in (one.person_id, one.reviewer_id)}
        )
        units = parties.unit_names({one.unit_id for one in items if one.unit_id})
    return tuple(
        Listed(
            one,
            people.get(one.person_id, ""),
            people.get(one.reviewer_id, ""),
            _both(one.first, one.second),
            units.get(one.unit_id, "") if one.unit_id else _place(one),
            one.state,
        )
        for one in items
    )


def _both(first: str, second: str) -> str:
    return _("%(first)s and %(second)s") % {
        "first": words.named(first, "deed"),
        "second": words.named(second, "deed"),
    }


def _place(one: DispensationView) -> str:
    if one.about_kind == "order":
        return _("One order")
    return _("One invoice") if one.about_kind == "invoice" else _("One transaction")


# --- one of them -------------------------------------------------------------------------------------


class RevokeForm(PageForm):
    """Why it ends now."""

    reason = LongTextField(gettext_lazy("Why is it revoked?"), rows=2)


class ReviewForm(PageForm):
    """What the control found."""

    note = LongTextField(gettext_lazy("What did you look at, and what did you find?"), rows=4)
    found_sound = TickField(
        gettext_lazy("Everything that was done was as it should be"), required=False
    )


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def dispensation(request: Request, dispensation_id: UUID) -> HttpResponse:
    """What it lets somebody do, what was done, revoking and reviewing."""
    found = ask(request, queries.dispensation, dispensation_id=dispensation_id)
    revoke = RevokeForm(request, version=found.version)
    review = ReviewForm(request, version=found.version)
    if revoke.sends(actions.revoke_dispensation, dispensation_id=found.id):
        messages.success(request, _("The dispensation is revoked."))
        return revoke.redirect("dispensation", found.id)
    if review.sends(
        actions.review_dispensation,
        dispensation_id=found.id,
        found_sound=bool(review.was_sent and review.is_valid() and review.value("found_sound")),
    ):
        messages.success(request, _("What the control found is written down."))
        return review.redirect("dispensation", found.id)
    rights = rights_of(request)
    may_revoke = permissions.DISPENSE.name in rights and found.state in ("coming", "in_force")
    is_reviewer = actor_of(request).person_id == found.reviewer_id
    values = {
        "found": found,
        "revoke": revoke if may_revoke else None,
        "review": review if is_reviewer and found.state == "to_review" else None,
        "forms": (revoke, review),
        **_about(request, found),
    }
    status = max(revoke.status, review.status)
    return show(request, "site/control/dispensation.html", values, status=status)


def _about(request: Request, found: DispensationView) -> dict[str, Any]:
    with tenant_scope(actor_of(request).tenant_id):
        steps = recent_events([found.id], since=EVER, but_by=None, limit=MOST_STEPS)
        asked = {found.person_id, found.reviewer_id, found.decided_by, found.revoked_by}
        asked |= {one.person_id for one in steps} | {one.person_id for one in found.uses}
        names = parties.person_names({one for one in asked if one is not None})
        unit = parties.unit_names({found.unit_id}) if found.unit_id else {}

    def named(person_id: UUID | None) -> str:
        return names.get(person_id, "") if person_id else ""

    about = (
        reverse(f"{found.about_kind}_certificate", args=[found.about_id]) if found.about_id else ""
    )
    place = unit.get(found.unit_id, "") if found.unit_id else _place(found)
    sound = {None: "", True: _("Yes"), False: _("No")}[found.found_sound]
    facts = (
        Fact(_("Who"), named(found.person_id), lang="sv"),
        Fact(_("May do both"), _both(found.first, found.second)),
        Fact(_("For what"), place, about, lang="sv"),
        Fact(_("First day"), found.valid_from),
        Fact(_("Last day"), found.valid_until),
        Fact(_("Why"), found.reason, lang="sv"),
        Fact(
            _("Decided by"),
            named(found.decided_by),
            note=words.rules_named(found.rule_set),
            lang="sv",
        ),
        Fact(_("What makes up for it"), found.control, lang="sv"),
        Fact(_("Reviewed by"), named(found.reviewer_id), lang="sv"),
        Fact(_("To be reviewed at the latest"), found.review_by),
        Fact(_("Revoked because"), found.revoke_reason, lang="sv"),
        Fact(_("Was everything as it should be?"), sound),
        Fact(_("What the control found"), found.review_note, lang="sv"),
    )
    history = tuple(
        Happened(one.at, happening(one.name, {}), named(one.person_id)) for one in reversed(steps)
    )
    uses = tuple(
        Happened(
            one.at,
            _("%(second)s, although %(first)s had been done")
            % {"second": words.named(one.second, "deed"), "first": words.named(one.first, "deed")},
            named(one.person_id),
        )
        for one in reversed(found.uses)
    )
    return {"facts": facts, "history": history, "uses": uses, "person": named(found.person_id)}


# --- granting ----------------------------------------------------------------------------------------


class GrantForm(PageForm):
    """What is let, to whom and until when. The people and the deeds to choose among are added."""

    places = {"first": "pair", "second": "pair"}

    valid_from = DayField(gettext_lazy("First day"))
    valid_until = DayField(
        gettext_lazy("Last day"), hint=gettext_lazy("It lasts for at most half a year.")
    )
    reason = LongTextField(gettext_lazy("Why can nobody else do it?"), rows=2)
    control = LongTextField(
        gettext_lazy("What makes up for it?"),
        rows=2,
        hint=gettext_lazy("For example: every invoice is compared with its delivery note."),
    )
    review_by = DayField(gettext_lazy("Reviewed at the latest"))


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def grant_dispensation(request: Request) -> HttpResponse:
    """Choose the unit and the person, or come from a transaction; then say what is let."""
    about = _transaction(request)
    with tenant_scope(actor_of(request).tenant_id):
        units = parties.units(on=today())
        reviewers = _reviewers()
        pairs = _pairs()
    unit_id = _chosen(request, {str(unit.id) for unit in units})
    people = _people(request, unit_id)
    form = GrantForm(
        request,
        initial={
            "valid_from": today(),
            "valid_until": today() + timedelta(days=30),
            "review_by": today() + timedelta(days=44),
        },
        added={
            "person_id": ChoiceField(gettext_lazy("Who is let?"), people, open_list=True),
            "pair": ChoiceField(gettext_lazy("What may one person do?"), pairs),
            "reviewer_id": ChoiceField(gettext_lazy("Who reviews it?"), reviewers),
        },
    )
    first, _comma, second = request.POST.get("pair", "").partition("/")
    place: dict[str, Any] = {"unit_id": unit_id} if about is None and unit_id else dict(about or {})
    if (about or unit_id) and form.sends(
        actions.grant_dispensation, first=first, second=second, **place
    ):
        messages.success(request, _("The dispensation is granted, and the reviewer has a task."))
        return form.redirect("dispensation", form.answer)
    values = {
        "form": form,
        "about": about,
        "units": choosing(
            [(str(one.id), one.name) for one in units],
            chosen=unit_id,
            text=request.GET.get("unit-text", ""),
        ),
        "unit": unit_id,
        "people": people,
        "who": request.GET.get("who", ""),
        "given": {name: request.GET.get(name, "") for name in ("about", "id")},
    }
    return show(request, "site/control/grant_dispensation.html", values, status=form.status)


def _transaction(request: Request) -> dict[str, Any] | None:
    """The chains of the order or invoice that the reader came from."""
    kind, key = request.GET.get("about", ""), request.GET.get("id", "")
    asked = {
        "order": (payables.certificate_of_order, "order_id"),
        "invoice": (payables.certificate_of_invoice, "invoice_id"),
    }
    if kind not in asked or not key:
        return None
    query, argument = asked[kind]
    found = ask(request, query, **{argument: UUID(key)})
    return {"chain_ids": list(found.chain_ids), "about_kind": kind, "about_id": UUID(key)}


def _pairs() -> list[tuple[str, str]]:
    """What can be dispensed from by the rules in force."""
    rules, _reference = queries.separation_in_force(today())
    return [
        (f"{pair.first}/{pair.second}", _both(pair.first, pair.second))
        for pair in rules.pairs
        if not queries.is_always(pair)
    ]


def _reviewers() -> list[tuple[str, str]]:
    found = queries.people_who_may(permissions.REVIEW_DISPENSATIONS, ANYWHERE, now())
    names = parties.person_names(set(found[:MOST_PEOPLE]))
    return sorted(((str(key), name) for key, name in names.items()), key=lambda one: one[1])


def _chosen(request: Request, units: Iterable[str]) -> str:
    wanted = request.GET.get("unit", "")
    return wanted if wanted in set(units) else ""


def _people(request: Request, unit_id: str) -> list[tuple[str, str]]:
    """Those of a name that was searched for, or of the unit."""
    who = request.GET.get("who", "").strip()
    narrowed: dict[str, Any] = {"text": who} if who else {"unit_id": unit_id} if unit_id else {}
    if not narrowed:
        return []
    found = ask(request, parties.people_page, limit=MOST_PEOPLE, **narrowed).items
    return as_choices(request, found)
