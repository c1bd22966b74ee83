"""The price list as a spreadsheet: download it, fill it in, send it; by a clerk or by a link."""

from __future__ import annotations

from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from avrop.kernel.problems import Invalid
from avrop.selling.stock import actions, queries
from avrop.selling.stock.price_sheet import read, template
from avrop.selling.stock.shapes import ItemView, PriceLine
from avrop.site.actors import Request
from avrop.site.pages.frame import show
from avrop.site.pages.performing import ask, signed_in
from avrop.site.pages.selling.by_link import Visit, by_link, order_of, show_by_link
from avrop.site.pages.selling.execution import customers_of
from avrop.site.patterns.downloads import XLSX, sent_as_file
from avrop.site.patterns.fields import ChoiceField, DayField, FileField, TextField
from avrop.site.patterns.forms import PageForm

MOST_KNOWN = 200


class PriceListForm(PageForm):
    """A filled-in spreadsheet, and from when it holds."""

    sheet = FileField(
        gettext_lazy("The filled-in price list"),
        accept=".xlsx",
        largest=5 * 1024 * 1024,
        hint=gettext_lazy("An Excel workbook (.xlsx), at most 5 MB."),
    )
    valid_from = DayField(gettext_lazy("The prices hold from"))

    def is_sent(self, organisation_id: UUID, contract: str) -> bool:
        """Whether the list was read and sent to the customer."""
        if not (self.was_sent and self.is_valid()):
            return False
        try:
            lines = read(self.value("sheet").read())
        except Invalid as unreadable:
            self.refuse(unreadable)
            return False
        return self.sends(
            actions.send_price_list,
            organisation_id=organisation_id,
            lines=lines,
            contract=contract,
        )


class CustomerPriceListForm(PriceListForm):
    """A price list, and for whom."""

    field_order = ["customer", "contract", "sheet", "valid_from"]
    customer = ChoiceField(gettext_lazy("Customer"), (), empty=gettext_lazy("Choose a customer"))
    contract = TextField(gettext_lazy("Number of the agreement"), required=False)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def send_price_list(request: Request) -> HttpResponse:
    """Send a customer a price list that was filled in as a spreadsheet."""
    form = CustomerPriceListForm(request, initial={"valid_from": timezone.localdate()})
    field = cast(ChoiceField, form.fields["customer"])
    field.choices = [*field.choices, *customers_of(request)]  # type: ignore[misc]
    if form.was_sent and form.is_valid():
        customer = UUID(form.value("customer"))
        if form.is_sent(customer, form.value("contract")):
            messages.success(request, _("The price list is sent; the customer looks through it."))
            return form.redirect("send_price_list")
    values = {"form": form, "template": reverse("price_list_template"), "back": reverse("stock")}
    return show(request, "site/selling/price_list.html", values, status=form.status)


@require_safe
@signed_in
def price_list_template(request: Request) -> HttpResponse:
    """The spreadsheet to fill in, with the articles that are known."""
    return _workbook(request)


@require_http_methods(["GET", "HEAD", "POST"])
@by_link
def by_supplier(request: Request, visit: Visit) -> HttpResponse:
    """The supplier of a link sends the customer of the order a price list; it is every customer's, so
    nobody sends one whom a customer has invited."""
    if visit.is_invited:
        return HttpResponseRedirect(visit.address("supplier_order"))
    order = order_of(request, visit)
    form = PriceListForm(request, initial={"valid_from": timezone.localdate()})
    if form.is_sent(order.customer_organisation_id, order.contract):
        messages.success(request, _("The price list is sent; the customer looks through it."))
        return HttpResponseRedirect(visit.address("supplier_order"))
    values: dict[str, Any] = {
        "form": form,
        "order": order,
        "template": visit.address("supplier_template"),
        "back": visit.address("supplier_order"),
    }
    return show_by_link(request, visit, "link_price_list.html", values, status=form.status)


@require_safe
@by_link
def supplier_template(request: Request, visit: Visit) -> HttpResponse:
    """The spreadsheet to fill in, for who comes by a link."""
    if visit.is_invited:
        return HttpResponseRedirect(visit.address("supplier_order"))
    return _workbook(request)


def _workbook(request: Request) -> HttpResponse:
    known = ask(request, queries.items_page, limit=MOST_KNOWN).items
    lines = [_line(item) for item in reversed(known) if item.state == "active"]
    name = f"prislista-{timezone.localdate().isoformat()}.xlsx"
    return sent_as_file(
        request, template(lines), name, XLSX, what="price_list_sheet", rows=len(lines)
    )


def _line(item: ItemView) -> PriceLine:
    return PriceLine(
        seller_item_id=item.seller_item_id,
        name=item.name.in_language("sv"),
        unit=item.unit,
        price=item.price.amount,
        vat_kind=item.vat_kind,
        gtin=item.gtin,
        allergens=item.allergens,
        category=item.category,
    )
