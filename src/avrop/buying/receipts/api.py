"""Addresses of receiving."""

from avrop.buying.receipts import actions, queries
from avrop.kernel.routes import get, post

ROUTES = (
    get("despatches", queries.despatches_page),
    get("despatches/{despatch_id}", queries.despatch),
    get("receipts", queries.receipts_page),
    get("receipts/{receipt_id}", queries.receipt),
    get("orders/{order_id}/to-receive", queries.to_receive),
    get("claims", queries.claims_page),
    get("claims/{claim_id}", queries.claim),
    get("expected-credits", queries.expected_credits_page),
    post("orders/{order_id}/arrivals", actions.register_arrival),
    post("orders/{order_id}/receipts", actions.register_receipt),
    post("receipts/{receipt_id}/correct", actions.correct_receipt),
    post("claims/{claim_id}/notify", actions.notify_claim),
    post("claims/{claim_id}/close", actions.close_claim),
    post("receipt-limits", actions.change_limits),
)
