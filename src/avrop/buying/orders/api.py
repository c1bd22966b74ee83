"""Addresses of orders."""

from avrop.buying.orders import actions, queries
from avrop.kernel.routes import get, post

ROUTES = (
    get("find/orders", queries.orders_numbered),
    get("orders", queries.orders_page),
    get("deliveries/{seller_organisation_id}/precision", queries.delivery_precision),
    get("orders/{order_id}", queries.order),
    get("orders/by-number/{number}", queries.order_by_number),
    get("orders/{order_id}/heading", queries.order_heading),
    get("orders/{order_id}/overview", queries.overview),
    get("orders/{order_id}/lines", queries.order_lines),
    get("orders/{order_id}/standing", queries.standing),
    get("orders/{order_id}/obstacles", queries.obstacles),
    get("orders/{order_id}/trace", queries.trace),
    get("orders/{order_id}/difference", queries.difference),
    get("orders/{order_id}/quantities", queries.quantities),
    get("orders/{order_id}/invitations", queries.invitations_of),
    get("requisitions/{requisition_id}/needs", queries.needs),
    post("requisitions/{requisition_id}/orders", actions.create_orders),
    post("orders/{order_id}/choose-delivery-place", actions.choose_delivery_place),
    post("orders/{order_id}/send", actions.send_order),
    post("orders/{order_id}/accept-changes", actions.accept_changes),
    post("orders/{order_id}/refuse-changes", actions.refuse_changes),
    post("orders/{order_id}/cancel", actions.cancel_order),
    post("orders/{order_id}/contacts", actions.log_contact),
    post("orders/pass-on", actions.pass_orders_on),
    post("orders/{order_id}/invitations", actions.invite_seller),
    post("orders/invitations/{invitation_id}/withdraw", actions.withdraw_invitation),
    post("orders/invitations/{invitation_id}/use", actions.use_invitation),
    post("orders/{order_id}/act-on-silence", actions.act_on_silence),
    post("orders/{order_id}/reconcile", actions.reconcile_order),
)
