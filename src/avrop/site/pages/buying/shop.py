"""The shop: everything that may be bought under agreement, found as one types; one article; some beside
one another; one's favourites; what was ordered before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from avrop.agreements import queries as agreements
from avrop.buying.orders import queries as orders
from avrop.buying.requisitions import queries as requisitions
from avrop.catalogues import actions, queries
from avrop.catalogues.queries import ItemOffer, PriceFrom
from avrop.kernel.presentation import shown
from avrop.kernel.scope import tenant_scope
from avrop.parties import queries as parties
from avrop.site import words
from avrop.site.actors import Request
from avrop.site.pages import sitemap
from avrop.site.pages.buying.basket import Basket, basket_of, choose_unit
from avrop.site.pages.buying.divisions import kinds_among
from avrop.site.pages.buying.filling import quantity_fields
from avrop.site.pages.buying.showing import Goods, goods_of, quantities_in
from avrop.site.pages.frame import show
from avrop.site.pages.performing import actor_of, ask, signed_in, today
from avrop.site.pages.sitemap import SitePage
from avrop.site.patterns.choosing import choosing
from avrop.site.patterns.forms import PageForm
from avrop.site.patterns.shapes import Drawing, Point
from avrop.site.patterns.undoing import undo_offered
from avrop.values import uuid_in

PAGE_SIZE = 24
MOST_COMPARED = 4
MOST_AGAIN = 200
RIGHTS = ("requisitions.write",)
FILTERS = ("text", "category", "seller", "agreement", "label")
#: What is chosen of lists, and folded away on a phone.
FOLDED = ("category", "seller", "agreement", "label")

sitemap.register(
    SitePage(
        gettext_lazy("Shop"),
        "shop",
        sitemap.BUY,
        "requester",
        rights=RIGHTS,
        words=gettext_lazy("articles, catalogue, search, buy"),
        place=1,
        help=gettext_lazy(
            "Everything that your unit may buy under agreement. Type what you need, narrow the list with"
            " the choices beside it, and put articles in your cart. Nothing is ordered until you send"
            " the cart."
        ),
    ),
    SitePage(
        gettext_lazy("Favourites"),
        "favourites",
        sitemap.BUY,
        "requester",
        rights=("catalogues.keep_favourites",),
        place=4,
        help=gettext_lazy(
            "The articles that you marked with a star. Give quantities and put several in the cart at"
            " once."
        ),
    ),
    SitePage(gettext_lazy("Article"), "article", sitemap.BUY, "requester", samples=("item",)),
    SitePage(
        gettext_lazy("Compare articles"),
        "compare",
        sitemap.BUY,
        "requester",
        rights=RIGHTS,
        in_navigation=False,
    ),
    SitePage(
        gettext_lazy("Order again"),
        "again",
        sitemap.BUY,
        "requester",
        samples=("requisition",),
        help=gettext_lazy(
            "What stood in an earlier cart, at today's prices. Change the quantities, leave out what you"
            " do not need, and put the rest in your cart."
        ),
    ),
    SitePage(
        gettext_lazy("Order again"), "order_again", sitemap.BUY, "requester", samples=("order",)
    ),
)


@dataclass(frozen=True, slots=True)
class Option:
    """One of the values of a filter; `is_part` is set in below the one above."""

    value: str
    name: Any
    is_chosen: bool
    is_part: bool = False


@require_safe
@signed_in
def shop(request: Request) -> HttpResponse:
    """What there is to buy; only the results for htmx."""
    with tenant_scope(actor_of(request).tenant_id):
        basket = basket_of(request)
        chosen = {key: request.GET.get(key, "").strip() for key in FILTERS}
        without = [one for one in request.GET.getlist("without") if one in words.ALLERGENS]
        page = ask(request, queries.search, **_asked(request, basket, chosen, without))
        values = {
            "goods": goods_of(
                request, page.items, basket.unit_id, in_cart=_in_cart(request, basket)
            ),
            "basket": basket,
            "chosen": chosen,
            "next_cursor": page.next_cursor or "",
            "is_first": not request.GET.get("cursor"),
            "is_narrowed": any(chosen.values()) or bool(without),
            "choices": {"number_chosen": sum(bool(chosen[key]) for key in FOLDED)},
            "query": _query(chosen, without),
            "here": request.get_full_path(),
        }
        if request.htmx and not request.htmx.boosted:
            if any(request.GET.get(text) for text in ("seller-text", "agreement-text")):
                values |= _traded(request, basket, chosen)
            return show(request, "site/shop/shop.html#results", values | {"is_part": True})
        values |= _narrowing(request, basket, chosen, without)
    return show(request, "site/shop/shop.html", values)


def _asked(
    request: Request, basket: Basket, chosen: dict[str, str], without: list[str]
) -> dict[str, Any]:
    narrowing: dict[str, Any] = {
        "category": chosen["category"],
        "label": chosen["label"],
        "without_allergens": ",".join(without),
        "seller_organisation_id": uuid_in(chosen["seller"]),
        "agreement_id": uuid_in(chosen["agreement"]),
        "unit_id": basket.unit_id,
        "cursor": request.GET.get("cursor") or None,
    }
    return {
        "text": chosen["text"],
        "on": today(),
        "limit": PAGE_SIZE,
        **{name: value for name, value in narrowing.items() if value},
    }


def _query(chosen: dict[str, str], without: Sequence[str]) -> str:
    pairs = [(key, value) for key, value in chosen.items() if value]
    return urlencode([*pairs, *(("without", one) for one in without)])


def _in_cart(request: Request, basket: Basket) -> dict[UUID, Any]:
    if basket.cart is None or not basket.cart.lines:
        return {}
    found = ask(request, requisitions.requisition, requisition_id=basket.cart.id)
    return quantities_in(found.lines)


def _narrowing(
    request: Request, basket: Basket, chosen: dict[str, str], without: list[str]
) -> dict[str, Any]:
    """What there is to choose by."""
    return {
        "kinds": tuple(
            Option(code, name, chosen["category"] == code, is_part)
            for code, name, is_part in kinds_among(ask(request, queries.divisions))
        ),
        **_traded(request, basket, chosen),
        "labels": tuple(
            Option(code, name, chosen["label"] == code)
            for code, name in words.tables()["label"].items()
        ),
        "allergens": tuple(
            Option(code, name, code in without) for code, name in words.ALLERGENS.items()
        ),
        "some_without": bool(without),
    }


def _traded(request: Request, basket: Basket, chosen: dict[str, str]) -> dict[str, Any]:
    """The suppliers and agreements to choose among; of many, those that a part of the name finds."""
    usable = agreements.terms_of(agreements.usable_by(basket.unit_id, today()))
    sellers = parties.organisations({terms.seller_organisation_id for terms in usable.values()})
    by_number = sorted(usable.values(), key=lambda terms: terms.number)
    named = sorted(sellers.values(), key=lambda seller: seller.name)
    return {
        "sellers": choosing(
            [(str(one.id), one.name) for one in named],
            chosen=chosen["seller"],
            text=request.GET.get("seller-text", ""),
        ),
        "agreements": choosing(
            [(str(one.id), f"{one.number} {one.title}") for one in by_number],
            chosen=chosen["agreement"],
            text=request.GET.get("agreement-text", ""),
        ),
    }


@require_safe
@signed_in
def article(request: Request, item_id: UUID) -> HttpResponse:
    """One article with everything that is known of it."""
    with tenant_scope(actor_of(request).tenant_id):
        basket = basket_of(request)
        offer = ask(request, queries.item, item_id=item_id, on=today())
        (goods,) = goods_of(request, [offer], basket.unit_id, in_cart=_in_cart(request, basket))
        values = {
            "goods": goods,
            "basket": basket,
            "successor": _successor(offer),
            "prices": _prices(ask(request, queries.price_history, item_id=item_id)),
        }
    return show(request, "site/shop/article.html", values)


def _prices(history: Sequence[PriceFrom]) -> Drawing | None:
    """How the price has gone; nothing to see where it never changed."""
    if len(history) < 2:
        return None
    return Drawing(
        _("How the price has gone"),
        tuple(
            Point(shown(each.valid_from), float(each.price.amount), shown(each.price))
            for each in history
        ),
        _("From"),
        _("Price"),
        sentence=_("What the supplier's price lists said, without VAT."),
    )


def _successor(offer: ItemOffer) -> ItemOffer | None:
    if not offer.successor_id:
        return None
    found = queries.items_by_seller_ids(offer.agreement_id, [offer.successor_id], today())
    return found.get(offer.successor_id)


@require_safe
@signed_in
def compare(request: Request) -> HttpResponse:
    """Up to four articles side by side (SRC-07)."""
    wanted = [uuid_in(text) for text in request.GET.getlist("item")[: 2 * MOST_COMPARED]]
    ids = list(dict.fromkeys(one for one in wanted if one is not None))
    with tenant_scope(actor_of(request).tenant_id):
        basket = basket_of(request)
        offers = queries.items_for_order(ids[:MOST_COMPARED], today())
        chosen = [offers[one] for one in ids if one in offers]
        goods = goods_of(request, chosen, basket.unit_id, in_cart=_in_cart(request, basket))
    values = {
        "goods": goods,
        "basket": basket,
        "left_out": len(ids) - MOST_COMPARED if len(ids) > MOST_COMPARED else 0,
        "cheapest": _cheapest(goods),
    }
    return show(request, "site/shop/compare.html", values)


def _cheapest(goods: Sequence[Goods]) -> UUID | None:
    """The article with the lowest comparison price, where all are told by the same measure."""
    told = [one for one in goods if one.comparison is not None]
    units = {one.comparison_unit for one in told}
    if len(told) < 2 or len(told) < len(goods) or len(units) != 1:
        return None
    return min(told, key=lambda one: one.comparison.amount if one.comparison else 0).id


@require_safe
@signed_in
def favourites(request: Request) -> HttpResponse:
    """One's favourites, to put several in the cart at once."""
    with tenant_scope(actor_of(request).tenant_id):
        basket = basket_of(request)
        cursor = request.GET.get("cursor")
        page = ask(
            request,
            queries.favourites,
            on=today(),
            limit=PAGE_SIZE,
            **({"cursor": cursor} if cursor else {}),
        )
        goods = goods_of(request, page.items, basket.unit_id, in_cart=_in_cart(request, basket))
        values = {
            "goods": goods,
            "form": quantity_fields(request, goods),
            "basket": basket,
            "next_cursor": page.next_cursor or "",
            "is_first": not cursor,
        }
    return show(request, "site/shop/favourites.html", values)


@require_safe
@signed_in
def again(request: Request, requisition_id: UUID) -> HttpResponse:
    """What stood in an earlier cart, to put in this one."""
    with tenant_scope(actor_of(request).tenant_id):
        found = ask(request, requisitions.requisition, requisition_id=requisition_id)
        wanted = {
            line.item_id: line.quantity.value for line in found.lines if line.state != "cancelled"
        }
        address = reverse("requisition", args=[requisition_id])
        return _again(request, wanted, found.number, address, found.delivery_place_id)


@require_safe
@signed_in
def order_again(request: Request, order_id: UUID) -> HttpResponse:
    """What was ordered, to put in the cart once more."""
    with tenant_scope(actor_of(request).tenant_id):
        found = ask(request, orders.order, order_id=order_id)
        wanted = {line.item_id: line.quantity.value for line in found.lines}
        address = reverse("order", args=[order_id])
        return _again(request, wanted, found.number, address, found.delivery_place_id)


def _again(
    request: Request,
    wanted: dict[UUID, Any],
    number: str,
    address: str,
    place_id: UUID | None,
) -> HttpResponse:
    basket = basket_of(request)
    place = parties.delivery_place(place_id) if place_id else None
    if place is not None and place.unit_id != basket.unit_id:
        place = None
    ids = list(wanted)[:MOST_AGAIN]
    offers = queries.items_for_order(ids, today())
    chosen = [offers[one] for one in ids if one in offers]
    goods = goods_of(request, chosen, basket.unit_id, in_cart=_in_cart(request, basket))
    values = {
        "goods": goods,
        "form": quantity_fields(request, goods, wanted=wanted),
        "basket": basket,
        "number": number,
        "address": address,
        "gone": len(wanted) - len(chosen),
        "place": place if place and place.is_in_force(today()) else None,
        "place_gone": place if place and not place.is_in_force(today()) else None,
    }
    return show(request, "site/shop/again.html", values)


@require_POST
@signed_in
def favour(request: Request, item_id: UUID) -> HttpResponse:
    """Mark or unmark a favourite; only the star for htmx."""
    wanted = request.POST.get("keep") == "yes"
    form = PageForm(request)
    act = actions.keep_favourite if wanted else actions.drop_favourite
    is_done = form.sends(act, item_id=item_id)
    if is_done and not wanted and not request.htmx:
        undo_offered(
            request,
            _("It is not among your favourites any more."),
            actions.keep_favourite,
            item_id=item_id,
        )
    if request.htmx:
        with tenant_scope(actor_of(request).tenant_id):
            offer = ask(request, queries.item, item_id=item_id, on=today())
            (goods,) = goods_of(request, [offer], None)
        return show(request, "site/shop/star.html#star", {"one": goods})
    return HttpResponseRedirect(next_address(request, reverse("article", args=[item_id])))


@require_http_methods(["POST"])
@signed_in
def shop_for(request: Request) -> HttpResponse:
    """Choose the unit to shop for."""
    unit_id, name = uuid_in(request.POST.get("unit", "")), request.POST.get("unit_name", "")
    with tenant_scope(actor_of(request).tenant_id):
        basket = basket_of(request)
        called = basket.units_called(name) if name.strip() else ()
        if any(unit.id == unit_id for unit in basket.units) and unit_id:
            choose_unit(request, unit_id)
        elif len(called) == 1:
            choose_unit(request, called[0].id)
        elif name:
            messages.warning(request, _several_units(name, len(called)))
    return HttpResponseRedirect(next_address(request, reverse("shop")))


def _several_units(name: str, count: int) -> str:
    facts = {"name": name.strip(), "count": count}
    if not count:
        return _("None of your units is called “%(name)s”.") % facts
    return _("“%(name)s” fits %(count)s of your units. Write more of the name.") % facts


def next_address(request: Request, otherwise: str) -> str:
    """Where to go on after a small act: the page it was done on, if that is one of ours."""
    wanted = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return wanted if wanted.startswith("/") and is_ours else otherwise
