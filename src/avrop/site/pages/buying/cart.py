"""The cart: what is to be ordered, supplier by supplier, with quantities, days and coding in place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import groupby, islice
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from avrop.agreements import queries as agreements
from avrop.buying.requisitions import actions, queries
from avrop.buying.requisitions.queries import Finding, LineView, Preflight, RequisitionView
from avrop.coding import queries as coding
from avrop.coding.queries import ShortCodeView
from avrop.kernel.presentation import shown
from avrop.kernel.scope import tenant_scope
from avrop.parties import queries as parties
from avrop.parties.queries import DeliveryPlaceView, PostalAddress
from avrop.site.actors import Request
from avrop.site.pages import sitemap
from avrop.site.pages.buying.basket import basket_of, choose_cart
from avrop.site.pages.buying.divisions import drawing_for
from avrop.site.pages.buying.showing import DAYS_AHEAD, Delivery, delivery_of
from avrop.site.pages.code_names import codes_of
from avrop.site.pages.frame import show
from avrop.site.pages.performing import actor_of, ask, now, signed_in, today
from avrop.site.pages.sitemap import SitePage
from avrop.site.patterns.choosing import MOST_OPTIONS
from avrop.site.patterns.fields import DayField, NumberField
from avrop.site.patterns.forms import PageForm, keys_of
from avrop.site.patterns.long_lines import FROM, TO, Part, part_of, part_shown
from avrop.site.patterns.undoing import undo_offered
from avrop.values import Money

RIGHTS = ("requisitions.write",)
MOST_DAYS = 10
#: The field in which who has many short codes writes one.
WRITTEN = "short_code_written"
BEING_FILLED = ("draft", "returned")
#: The unit's own delivery address, where a place to deliver to is chosen.
OWN = "own"
HELP = gettext_lazy(
    "What you are about to order, supplier by supplier. Change quantities and days, look at the coding,"
    " and go on: the next page lists everything that stops the sending, each with its remedy."
)

sitemap.register(
    SitePage(
        gettext_lazy("Cart"), "cart", sitemap.BUY, "requester", rights=RIGHTS, help=HELP, place=2
    ),
    SitePage(
        gettext_lazy("Cart"), "cart_of", sitemap.BUY, "requester", samples=("cart",), help=HELP
    ),
)


@dataclass(frozen=True, slots=True)
class LineInCart:
    """A line with its drawing and what is wrong with it."""

    line: LineView
    drawing: str
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Shortfall:
    """What an agreement's smallest order lacks."""

    number: str
    lacks: Money


@dataclass(frozen=True, slots=True)
class SellerInCart:
    """What is bought of one supplier: when it can come, when what is wanted must be sent, and what it
    costs."""

    id: UUID
    name: str
    lines: tuple[LineInCart, ...]
    amount: Money
    delivery: Delivery
    closes_at: datetime | None
    shortfalls: tuple[Shortfall, ...]


class LinesForm(PageForm):
    """Quantity and day of each line."""


class DayForm(PageForm):
    """The day on which the whole cart is wanted."""

    wanted_date = DayField(gettext_lazy("Wanted on"))


@dataclass(frozen=True, slots=True)
class WhereTo:
    """A place that a cart can be delivered to; the value `OWN` is the unit's own delivery address.
    `note` says when goods are taken in there and how the driver finds it."""

    value: str
    name: str
    is_chosen: bool
    note: str = ""


class PlaceForm(PageForm):
    """Where the whole cart is to be delivered."""


@require_safe
@signed_in
def cart(request: Request) -> HttpResponse:
    """The cart that is being filled."""
    with tenant_scope(actor_of(request).tenant_id):
        basket = basket_of(request)
    if basket.cart is not None:
        return redirect("cart_of", basket.cart.id)
    return show(request, "site/shop/no_cart.html", {"basket": basket})


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def cart_of(request: Request, requisition_id: UUID) -> HttpResponse:
    """One cart, and quantities and days as they are changed."""
    found = ask(request, queries.requisition, requisition_id=requisition_id)
    if found.state not in BEING_FILLED:
        return redirect("requisition", requisition_id)
    choose_cart(request, found.id, found.unit_id)
    form = _lines_form(request, found)
    # A refused command undoes its transaction: it is never run inside that of the page.
    if form.was_sent and _saves(form, found):
        return _after_saving(request, found)
    with tenant_scope(actor_of(request).tenant_id):
        listed = ask(request, queries.preflight, requisition_id=requisition_id)
        values = _values(request, found, listed, form)
    return show(request, "site/shop/cart.html", values, status=form.status)


def open_lines_of(found: RequisitionView) -> tuple[LineView, ...]:
    """The lines that are still the requester's own."""
    return tuple(line for line in found.lines if line.state == "open")


def _part(request: Request, found: RequisitionView) -> Part[LineView]:
    """The lines that are shown, those asked for or the part where `line` stands."""
    lines = _by_seller(open_lines_of(found))
    wanted = request.GET.get("line", "")
    place = next((place for place, line in enumerate(lines) if str(line.id) == wanted), None)
    return part_shown(request, lines) if place is None else part_of(lines, str(place))


def _by_seller(lines: Sequence[LineView]) -> list[LineView]:
    """The lines by supplier, in the order in which these came into the cart."""
    places: dict[UUID, int] = {}
    for line in lines:
        places.setdefault(line.seller_organisation_id, len(places))
    return sorted(lines, key=lambda line: places[line.seller_organisation_id])


def _lines_form(request: Request, found: RequisitionView) -> LinesForm:
    lines = _part(request, found).rows
    added: dict[str, Any] = {}
    for line in lines:
        named = {"name": line.name}
        added[f"quantity-{line.id}"] = NumberField(_("Quantity of %(name)s") % named, min_value=0)
        added[f"wanted-{line.id}"] = DayField(
            _("Day on which %(name)s is wanted") % named, required=False
        )
    initial: dict[str, Any] = {f"quantity-{line.id}": line.quantity.value for line in lines}
    initial |= {f"wanted-{line.id}": line.wanted_date for line in lines}
    form = LinesForm(request, version=found.version, initial=initial, added=added)
    if form.was_sent:
        _leave_unseen(form)
    return form


def _leave_unseen(form: LinesForm) -> None:
    """What came into the cart after the page was opened, in another tab, stays as it is."""
    sent = form.request.POST.copy()
    for name, value in form.initial.items():
        if name not in sent:
            sent[name] = "" if value is None else str(form.fields[name].prepare_value(value))
    form.data = sent


def _saves(form: LinesForm, found: RequisitionView) -> bool:
    """Whether everything that was changed is kept; nothing changed is kept too."""
    if not form.is_valid():
        return False
    changes = []
    for line in _part(form.request, found).rows:
        quantity, wanted = form.value(f"quantity-{line.id}"), form.value(f"wanted-{line.id}")
        if quantity <= 0:
            form.add_error(
                f"quantity-{line.id}", _("Give a quantity, or take the line out of the cart.")
            )
        change = _change(line, quantity, wanted)
        if change:
            changes.append({"line_id": str(line.id), **change})
    if form.errors:
        return False
    return not changes or form.sends(actions.change_lines, requisition_id=found.id, changes=changes)


def _change(line: LineView, quantity: Decimal, wanted: date | None) -> dict[str, str]:
    change = {}
    if quantity != line.quantity.value:
        change["quantity"] = str(quantity)
    if wanted is not None and wanted != line.wanted_date:
        change["wanted_date"] = wanted.isoformat()
    return change


def _after_saving(request: Request, found: RequisitionView) -> HttpResponse:
    if request.POST.get("then") == "send":
        return redirect("send_cart", found.id)
    messages.success(request, _("The cart has been saved."))
    start = request.POST.get(TO, request.GET.get(FROM, ""))
    return _to_part(found.id, start)


def _to_part(requisition_id: UUID, start: str) -> HttpResponse:
    """On to some lines of the cart."""
    address = reverse("cart_of", args=[requisition_id])
    return redirect(f"{address}?{urlencode({FROM: start})}" if start else address)


def _values(
    request: Request, found: RequisitionView, listed: Preflight, form: LinesForm
) -> dict[str, Any]:
    lines, part = open_lines_of(found), _part(request, found)
    codes = _my_codes(request, found.unit_id)
    return {
        "cart": found,
        "part": part,
        "form": form,
        "day_form": DayForm(
            request, version=found.version, initial={"wanted_date": found.wanted_date}
        ),
        "unit": parties.unit(found.unit_id).name,
        "places": places_to_choose(found.unit_id, found.delivery_place_id),
        "place_form": PlaceForm(request, version=found.version),
        "place_findings": [one for one in listed.findings if one.place == ("delivery_place",)],
        "sellers": _sellers(found, lines, part, listed.findings),
        "others": tuple(line for line in found.lines if line.state == "handed_over"),
        "names": _names(found),
        "codes": codes_of(part.rows),
        "findings": listed.findings,
        "days": _common_days(found, lines),
        "short_codes": codes[:MOST_OPTIONS],
        "has_many_codes": len(codes) > MOST_OPTIONS,
        "keys": keys_of(request, version=found.version),
        "carts": tuple(one for one in ask(request, queries.open_carts) if one.id != found.id),
        "today": today(),
    }


def places_to_choose(unit_id: UUID, chosen_id: UUID | None) -> tuple[WhereTo, ...]:
    """The places of a unit to which goods can be delivered, its own delivery address first; nothing
    where there is no choice. Two statements, one more where the chosen place is over. Inside a scope."""
    places = list(parties.delivery_places(unit_id, since=today()))
    if chosen_id is not None and chosen_id not in {place.id for place in places}:
        places.append(parties.delivery_place(chosen_id))
    if not places:
        return ()
    unit = parties.unit(unit_id)
    own = unit.delivery_address
    first = WhereTo(
        OWN, _at_street(unit.name, own), chosen_id is None, unit.opening_hours if own else ""
    )
    return (first, *(_where_to(place, chosen_id) for place in places))


def chosen_in(sent: Mapping[str, Any]) -> str | None:
    """Which place a form says; None for the unit's own delivery address."""
    chosen = str(sent.get("place_id", ""))
    return None if chosen in ("", OWN) else chosen


def _where_to(place: DeliveryPlaceView, chosen_id: UUID | None) -> WhereTo:
    name, days = _at_street(place.name, place.address), {"place": place.name}
    if place.is_over(today()):
        name = _("%(place)s, no longer") % days
    elif not place.is_in_force(today()):
        name = _("%(place)s, from %(day)s") % {**days, "day": shown(place.valid_from)}
    note = " · ".join(text for text in (place.opening_hours, place.directions) if text)
    return WhereTo(str(place.id), name, place.id == chosen_id, note)


def _at_street(name: str, address: PostalAddress | None) -> str:
    street = address.street if address else ""
    return ", ".join(part for part in (name, street) if part)


def _my_codes(request: Request, unit_id: UUID) -> list[ShortCodeView]:
    """The reader's short codes for a unit that can be used today."""
    found = ask(request, coding.my_short_codes, on=today(), unit_id=unit_id)
    return [code for code in found if code.valid_until is None or code.valid_until >= today()]


def _common_days(found: RequisitionView, lines: Sequence[LineView]) -> tuple[date, ...]:
    """The next days on which everything in the cart can come, and the one that it is wanted on."""
    sellers = {line.seller_organisation_id for line in lines}
    terms = parties.trading_terms_with(sellers, found.unit_id, on=today())
    calendars = {
        terms[line.seller_organisation_id].days_for(line.category)
        for line in lines
        if line.seller_organisation_id in terms
    }
    moment, zone = now(), parties.time_zone()
    first = moment.astimezone(zone).date()
    possible = (
        day
        for day in (first + timedelta(days=ahead) for ahead in range(DAYS_AHEAD))
        if all(one is None or one.is_open_for(day, at=moment, zone=zone) for one in calendars)
    )
    days = tuple(islice(possible, MOST_DAYS))
    wanted = found.wanted_date
    return tuple(sorted({*days, wanted})) if days and wanted else days


def _names(found: RequisitionView) -> Mapping[UUID, str]:
    ids = {line.handed_to_person_id for line in found.lines if line.handed_to_person_id}
    return parties.person_names(ids)


def _sellers(
    found: RequisitionView,
    lines: Sequence[LineView],
    shown: Part[LineView],
    findings: Iterable[Finding],
) -> tuple[SellerInCart, ...]:
    """The suppliers of the lines that are shown, in the order in which they came into the cart, each
    with what all of his lines come to."""
    ids = list(dict.fromkeys(line.seller_organisation_id for line in lines))
    names = parties.organisations(ids)
    terms = parties.trading_terms_with(ids, found.unit_id, on=today())
    agreed = agreements.terms_of({line.agreement_id for line in lines})
    by_position: dict[Any, list[Finding]] = {}
    for finding in findings:
        if finding.place[:1] == ("lines",) and len(finding.place) > 1:
            by_position.setdefault(finding.place[1], []).append(finding)
    zone = parties.time_zone()
    seen = {line.id for line in shown.rows}
    groups = []
    for seller_id, own in groupby(_by_seller(lines), key=lambda line: line.seller_organisation_id):
        part = tuple(own)
        if seen.isdisjoint(line.id for line in part):
            continue
        days = terms.get(seller_id)
        closing = [
            calendar.closes_at(line.wanted_date, zone)
            for line in part
            if line.wanted_date and days and (calendar := days.days_for(line.category))
        ]
        groups.append(
            SellerInCart(
                id=seller_id,
                name=names[seller_id].name,
                lines=tuple(
                    LineInCart(
                        line,
                        drawing_for(line.category),
                        tuple(by_position.get(line.position, ())),
                    )
                    for line in part
                    if line.id in seen
                ),
                amount=Money.sum((line.amount for line in part), found.currency),
                delivery=delivery_of(days, part[0].category, at=now(), zone=zone),
                closes_at=min(closing, default=None),
                shortfalls=_shortfalls(part, agreed, found.currency),
            )
        )
    return tuple(groups)


def _shortfalls(
    lines: Sequence[LineView], agreed: Mapping[UUID, Any], currency: str
) -> tuple[Shortfall, ...]:
    found = []
    for agreement_id in dict.fromkeys(line.agreement_id for line in lines):
        terms = agreed.get(agreement_id)
        own = Money.sum(
            (line.amount for line in lines if line.agreement_id == agreement_id), currency
        )
        minimum = terms.min_order if terms else None
        if (
            terms is not None
            and minimum is not None
            and minimum.currency == currency
            and own < minimum
        ):
            found.append(Shortfall(terms.number, minimum - own))
    return tuple(found)


@require_POST
@signed_in
def take_out(request: Request, requisition_id: UUID, line_id: UUID) -> HttpResponse:
    """Take a line out; the note offers to put it back."""
    form = LinesForm(request)
    found = ask(request, queries.requisition, requisition_id=requisition_id)
    line = next((one for one in found.lines if one.id == line_id), None)
    if form.sends(actions.remove_lines, requisition_id=requisition_id, line_ids=[line_id]):
        if line is not None:
            undo_offered(
                request,
                _("%(name)s was taken out of the cart.") % {"name": line.name},
                actions.add_lines,
                requisition_id=str(requisition_id),
                lines=[_as_new(line)],
            )
    else:
        form.tell_refusal()
    return _to_part(requisition_id, request.GET.get(FROM, ""))


def _as_new(line: LineView) -> dict[str, str]:
    wanted = {"wanted_date": line.wanted_date.isoformat()} if line.wanted_date else {}
    return {"item_id": str(line.item_id), "quantity": str(line.quantity.value), **wanted}


@require_POST
@signed_in
def want_on(request: Request, requisition_id: UUID) -> HttpResponse:
    """Want the whole cart on a day."""
    form = DayForm(request)
    found = ask(request, queries.requisition, requisition_id=requisition_id)
    if form.sends(actions.set_wanted_date, requisition_id=requisition_id):
        _told_of_day(request, found)
    else:
        form.tell_refusal()
    return redirect("cart_of", requisition_id)


def _told_of_day(request: Request, former: RequisitionView) -> None:
    """The note; with Undo where the whole cart was wanted on one day before."""
    told = _("The whole cart is now wanted on that day.")
    days = {former.wanted_date, *(line.wanted_date for line in open_lines_of(former))}
    day = former.wanted_date
    if day is None or days != {day}:
        messages.success(request, told)
        return
    undo_offered(request, told, actions.set_wanted_date, requisition_id=former.id, wanted_date=day)


@require_POST
@signed_in
def deliver_to(request: Request, requisition_id: UUID) -> HttpResponse:
    """Have the whole cart delivered to one of the unit's places."""
    form = PlaceForm(request)
    former = ask(request, queries.requisition, requisition_id=requisition_id)
    wanted = {"requisition_id": requisition_id, "place_id": chosen_in(request.POST)}
    if form.sends(actions.choose_delivery_place, **wanted):
        undo_offered(
            request,
            _("The cart is now to be delivered there."),
            actions.choose_delivery_place,
            requisition_id=former.id,
            place_id=former.delivery_place_id,
        )
    else:
        form.tell_refusal()
    return redirect("cart_of", requisition_id)


@require_POST
@signed_in
def use_short_code(request: Request, requisition_id: UUID) -> HttpResponse:
    """Code the cart by one of the reader's short codes."""
    form = PageForm(request)
    overwrite = request.POST.get("overwrite") == "yes"
    chosen = _chosen_code(request, requisition_id)
    if chosen is None:
        told = _("You have no short code called “%(code)s” that can be used for this unit today.")
        messages.warning(request, told % {"code": request.POST[WRITTEN].strip()})
        return redirect("cart_of", requisition_id)
    given = {"short_code_id": chosen, "overwrite": overwrite}
    if form.sends(actions.use_short_code, requisition_id=requisition_id, **given):
        messages.success(request, _("The cart is coded by the short code."))
    else:
        form.tell_refusal()
    return redirect("cart_of", requisition_id)


def _chosen_code(request: Request, requisition_id: UUID) -> str | None:
    """The id of the short code that was chosen or, by who has many, written; None for none of his."""
    written = request.POST.get(WRITTEN, "").strip().casefold()
    if not written:
        return request.POST.get("short_code", "")
    cart = ask(request, queries.requisition, requisition_id=requisition_id)
    mine = _my_codes(request, cart.unit_id)
    return next((str(code.id) for code in mine if code.code.casefold() == written), None)


@require_POST
@signed_in
def begin_cart(request: Request) -> HttpResponse:
    """Begin another cart for the unit that is shopped for."""
    form = PageForm(request)
    with tenant_scope(actor_of(request).tenant_id):
        basket = basket_of(request)
    if basket.unit is not None and form.sends(actions.start_requisition, unit_id=basket.unit.id):
        choose_cart(request, UUID(str(form.answer)), basket.unit.id)
        messages.success(request, _("A new cart has been begun."))
        return redirect("shop")
    form.tell_refusal()
    return redirect("cart")


@require_POST
@signed_in
def give_up(request: Request, requisition_id: UUID) -> HttpResponse:
    """Put a cart away for good."""
    form = PageForm(request)
    if form.sends(actions.close_requisition, requisition_id=requisition_id):
        messages.success(request, _("The cart has been put away. You find it among your needs."))
        return redirect("needs")
    form.tell_refusal()
    return redirect("cart_of", requisition_id)
