"""The commands of orders; the listing of this folder is the list of verbs."""

from avrop.buying.orders.actions.accept import accept_changes
from avrop.buying.orders.actions.act_on_silence import act_on_silence
from avrop.buying.orders.actions.cancel import cancel_order
from avrop.buying.orders.actions.choose_delivery_place import choose_delivery_place
from avrop.buying.orders.actions.create import create_orders
from avrop.buying.orders.actions.invite import (
    invite_seller,
    use_invitation,
    withdraw_invitation,
)
from avrop.buying.orders.actions.log_contact import log_contact
from avrop.buying.orders.actions.pass_on import pass_orders_on
from avrop.buying.orders.actions.reconcile import reconcile_order
from avrop.buying.orders.actions.refuse import refuse_changes
from avrop.buying.orders.actions.send import send_order
from avrop.buying.orders.actions.take_answer import take_answer
from avrop.buying.orders.kinds import EntryKind
from avrop.buying.orders.quantity_ledger import add_entries, lock_lines, reconcile_orders
from avrop.buying.orders.rules import NewContact, Refusal
from avrop.buying.orders.shapes import NewEntry

__all__ = [
    "EntryKind",
    "NewContact",
    "NewEntry",
    "Refusal",
    "accept_changes",
    "act_on_silence",
    "add_entries",
    "cancel_order",
    "choose_delivery_place",
    "create_orders",
    "invite_seller",
    "lock_lines",
    "log_contact",
    "pass_orders_on",
    "reconcile_order",
    "reconcile_orders",
    "refuse_changes",
    "send_order",
    "take_answer",
    "use_invitation",
    "withdraw_invitation",
]
