"""Addresses of the billing app."""

from avrop.kernel.routes import get, post
from avrop.selling.billing import actions, queries

ROUTES = (
    get("billing/invoices", queries.invoices_page),
    get("billing/invoices/{invoice_id}", queries.invoice),
    get("sales/orders/{order_id}/invoices", queries.invoices_of),
    get("sales/orders/{order_id}/payments", queries.payments_of),
    get("billing/claims-by-age", queries.claims_by_age),
    get("sales/orders/{order_id}/billable", queries.billable),
    get("sales/orders/{order_id}/invoice-to-come", queries.invoice_to_come),
    get("billing/invoices/{invoice_id}/document", queries.invoice_document),
    post("sales/orders/{order_id}/bill", actions.bill_order),
    post("billing/invoices/{invoice_id}/credit", actions.credit_invoice),
    post("billing/payments", actions.register_payment),
)
