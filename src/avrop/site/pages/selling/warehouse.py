"""The warehouse's pages: what there is of each article, picking, packing, labels, sending off."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from avrop.documents.common import Address
from avrop.kernel.presentation import shown
from avrop.kernel.scope import tenant_scope
from avrop.parties import queries as parties
from avrop.selling.fulfilment import actions, queries
from avrop.selling.fulfilment.shapes import DespatchView, Pick, PickLine
from avrop.selling.sales import queries as sales
from avrop.selling.sales.shapes import OrderParties, OrderView
from avrop.selling.stock import actions as stock_actions
from avrop.selling.stock import queries as stock
from avrop.selling.stock.rules import BY_HAND, MovementKind
from avrop.selling.stock.shapes import MovementInput
from avrop.site.actors import Request
from avrop.site.pages import sitemap
from avrop.site.pages.frame import show
from avrop.site.pages.performing import actor_of, ask, rights_of, signed_in
from avrop.site.pages.sitemap import SitePage
from avrop.site.patterns.fields import ChoiceField, DayField, NumberField, TextField
from avrop.site.patterns.forms import PageForm, keys_of
from avrop.site.patterns.lists import (
    Filter,
    Listing,
    choices,
    day,
    figure,
    link,
    show_list,
    tag,
    text,
)
from avrop.site.patterns.long_lines import LongForm, part_shown
from avrop.site.patterns.shapes import Action, Fact
from avrop.site.patterns.undoing import UNDONE, undo_offered
from avrop.values import InvalidIdentifier, Sscc
from avrop.values.code128 import path_of, width_of

sitemap.register(
    SitePage(
        gettext_lazy("Article in stock"),
        "stock_item",
        sitemap.SELL,
        "warehouse",
        samples=("seller_item_id",),
    ),
    *(
        SitePage(name, url, sitemap.SELL, "warehouse", samples=(sample,))
        for name, url, sample in (
            (gettext_lazy("Pick and pack"), "pick_sales_order", "sales_order"),
            (gettext_lazy("Pick list"), "pick_list", "sales_order"),
            (gettext_lazy("Delivery"), "despatch", "despatch"),
            (gettext_lazy("Labels"), "labels", "despatch"),
        )
    ),
)


# --- stock -------------------------------------------------------------------------------------------


def _name_of(row: Any) -> str:
    return str(row.item.name.in_language(get_language() or "sv"))


STOCK = Listing(
    "stock",
    gettext_lazy("Stock"),
    columns=(
        link("seller_item_id", gettext_lazy("Article number"), "stock_item", by="seller_item_id"),
        text("name", gettext_lazy("Item"), _name_of),
        figure("on_hand", gettext_lazy("On the shelf")),
        figure("reserved", gettext_lazy("Set aside")),
        figure("available", gettext_lazy("Can be promised")),
        figure("quarantine", gettext_lazy("Waits for inspection")),
    ),
    empty=gettext_lazy("The assortment is empty."),
    what_next=gettext_lazy("Articles come with the price list that is sent to customers."),
    filters=(Filter("text", gettext_lazy("Search by name or number")),),
)


@require_safe
@signed_in
def stock_levels(request: Request) -> HttpResponse:
    """What there is of each article."""
    return show_list(request, STOCK, stock.levels_page)


class BookForm(PageForm):
    """Goods that come in, are counted or inspected."""

    kind = ChoiceField(
        gettext_lazy("What"),
        [(kind.value, kind.label) for kind in MovementKind if kind in BY_HAND],
        empty=gettext_lazy("Choose"),
    )
    quantity = NumberField(gettext_lazy("Quantity"), min_value=0)
    reason = TextField(gettext_lazy("Why"), required=False)


#: What takes a movement back; the other kinds go through inspection and have no way back.
OPPOSITE = {
    MovementKind.RECEIVED: MovementKind.MISSING,
    MovementKind.FOUND: MovementKind.MISSING,
    MovementKind.MISSING: MovementKind.FOUND,
}


def _told_of_movement(request: Request, moved: MovementInput) -> None:
    told = _("The movement is booked.")
    opposite = OPPOSITE.get(MovementKind(moved.kind))
    if opposite is None:
        messages.success(request, told)
        return
    back = replace(moved, kind=str(opposite.value), reason=str(UNDONE))
    undo_offered(request, told, stock_actions.book_movements, movements=(back,))


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def stock_item(request: Request, seller_item_id: str) -> HttpResponse:
    """An article's stock by place with its latest movements, and a form to book one."""
    may_book = "stock.book" in rights_of(request)
    form = BookForm(request) if may_book or request.method == "POST" else None
    if form is not None and form.was_sent and form.is_valid():
        moved = MovementInput(
            seller_item_id,
            form.value("kind"),
            form.value("quantity"),
            reason=form.value("reason"),
        )
        if form.sends(stock_actions.book_movements, movements=(moved,)):
            _told_of_movement(request, moved)
            return form.redirect("stock_item", seller_item_id)
    found = ask(request, stock.stock_of, seller_item_id=seller_item_id)
    item = found.item
    values = {
        "item": item,
        "name": item.name.in_language(get_language() or "sv"),
        "places": found.places,
        "movements": found.movements,
        "form": form,
        "facts": (
            Fact(_("Article number"), item.seller_item_id),
            Fact("GTIN", item.gtin),
            Fact(_("Price"), item.price),
            Fact(_("Price is for"), item.price_unit if item.price_unit != item.unit else ""),
        ),
    }
    return show(request, "site/selling/item.html", values, status=form.status if form else 200)


# --- picking -----------------------------------------------------------------------------------------

REST = (
    ("later", gettext_lazy("The rest, if there is any, comes later")),
    ("never", gettext_lazy("This is all there will be")),
)
FINAL = {"later": None, "never": True}


@dataclass(frozen=True, slots=True)
class PickOnForm:
    """A line to be picked and its fields."""

    line: PickLine
    fields: list[Any]


class PickForm(LongForm):
    """What lies on the pallets."""

    rest = ChoiceField(
        gettext_lazy("Is the order complete with this?"), REST, open_list=True, initial="later"
    )

    def __init__(self, request: Request, lines: tuple[PickLine, ...], version: int) -> None:
        self.lines_to_pick = lines
        initial: dict[str, Any] = {"rest": "later"}
        for line in lines:
            initial[f"line-{line.position}-quantity"] = line.quantity.value
            initial[f"line-{line.position}-unit"] = 1
        super().__init__(request, lines, self.fields_of, version=version, initial=initial)

    @staticmethod
    def fields_of(line: PickLine) -> Iterator[tuple[str, forms.Field]]:
        """What is asked about a line."""
        yield from _pick_fields(line)

    def lines_on_form(self) -> list[PickOnForm]:
        """The lines that are shown of those that are left, with their fields."""
        names = ("quantity", "weight", "missing", "unit")
        return [PickOnForm(line, self.row(line.position, *names)) for line in self.part.rows]

    def picks(self) -> tuple[Pick, ...]:
        """What a valid form says was picked."""
        picks = []
        for line in self.lines_to_pick:
            quantity = self.of_line(line.position, "quantity") or Decimal(0)
            missing = self.of_line(line.position, "missing") or Decimal(0)
            if not quantity and not missing:
                continue
            picks.append(
                Pick(
                    line.line_id,
                    quantity,
                    weight=self.of_line(line.position, "weight"),
                    missing=missing,
                    handling_unit=int(self.of_line(line.position, "unit") or 1),
                )
            )
            self.moved = {**self.moved, ("picks", len(picks)): f"line-{line.position}-quantity"}
        return tuple(picks)


def _pick_fields(line: PickLine) -> Iterator[tuple[str, forms.Field]]:
    name = f"line-{line.position}"
    hint = _("To pick: %(quantity)s") % {"quantity": shown(line.quantity)}
    yield f"{name}-quantity", NumberField(gettext_lazy("Picked"), min_value=0, hint=hint)
    if line.catch_weight:
        weight = NumberField(
            gettext_lazy("Weight in kg"), min_value=0, required=False, decimal_places=3
        )
        yield f"{name}-weight", weight
    missing = NumberField(
        gettext_lazy("Not on the shelf"), min_value=0, required=False, max_digits=12
    )
    yield f"{name}-missing", missing
    yield (
        f"{name}-unit",
        NumberField(gettext_lazy("Pallet number"), min_value=1, max_value=999, decimal_places=0),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def pick(request: Request, order_id: UUID) -> HttpResponse:
    """Pack what was picked of an order."""
    order = ask(request, sales.order, order_id=order_id)
    lines = ask(request, queries.pick_list, order_id=order_id)
    form = PickForm(request, lines, order.version)
    if form.was_sent and form.is_valid():
        final = FINAL[form.value("rest")]
        if form.sends(actions.pick_order, order_id=order_id, picks=form.picks(), final=final):
            messages.success(request, _("Packed. Print the labels and send it off."))
            return form.redirect("despatch", form.answer)
    values = {"form": form, "order": order}
    return show(request, "site/selling/pick.html", values, status=form.status)


@require_safe
@signed_in
def pick_list(request: Request, order_id: UUID) -> HttpResponse:
    """What is to be picked, for paper."""
    order = ask(request, sales.order, order_id=order_id)
    values = {
        "order": order,
        "lines": ask(request, queries.pick_list, order_id=order_id),
        "place": receiver_of(order.parties)[0],
    }
    return show(request, "site/selling/pick_list.html", values)


# --- deliveries --------------------------------------------------------------------------------------

DESPATCHES = Listing(
    "despatches",
    gettext_lazy("Deliveries"),
    columns=(
        link("number", gettext_lazy("Number"), "despatch"),
        link("sales_order_number", gettext_lazy("Sales order"), "sales_order", by="order_id"),
        tag("state", gettext_lazy("State"), "despatch"),
        day("packed_at", gettext_lazy("Packed")),
        day("despatched_at", gettext_lazy("Left")),
        day("arrives_on", gettext_lazy("Arrives")),
        text("carrier", gettext_lazy("Carrier")),
    ),
    empty=gettext_lazy("Nothing has been packed yet."),
    what_next=gettext_lazy("Orders that are released to the warehouse wait in My work."),
    what_next_url="work",
    what_next_name=gettext_lazy("My work"),
    filters=(choices("state", gettext_lazy("State"), "despatch", gettext_lazy("All")),),
)


@require_safe
@signed_in
def despatches(request: Request) -> HttpResponse:
    """Goods that are packed or on their way."""
    return show_list(request, DESPATCHES, queries.despatches_page)


class TransportForm(PageForm):
    """How goods travel."""

    carrier = TextField(gettext_lazy("Carrier"), required=False)
    tracking_id = TextField(gettext_lazy("Tracking number"), required=False, longest=100)
    arrives_on = DayField(gettext_lazy("Arrives"), required=False)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def despatch(request: Request, despatch_id: UUID) -> HttpResponse:
    """What a delivery carries; sending it off."""
    found = ask(request, queries.despatch, despatch_id=despatch_id)
    rights = rights_of(request)
    offers = "fulfilment.ship" in rights and found.state == "packed"
    form = TransportForm(request, version=found.version) if offers or request.POST else None
    if form is not None and form.sends(actions.send_despatch, despatch_id=despatch_id):
        messages.success(request, _("The goods are on their way; the customer is told."))
        return form.redirect("despatch", despatch_id)
    values = {
        "despatch": found,
        "part": part_shown(request, found.lines),
        "form": form,
        "title": _("Delivery %(number)s") % {"number": found.number},
        "actions": tuple(_actions(request, found)),
        "facts": (
            Fact(_("Customer’s number"), found.order_number),
            Fact(_("Packed"), found.packed_at),
            Fact(_("Left"), found.despatched_at),
            Fact(_("Arrives"), found.arrives_on),
            Fact(_("Delivered"), found.delivered_at),
            Fact(_("Carrier"), found.carrier),
            Fact(_("Tracking number"), found.tracking_id),
            Fact(
                _("After this"),
                _("Nothing more comes") if found.is_final else _("The rest comes later"),
            ),
        ),
    }
    status = form.status if form is not None else 200
    return show(request, "site/selling/despatch.html", values, status=status)


def _actions(request: Request, found: DespatchView) -> Iterator[Action]:
    yield Action(_("Labels"), reverse("labels", args=[found.id]))
    if "deliver" in found.available_actions and "fulfilment.ship" in rights_of(request):
        yield Action(
            _("It has arrived"),
            reverse("despatch_arrived", args=[found.id]),
            post=True,
            hidden=keys_of(request, version=found.version),
        )


@require_POST
@signed_in
def arrived(request: Request, despatch_id: UUID) -> HttpResponse:
    """Say that a delivery has reached the customer."""
    form = PageForm(request)
    if form.sends(actions.register_delivery, despatch_id=despatch_id):
        messages.success(request, _("The delivery has arrived."))
    else:
        form.tell_refusal()
    return form.redirect("despatch", despatch_id)


# --- labels ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Label:
    """A label of a pallet or cage, ready to print."""

    sscc: str
    text: str
    path: str
    width: int
    sender: str
    receiver: str
    address: tuple[str, ...]


@require_safe
@signed_in
def labels(request: Request, despatch_id: UUID) -> HttpResponse:
    """The labels of a delivery, one for each SSCC."""
    found = ask(request, queries.despatch, despatch_id=despatch_id)
    order = ask(request, sales.order, order_id=found.order_id)
    with tenant_scope(actor_of(request).tenant_id):
        sender = parties.own_organisation().name
    values = {"despatch": found, "labels": labels_of(found, order, sender)}
    return show(request, "site/selling/labels.html", values)


def labels_of(despatch: DespatchView, order: OrderView, sender: str) -> tuple[Label, ...]:
    """A label for each handling unit that has an SSCC (GS1 Logistic Label Guideline)."""
    receiver, address = receiver_of(order.parties)
    found = []
    for unit in dict.fromkeys(line.handling_unit for line in despatch.lines):
        try:
            code = Sscc.parse(unit)
        except InvalidIdentifier:
            continue
        digits = f"00{code}"
        found.append(
            Label(
                sscc=str(code),
                text=f"(00) {code}",
                path=path_of(digits, height=60),
                width=width_of(digits),
                sender=sender,
                receiver=receiver,
                address=address,
            )
        )
    return tuple(found)


def receiver_of(who: OrderParties) -> tuple[str, tuple[str, ...]]:
    """Where the goods go: the name, and the lines of the address."""
    for name, address in (
        (who.delivery_party.display_name, who.delivery_party.address)
        if who.delivery_party
        else ("", None),
        (who.consignee.name or "", who.consignee.address) if who.consignee else ("", None),
        (who.buyer.display_name, who.buyer.address),
    ):
        if name:
            return name, _lines_of(address)
    return "", ()


def _lines_of(address: Address | None) -> tuple[str, ...]:
    if address is None:
        return ()
    city = " ".join(filter(None, (address.postal_code, address.city)))
    return tuple(filter(None, (address.street, address.additional_street, city)))
