"""The seller's two workspaces, execution and control, and the small supplier who has one link."""

from django.urls import path

from avrop.site.pages.selling import desk  # noqa: F401 - first: the order of the navigation

# isort: split
from avrop.site.pages.selling import (
    control,
    execution,
    invoicing,
    orders,
    price_lists,
    steps,
    supplier,
    warehouse,
)

_ORDER = "sales-orders/<uuid:order_id>"
_LINK = "o/<str:token>"
#: Addresses of the seller's pages.
PATHS = (
    path("work", execution.work, name="work"),
    path("sales-orders", orders.sales_orders, name="sales_orders"),
    path("sales-orders/key", execution.key_order, name="key_sales_order"),
    path(_ORDER, orders.sales_order, name="sales_order"),
    path(f"{_ORDER}/do/<slug:key>", orders.act, name="act_on_sales_order"),
    path(f"{_ORDER}/answer", execution.answer, name="answer_sales_order"),
    path(f"{_ORDER}/check", steps.step, {"key": "check"}, name="check_sales_order"),
    path(f"{_ORDER}/reject", steps.step, {"key": "reject"}, name="reject_sales_order"),
    path(f"{_ORDER}/cancel", steps.step, {"key": "cancel"}, name="cancel_sales_order"),
    path(f"{_ORDER}/give", steps.step, {"key": "give"}, name="give"),
    path(f"{_ORDER}/link", steps.step, {"key": "link"}, name="issue_link"),
    path(f"{_ORDER}/contact", steps.step, {"key": "contact"}, name="sales_contact"),
    path(f"{_ORDER}/hold", steps.step, {"key": "hold"}, name="set_hold"),
    path(f"{_ORDER}/move", steps.step, {"key": "reassign"}, name="reassign"),
    path(f"{_ORDER}/priority", steps.step, {"key": "priority"}, name="set_priority"),
    path(f"{_ORDER}/holds/<uuid:hold_id>/release", steps.release_hold, name="release_hold"),
    path(f"{_ORDER}/hand-offs/<uuid:hand_off_id>/take", steps.take_hand_off, name="take_hand_off"),
    path(
        f"{_ORDER}/hand-offs/<uuid:hand_off_id>/return",
        steps.return_hand_off,
        name="return_hand_off",
    ),
    path(
        f"{_ORDER}/changes/<uuid:change_id>/accept", steps.accept_change, name="accept_sales_change"
    ),
    path(
        f"{_ORDER}/changes/<uuid:change_id>/refuse", steps.refuse_change, name="refuse_sales_change"
    ),
    path(f"{_ORDER}/changes/<uuid:change_id>/stopped", steps.goods_stopped, name="goods_stopped"),
    path(
        f"{_ORDER}/changes/<uuid:change_id>/not-stopped",
        steps.goods_not_stopped,
        name="goods_not_stopped",
    ),
    path(f"{_ORDER}/links/<uuid:link_id>/take-back", steps.revoke_link, name="revoke_link"),
    path(f"{_ORDER}/pick", warehouse.pick, name="pick_sales_order"),
    path(f"{_ORDER}/pick-list", warehouse.pick_list, name="pick_list"),
    path(f"{_ORDER}/bill", invoicing.bill, name="bill_sales_order"),
    path("stock", warehouse.stock_levels, name="stock"),
    path("stock/<path:seller_item_id>", warehouse.stock_item, name="stock_item"),
    path("despatches", warehouse.despatches, name="despatches"),
    path("despatches/<uuid:despatch_id>", warehouse.despatch, name="despatch"),
    path("despatches/<uuid:despatch_id>/arrived", warehouse.arrived, name="despatch_arrived"),
    path("despatches/<uuid:despatch_id>/labels", warehouse.labels, name="labels"),
    path("sales-invoices", invoicing.invoices, name="sales_invoices"),
    path("sales-invoices/<uuid:invoice_id>", invoicing.invoice, name="sales_invoice"),
    path("sales-invoices/<uuid:invoice_id>/credit", invoicing.credit, name="credit_sales_invoice"),
    path("control", control.control, name="control"),
    path("control/orders", control.orders, name="control_orders"),
    path("control/holds", control.holds, name="holds"),
    path("control/hand-offs", control.hand_offs, name="hand_offs"),
    path("control/crossings", control.crossings, name="crossings"),
    path("control/cross-over", control.cross_over, name="cross_over"),
    path(_LINK, supplier.order, name="supplier_order"),
    path(f"{_LINK}/accept", supplier.accept, name="supplier_accept"),
    path(f"{_LINK}/answer", supplier.answer, name="supplier_answer"),
    path(f"{_LINK}/decline", supplier.decline, name="supplier_decline"),
    path(
        f"{_LINK}/changes/<uuid:change_id>/<slug:outcome>",
        supplier.settle_change,
        name="supplier_change",
    ),
    path(f"{_LINK}/send", supplier.send, name="supplier_send"),
    path(f"{_LINK}/labels/<uuid:despatch_id>", supplier.labels, name="supplier_labels"),
    path(f"{_LINK}/invoice", supplier.invoice, name="supplier_invoice"),
    path(
        f"{_LINK}/invoices/<uuid:invoice_id>", supplier.invoice_copy, name="supplier_invoice_copy"
    ),
    path(
        f"{_LINK}/invoices/<uuid:invoice_id>/pdf", supplier.invoice_pdf, name="supplier_invoice_pdf"
    ),
    path(f"{_LINK}/paid/<uuid:invoice_id>", supplier.paid, name="supplier_paid"),
    path(f"{_LINK}/price-list", price_lists.by_supplier, name="supplier_price_list"),
    path(f"{_LINK}/price-list.xlsx", price_lists.supplier_template, name="supplier_template"),
    path("send-price-list", price_lists.send_price_list, name="send_price_list"),
    path("send-price-list.xlsx", price_lists.price_list_template, name="price_list_template"),
)
