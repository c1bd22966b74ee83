"""A short tour of what one's role does here; in the demonstration the start page offers it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from avrop.authority import queries as authority
from avrop.kernel.problems import Denial
from avrop.site.actors import Request
from avrop.site.pages import sitemap
from avrop.site.pages.frame import show
from avrop.site.pages.performing import actor_of, ask, signed_in, today
from avrop.site.pages.sitemap import SitePage
from avrop.site.patterns import tours
from avrop.site.patterns.forms import keys_of
from avrop.site.patterns.shapes import Action
from avrop.site.patterns.tours import Look, Stop
from avrop.site.words import role_name

sitemap.register(
    SitePage(
        gettext_lazy("A short tour"),
        "tour",
        sitemap.ABOUT,
        "requester",
        help=gettext_lazy(
            "A few stops that show what your role does here. Each is ticked when you have been there."
        ),
        words=gettext_lazy("introduction, begin, newcomer, demonstration"),
    )
)


@dataclass(frozen=True, slots=True)
class StopOnPage:
    """A stop with where it leads, and whether it has been passed."""

    says: Any
    shows: Any
    address: str
    is_passed: bool
    is_next: bool


@require_safe
@signed_in
def tour(request: Request) -> HttpResponse:
    """The stops of the reader's roles."""
    passed = request.session.setdefault(tours.IN_SESSION, [])
    roles = _roles(request)
    stops = tours.tour_of(roles)
    left = [stop for stop in stops if not stop.is_passed(passed)]
    values = {
        "roles": ", ".join(role_name(role) for role in roles),
        "stops": tuple(
            StopOnPage(
                stop.says,
                stop.shows,
                _address(request, stop),
                stop not in left,
                stop is (left[0] if left else None),
            )
            for stop in stops
        ),
        "passed": len(stops) - len(left),
        "count": len(stops),
        "actions": (_again(request),) if passed else (),
    }
    return show(request, "site/tour.html", values)


@require_POST
@signed_in
def begin_tour(request: Request) -> HttpResponse:
    """Begin the tour, or begin it again with nothing ticked."""
    request.session[tours.IN_SESSION] = []
    return HttpResponseRedirect(reverse("tour"))


def _again(request: Request) -> Action:
    name = gettext_lazy("Begin the tour again")
    return Action(name, reverse("begin_tour"), post=True, hidden=keys_of(request))


def _roles(request: Request) -> tuple[str, ...]:
    """The roles that the reader has today, in the order they were given to him."""
    person_id, day = actor_of(request).person_id, today()
    if person_id is None:
        return ()
    held = ask(request, authority.mandates_of, person_id=person_id)
    return tuple(
        dict.fromkeys(
            one.role
            for one in reversed(held)
            if one.revoked_at is None
            and one.valid_from <= day
            and (one.valid_until is None or one.valid_until >= day)
        )
    )


def _address(request: Request, stop: Stop) -> str:
    if stop.look is not None:
        found = next(_things(request, stop.look), None)
        if found is None:
            return reverse(stop.otherwise)
        return reverse(stop.page, args=[found])
    return reverse(stop.page)


def _things(request: Request, look: Look) -> Iterator[Any]:
    """The first thing that each way of asking gives; nothing where the reader may not ask."""
    for asked in look.asked:
        try:
            items = ask(request, look.query, limit=1, **asked).items
        except Denial:
            continue
        yield from (getattr(item, look.by) for item in items[:1])
