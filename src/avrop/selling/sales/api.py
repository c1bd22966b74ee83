"""Addresses of the sales app."""

from avrop.kernel.routes import get, post
from avrop.selling.sales import actions, queries

ROUTES = (
    get("sales/orders", queries.orders_page),
    get("sales/orders/overdue", queries.overdue_orders),
    get("sales/orders/{order_id}", queries.order),
    get("sales/orders/{order_id}/timeline", queries.timeline),
    get("sales/orders-by-number/{number}", queries.order_by_number),
    get("sales/changes", queries.changes_waiting),
    post("sales/orders", actions.key_order),
    post("sales/orders/{order_id}/review", actions.review_order),
    post("sales/orders/{order_id}/check", actions.check_order),
    post("sales/orders/{order_id}/acknowledge", actions.acknowledge_order),
    post("sales/orders/{order_id}/accept", actions.accept_order),
    post("sales/orders/{order_id}/accept-with-changes", actions.accept_with_changes),
    post("sales/orders/{order_id}/reject", actions.reject_order),
    post("sales/orders/{order_id}/cancel", actions.cancel_order),
    post("sales/orders/{order_id}/release", actions.release_order),
    post("sales/orders/{order_id}/close", actions.close_order),
    post("sales/orders/{order_id}/reopen", actions.reopen_order),
    post("sales/orders/{order_id}/contacts", actions.record_contact),
    post("sales/orders/{order_id}/holds", actions.set_hold),
    post("sales/orders/{order_id}/give", actions.give_order),
    post("sales/orders/{order_id}/reassign", actions.reassign_order),
    post("sales/orders/{order_id}/priority", actions.set_priority),
    post("sales/holds/{hold_id}/release", actions.release_hold),
    post("sales/hold-types", actions.define_hold_type),
    post("sales/hand-offs/{hand_off_id}/take", actions.take_hand_off),
    post("sales/hand-offs/{hand_off_id}/return", actions.return_hand_off),
    post("sales/changes/{change_id}/accept", actions.accept_change),
    post("sales/changes/{change_id}/refuse", actions.refuse_change),
    post("sales/changes/{change_id}/interception", actions.confirm_interception),
    post("sales/stage-norms", actions.set_stage_norms),
)
