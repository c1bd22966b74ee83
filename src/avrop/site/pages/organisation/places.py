"""Where a unit takes goods in: its own delivery address, and further places that are added, changed and
ended on a day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from avrop.kernel.problems import missing
from avrop.parties import actions, queries
from avrop.parties.queries import DeliveryPlaceView, PostalAddress, UnitView
from avrop.site.actors import Request
from avrop.site.pages import sitemap
from avrop.site.pages.frame import show
from avrop.site.pages.organisation.tree import MAY_CHANGE
from avrop.site.pages.performing import ask, signed_in, today
from avrop.site.pages.sitemap import SitePage
from avrop.site.patterns.fields import DayField, LongTextField, TextField, TickField
from avrop.site.patterns.forms import PageForm
from avrop.site.patterns.shapes import Fact

sitemap.register(
    SitePage(
        gettext_lazy("Add a delivery address"),
        "add_delivery_place",
        sitemap.ORGANISATION,
        "coordinator",
        rights=(MAY_CHANGE,),
        samples=("unit",),
        in_navigation=False,
        help=gettext_lazy(
            "A unit with several entrances or houses has a delivery address for each. Whoever orders "
            "chooses one; the supplier sees its name, address and GLN in the order."
        ),
        place=1,
    ),
    SitePage(
        gettext_lazy("Change a delivery address"),
        "change_delivery_place",
        sitemap.ORGANISATION,
        "coordinator",
        rights=(MAY_CHANGE,),
        samples=("unit", "delivery_place"),
        in_navigation=False,
        help=gettext_lazy(
            "Another place needs a GLN of its own, unless the address was only wrong. A place that "
            "takes no goods in any more is given a last day: orders that name it still do."
        ),
        place=1,
    ),
)
_ADDRESS = ("street", "additional_street", "postal_code", "city", "country")


@dataclass(frozen=True, slots=True)
class PlaceOnPage:
    """A delivery address on a unit's card; `id` is None for the unit's own."""

    id: UUID | None
    name: str
    is_yet_to_begin: bool
    is_over: bool
    facts: tuple[Fact, ...]


class PlaceForm(PageForm):
    """What is known of a delivery place."""

    places: ClassVar[Mapping[str, str]] = {
        "place.name": "name",
        "place.address.street": "street",
        "place.address.country": "country",
        "place.address.postal_code": "postal_code",
        "place.address.city": "city",
        "place.address.gln": "place_gln",
        "address.gln": "place_gln",
        "gln": "place_gln",
        "place.opening_hours": "opening_hours",
        "place.directions": "directions",
    }
    name = TextField(
        gettext_lazy("What the place is called"),
        hint=gettext_lazy("So that the driver finds it, such as “The kitchen, loading dock B”."),
    )
    street = TextField(gettext_lazy("Street"))
    additional_street = TextField(gettext_lazy("Second line of the address"), required=False)
    postal_code = TextField(gettext_lazy("Postal code"), longest=20, required=False)
    city = TextField(gettext_lazy("City"), longest=100)
    country = TextField(gettext_lazy("Country"), longest=2, required=False)
    place_gln = TextField(gettext_lazy("GLN of the place"), longest=20, required=False)
    opening_hours = TextField(gettext_lazy("When goods can be taken in"), required=False)
    directions = LongTextField(
        gettext_lazy("Directions to the driver"), longest=500, rows=3, required=False
    )
    takes_food = TickField(gettext_lazy("Takes in food"))

    def facts(self) -> dict[str, Any]:
        """The place as it is stated, in plain values."""
        address = {name: self.value(name) for name in _ADDRESS}
        given = {**address, "country": address["country"] or "SE", "gln": self.value("place_gln")}
        plain = ("name", "opening_hours", "directions", "takes_food")
        return {**{name: self.value(name) for name in plain}, "address": given}


class AddForm(PlaceForm):
    """A new delivery place."""

    gets_gln = TickField(gettext_lazy("Give the place the next GLN of our own series"))
    valid_from = DayField(gettext_lazy("Goods are taken in from"))
    valid_until = DayField(gettext_lazy("Last day"), required=False)


class ChangeForm(PlaceForm):
    """Other facts about a delivery place."""

    address_is_corrected = TickField(
        gettext_lazy("The address was wrong: it is the same place as before, and keeps its GLN")
    )


class EndForm(PageForm):
    """The last day on which goods are taken in at a place."""

    last_day = DayField(gettext_lazy("Last day"))


def places_of(view: UnitView, places: Sequence[DeliveryPlaceView]) -> tuple[PlaceOnPage, ...]:
    """A unit's delivery addresses, its own first."""
    return tuple(_on_page(view, places, today()))


def _on_page(
    view: UnitView, places: Sequence[DeliveryPlaceView], on: date
) -> Iterator[PlaceOnPage]:
    if view.delivery_address is not None:
        own = view.delivery_address
        facts = (
            Fact(_("Address"), in_a_line(own, with_name=True), lang="sv"),
            Fact(_("GLN of the place"), own.gln),
            Fact(_("When goods can be taken in"), view.opening_hours, lang="sv"),
            Fact(_("Takes in food"), _("Yes") if view.serves_food else _("No")),
        )
        yield PlaceOnPage(None, _("The unit's own delivery address"), False, False, facts)
    for place in places:
        begins, over = place.valid_from > on, place.is_over(on)
        yield PlaceOnPage(place.id, place.name, begins, over, _facts_of(place, on))


def _facts_of(place: DeliveryPlaceView, on: date) -> tuple[Fact, ...]:
    """What is known of a further delivery place, as far as it matters now."""
    return (
        Fact(_("Address"), in_a_line(place.address), lang="sv"),
        Fact(_("GLN of the place"), place.gln),
        Fact(_("When goods can be taken in"), place.opening_hours, lang="sv"),
        Fact(_("Directions to the driver"), place.directions, lang="sv"),
        Fact(_("Takes in food"), _("Yes") if place.takes_food else ""),
        Fact(_("Goods are taken in from"), place.valid_from if place.valid_from > on else None),
        Fact(_("Last day"), place.valid_until),
    )


def in_a_line(address: PostalAddress, *, with_name: bool = False) -> str:
    """An address as it is read aloud."""
    lines = (
        address.name if with_name else "",
        address.street,
        address.additional_street,
        f"{address.postal_code} {address.city}".strip(),
        address.country,
    )
    return ", ".join(line for line in lines if line)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def add_delivery_place(request: Request, unit_id: UUID) -> HttpResponse:
    """One more place where a unit takes goods in."""
    found = ask(request, queries.unit_card, unit_id=unit_id, on=today()).unit
    form = AddForm(request, initial={"valid_from": today(), "country": "SE"})
    if (
        form.was_sent
        and form.is_valid()
        and form.sends(actions.add_delivery_place, unit_id=unit_id, place=form.facts())
    ):
        messages.success(request, _("%(place)s is added.") % {"place": form.value("name")})
        return form.redirect("unit", unit_id)
    values = {"form": form, "unit": found}
    return show(request, "site/organisation/add_place.html", values, status=form.status)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def change_delivery_place(request: Request, unit_id: UUID, place_id: UUID) -> HttpResponse:
    """State the facts of a delivery place anew, or give it a last day."""
    card = ask(request, queries.unit_card, unit_id=unit_id, on=today())
    place = next((each for each in card.places if each.id == place_id), None)
    if place is None:
        raise missing("delivery place", place_id)
    form = ChangeForm(request, version=place.version, initial=_initial(place))
    if (
        form.was_sent
        and form.is_valid()
        and form.sends(actions.change_delivery_place, place_id=place_id, place=form.facts())
    ):
        messages.success(request, _("%(place)s is changed.") % {"place": form.value("name")})
        return form.redirect("unit", unit_id)
    ending = EndForm(
        request, version=place.version, initial={"last_day": place.valid_until}, prefix="end"
    )
    values = {"form": form, "ending": ending, "unit": card.unit, "place": place}
    return show(request, "site/organisation/change_place.html", values, status=form.status)


@require_POST
@signed_in
def end_delivery_place(request: Request, unit_id: UUID, place_id: UUID) -> HttpResponse:
    """The last day on which goods are taken in at a place."""
    form = EndForm(request, prefix="end")
    if form.sends(actions.end_delivery_place, place_id=place_id):
        messages.success(request, _("The delivery address has a last day now."))
        return HttpResponseRedirect(reverse("unit", args=[unit_id]))
    form.tell_refusal()
    return HttpResponseRedirect(reverse("change_delivery_place", args=[unit_id, place_id]))


def _initial(place: DeliveryPlaceView) -> dict[str, Any]:
    return {
        **{name: getattr(place.address, name) for name in _ADDRESS},
        "place_gln": place.gln,
        "name": place.name,
        "opening_hours": place.opening_hours,
        "directions": place.directions,
        "takes_food": place.takes_food,
    }
