"""Addresses of receiving."""

from avrop.buying.receipts import actions, queries
from avrop.kernel.routes import get, post

ROUTES = (
    get("expected-goods", queries.expected_page),
    get("goods", queries.find_goods),
    get("despatches", queries.despatches_page),
    get("despatches/{despatch_id}", queries.despatch),
    get("receipts", queries.receipts_page),
    get("receipts/{receipt_id}", queries.receipt),
    get("receipts/{receipt_id}/as-it-stands", queries.receipt_as_it_stands),
    get("photos/{photo_id}", queries.photo),
    get("orders/{order_id}/to-receive", queries.to_receive),
    get("claims", queries.claims_page),
    get("claims/{claim_id}", queries.claim),
    get("expected-credits", queries.expected_credits_page),
    post("orders/{order_id}/arrivals", actions.register_arrival),
    post("orders/{order_id}/receipts", actions.register_receipt),
    post("receipts/{receipt_id}/correct", actions.correct_receipt),
    post("receipts/{receipt_id}/photos", actions.add_photos),
    post("claims/{claim_id}/notify", actions.notify_claim),
    post("claims/{claim_id}/close", actions.close_claim),
    post("receipt-limits", actions.change_limits),
)
