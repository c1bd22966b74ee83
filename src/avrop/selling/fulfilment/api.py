"""Addresses of the fulfilment app."""

from avrop.kernel.routes import get, post
from avrop.selling.fulfilment import actions, queries

ROUTES = (
    get("fulfilment/despatches", queries.despatches_page),
    get("fulfilment/despatches/{despatch_id}", queries.despatch),
    get("sales/orders/{order_id}/despatches", queries.despatches_of),
    get("sales/orders/{order_id}/pick-list", queries.pick_list),
    post("sales/orders/{order_id}/allocate", actions.allocate_order),
    post("sales/orders/{order_id}/pick", actions.pick_order),
    post("sales/orders/{order_id}/despatch", actions.despatch_order),
    post("fulfilment/despatches/{despatch_id}/despatch", actions.send_despatch),
    post("fulfilment/despatches/{despatch_id}/delivery", actions.register_delivery),
)
