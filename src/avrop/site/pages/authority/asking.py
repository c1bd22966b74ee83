"""May A do B to C, and why: the question asked in words, the answer with what decides it."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from avrop.authority import queries
from avrop.authority.queries import Explanation
from avrop.kernel.scope import tenant_scope
from avrop.parties import queries as parties
from avrop.site import explained
from avrop.site.actors import Request
from avrop.site.pages import sitemap
from avrop.site.pages.authority import desk
from avrop.site.pages.authority.desk import Alert, Answered, Asked, Chosen, Desk, Written, show_desk
from avrop.site.pages.performing import actor_of, ask, signed_in
from avrop.site.pages.sitemap import SitePage
from avrop.site.patterns.choosing import choosing
from avrop.site.patterns.fields import plain_number
from avrop.values import Money, uuid_in

sitemap.register(
    SitePage(
        gettext_lazy("Who may do what, and why"),
        "may",
        sitemap.RIGHTS,
        "manager",
        rights=(
            "authority.",
            "requisitions.see_stops",
            "requisitions.submit",
            "approvals.approve",
            "support.answer",
        ),
        help=gettext_lazy(
            "Choose what is to be done, where and for how much, and whose right it is asked about: your"
            " own without a name. The answer names the mandate, what is missing, and who can give it."
        ),
        words=gettext_lazy("rights permission mandate explain why not allowed refused"),
        place=25,
    )
)


@require_safe
@signed_in
def may(request: Request) -> HttpResponse:
    """The question, and its answer where something is asked."""
    people = desk.people_found(request)
    chosen = uuid_in(request.GET.get("person", "")) or _only(people)
    permission = request.GET.get("permission", "")
    asked = Asked(
        _("What is asked"),
        _("Answer"),
        (
            Chosen(
                "permission",
                _("May somebody…"),
                _("Choose what is to be done"),
                choosing(
                    desk.permissions(),
                    chosen=permission,
                    text=request.GET.get("permission-text", ""),
                ),
            ),
            desk.unit_chosen(request, every=_("Anywhere")),
            *(_people_to_choose(people, str(chosen or ""))),
        ),
        (
            desk.who_asked(request, gettext_lazy("Who? Part of the name; yourself without one")),
            Written("goods", _("Goods"), request.GET.get("goods", "")),
            Written("amount", _("For how much?"), request.GET.get("amount", "")),
        ),
    )
    alerts: list[Alert] = []
    answer = None
    who = request.GET.get("who", "").strip()
    if who and not people:
        alerts.append(Alert(_("Nobody was found. Try a part of the name."), "warning"))
    elif who and chosen is None:
        alerts.append(Alert(_("Several people have that name: choose one of them."), "info"))
    elif permission in dict(desk.permissions()):
        person = chosen or actor_of(request).person_id
        found = ask(request, queries.explain, **_question(request, person, permission))
        answer = _answered(found, dict(desk.permissions())[permission])
    return show_desk(
        request,
        Desk(
            title=_("Who may do what, and why"),
            lead=_("The same rules that decide when somebody presses the button answer here."),
            alerts=tuple(alerts),
            asked=asked,
            answer=answer,
        ),
    )


def _only(people: list[tuple[str, str]]) -> Any:
    return uuid_in(people[0][0]) if len(people) == 1 else None


def _people_to_choose(people: list[tuple[str, str]], chosen: str) -> tuple[Chosen, ...]:
    if len(people) < 2:
        return ()
    by = choosing(people, chosen=chosen)
    return (Chosen("person", _("Which of them?"), _("Choose a person"), by, "sv"),)


def _question(request: Request, person: Any, permission: str) -> dict[str, Any]:
    return {
        "person_id": person,
        "permission": permission,
        "unit_id": desk.unit_in(request),
        "categories": desk.codes_in(request.GET.get("goods", "")),
        "amount": _amount(request),
    }


def _amount(request: Request) -> Money | None:
    from decimal import Decimal, InvalidOperation

    written = request.GET.get("amount", "").strip()
    if not written:
        return None
    try:
        amount = Decimal(plain_number(written))
    except InvalidOperation:
        return None
    if not amount.is_finite():
        return None
    with tenant_scope(actor_of(request).tenant_id):
        return Money(amount, parties.currency())


def _answered(found: Explanation, act: str) -> Answered:
    told = _("%(person)s may: %(act)s.") if found.allowed else _("%(person)s may not: %(act)s.")
    reasons = tuple(
        " ".join(part for part in (one.sentence, one.remedy) if part) for one in found.reasons
    )
    parts: tuple[tuple[Any, tuple[str, ...]], ...] = (
        (_("This is what the person is told"), reasons),
        (_("Under"), tuple(explained.under(found))),
        (_("What must be shown"), tuple(explained.gates(found))),
        (_("Who can help"), tuple(explained.helps(found))),
    )
    return Answered(
        _("The answer"),
        told % {"person": found.person, "act": act},
        "success" if found.allowed else "warning",
        tuple(part for part in parts if part[1]),
    )
