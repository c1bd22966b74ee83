"""Addresses of invoices."""

from avrop.buying.invoices import actions, queries
from avrop.kernel.routes import get, post

ROUTES = (
    get("invoices/{invoice_id}/name", queries.invoice_name),
    get("find/invoices", queries.invoices_numbered),
    get("invoices", queries.invoices_page),
    get("invoices/by-state", queries.number_by_state),
    get("invoices/ages", queries.ages),
    get("invoices/{invoice_id}", queries.invoice),
    get("invoices/{invoice_id}/whole", queries.invoice_to_match),
    get("invoices/{invoice_id}/compared-lines", queries.compared_lines),
    get("invoices/{invoice_id}/settlers", queries.settlers),
    get("invoices/{invoice_id}/attesters", queries.attesters),
    get("invoice-differences/{difference_id}", queries.difference),
    get("invoices/by-number/{number}", queries.invoice_by_number),
    get("orders/{order_id}/invoices", queries.invoices_of_order),
    post("invoices/{invoice_id}/match", actions.match_invoice),
    post("invoices/{invoice_id}/attach-order", actions.attach_order),
    post("invoices/{invoice_id}/coding", actions.code_lines),
    post("invoices/{invoice_id}/settle", actions.settle_differences),
    post("invoice-differences/{difference_id}/settle", actions.settle_difference),
    post("invoices/{invoice_id}/attest-review", actions.attest_review),
    post("invoices/{invoice_id}/attest-decision", actions.attest_decision),
    post("invoices/{invoice_id}/for-whom", actions.say_for_whom),
    post("invoices/{invoice_id}/for-whom/{benefit_id}/take-back", actions.take_back_for_whom),
    post("invoices/{invoice_id}/dispute", actions.dispute),
    post("invoices/{invoice_id}/resume", actions.resume),
    post("invoice-tolerances", actions.change_tolerances),
)
