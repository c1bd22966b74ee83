"""The commands of the fulfilment app."""

from avrop.selling.fulfilment.actions.allocate import allocate_order
from avrop.selling.fulfilment.actions.deliver import register_delivery
from avrop.selling.fulfilment.actions.pick import pick_order
from avrop.selling.fulfilment.actions.ship import despatch_order, send_despatch

__all__ = [
    "allocate_order",
    "despatch_order",
    "pick_order",
    "register_delivery",
    "send_despatch",
]
