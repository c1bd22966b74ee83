"""Putting articles in the cart: one from a card, or several from a list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, ClassVar
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from avrop.buying.requisitions import actions
from avrop.buying.requisitions import queries as requisitions
from avrop.catalogues import queries
from avrop.catalogues.queries import ItemOffer
from avrop.kernel.presentation import shown
from avrop.kernel.problems import Missing, Problem
from avrop.kernel.scope import tenant_scope
from avrop.site.actors import Request
from avrop.site.pages.buying.basket import Basket, basket_of, choose_cart
from avrop.site.pages.buying.showing import Goods, goods_of, quantities_in
from avrop.site.pages.frame import show
from avrop.site.pages.performing import actor_of, ask, signed_in, today
from avrop.site.patterns.fields import NumberField
from avrop.site.patterns.forms import PageForm
from avrop.values import Quantity

MOST_AT_ONCE = 200


class AddForm(PageForm):
    """How many of one article."""

    quantity = NumberField(gettext_lazy("Quantity"), min_value=0)
    places: ClassVar[Mapping[str, str]] = {"lines.0.quantity": "quantity", "lines": "quantity"}


def quantity_fields(
    request: Request, goods: Sequence[Goods], *, wanted: Mapping[UUID, Decimal] | None = None
) -> PageForm:
    """A form with a quantity for each article; with `wanted` they stand there already."""
    named = {_field(one.id): one for one in goods if one.can_be_ordered}
    return PageForm(
        request,
        initial={
            name: wanted.get(one.id) for name, one in named.items() if wanted and wanted.get(one.id)
        },
        added={
            name: NumberField(
                _("Quantity of %(name)s") % {"name": one.offer.name}, min_value=0, required=False
            )
            for name, one in named.items()
        },
    )


def _field(item_id: UUID) -> str:
    return f"quantity-{item_id}"


@require_POST
@signed_in
def put_in_cart(request: Request, item_id: UUID) -> HttpResponse:
    """Put so many of an article in the cart; only its card's form, and the cart's line, for htmx."""
    with tenant_scope(actor_of(request).tenant_id):
        basket = basket_of(request)
        offer = ask(request, queries.item, item_id=item_id, on=today())
    form = AddForm(request)
    # A refused command undoes its transaction: it is never run inside that of the page.
    done = _fill(form, basket, _lines(form, offer))
    if done and basket.unit_id:
        choose_cart(request, form.answer, basket.unit_id)
    sentence = _told(form, offer) if done else ""
    if done and not request.htmx:
        messages.success(request, sentence)
        return HttpResponseRedirect(_next(request, item_id))
    with tenant_scope(actor_of(request).tenant_id):
        if request.htmx:
            return _part(request, offer, form, sentence)
        (goods,) = goods_of(request, [offer], basket.unit_id)
        values = {"goods": goods, "basket": basket, "form": form}
    return show(request, "site/shop/article.html", values, status=form.status)


def _lines(form: AddForm, offer: ItemOffer) -> list[dict[str, str]]:
    if not form.is_valid():
        return []
    return [{"item_id": str(offer.item_id), "quantity": str(form.value("quantity"))}]


def _fill(form: PageForm, basket: Basket, lines: Sequence[Mapping[str, str]]) -> bool:
    if basket.unit_id is None:
        raise Missing((Problem("kernel.missing", {"what": _("unit")}),))
    # The cart as it was when the page was shown: pressed twice, it is the same request.
    shown_cart = form.request.POST.get("cart", "")
    cart = {"requisition_id": shown_cart} if shown_cart else {}
    place = form.request.POST.get("delivery_place", "")
    if place:
        cart["delivery_place_id"] = place
    return form.sends(actions.fill_cart, unit_id=basket.unit_id, lines=list(lines), **cart)


def _told(form: AddForm, offer: ItemOffer) -> str:
    return _("%(quantity)s of %(name)s was put in the cart.") % {
        "quantity": shown(Quantity(form.value("quantity"), offer.unit)),
        "name": offer.name,
    }


def _part(request: Request, offer: ItemOffer, form: AddForm, sentence: str) -> HttpResponse:
    """The card's form anew, with keys of its own, and the line about the cart out of its turn."""
    basket = basket_of(request)
    in_cart = {}
    if basket.cart is not None:
        found = ask(request, requisitions.requisition, requisition_id=basket.cart.id)
        in_cart = quantities_in(found.lines)
    (goods,) = goods_of(request, [offer], basket.unit_id, in_cart=in_cart)
    values = {
        "one": goods,
        "basket": basket,
        "said": sentence,
        "problem": " ".join(line.sentence for line in form.lines()),
        "here": request.POST.get("next", ""),
    }
    return show(request, "site/shop/adding.html#added", values)


def _next(request: Request, item_id: UUID) -> str:
    from avrop.site.pages.buying.shop import next_address

    return next_address(request, reverse("article", args=[item_id]))


@require_POST
@signed_in
def put_several_in_cart(request: Request) -> HttpResponse:
    """Put everything that has a quantity in the cart, and go there."""
    with tenant_scope(actor_of(request).tenant_id):
        basket = basket_of(request)
        ids = _ids_in(request)
        offers = queries.items_for_order(ids, today())
        goods = goods_of(request, [offers[one] for one in ids if one in offers], basket.unit_id)
        form = quantity_fields(request, goods)
    lines = _several(form)
    if _fill(form, basket, lines) and basket.unit_id:
        choose_cart(request, form.answer, basket.unit_id)
        told = ngettext(
            "%(count)d article was put in the cart.",
            "%(count)d articles were put in the cart.",
            len(lines),
        )
        messages.success(request, told % {"count": len(lines)})
        return form.redirect("cart_of", form.answer)
    with tenant_scope(actor_of(request).tenant_id):
        values = {"goods": goods, "form": form, "basket": basket, "number": "", "gone": 0}
    return show(request, "site/shop/again.html", values, status=form.status)


def _ids_in(request: Request) -> list[UUID]:
    found: list[UUID] = []
    for name in list(request.POST)[: 2 * MOST_AT_ONCE]:
        if name.startswith("quantity-"):
            try:
                found.append(UUID(name.removeprefix("quantity-")))
            except ValueError:
                continue
    return found[:MOST_AT_ONCE]


def _several(form: PageForm) -> list[dict[str, Any]]:
    if not form.is_valid():
        return []
    return [
        {"item_id": name.removeprefix("quantity-"), "quantity": str(value)}
        for name, value in form.cleaned_data.items()
        if name.startswith("quantity-") and value
    ]
