"""The commands of the sales app: one file for each thing that is done."""

from avrop.selling.sales.actions.advance import (
    advance_order,
    close_order,
    release_order,
    reopen_order,
)
from avrop.selling.sales.actions.answer import (
    accept_order,
    accept_with_changes,
    acknowledge_order,
    promise_less,
    reject_order,
)
from avrop.selling.sales.actions.cancel import cancel_order
from avrop.selling.sales.actions.changes import (
    accept_change,
    confirm_interception,
    refuse_change,
    take_in_cancellation,
    take_in_change,
)
from avrop.selling.sales.actions.check import check_order, review_order
from avrop.selling.sales.actions.contact import record_contact
from avrop.selling.sales.actions.cross_over import cross_over
from avrop.selling.sales.actions.hand_over import give_order, return_hand_off, take_hand_off
from avrop.selling.sales.actions.hold import define_hold_type, release_hold, set_hold
from avrop.selling.sales.actions.key import key_order
from avrop.selling.sales.actions.link import admit_invited, issue_link, open_link, revoke_link
from avrop.selling.sales.actions.steer import reassign_order, set_priority, set_stage_norms
from avrop.selling.sales.actions.take_in import take_in_order

__all__ = [
    "accept_change",
    "accept_order",
    "accept_with_changes",
    "acknowledge_order",
    "admit_invited",
    "advance_order",
    "cancel_order",
    "check_order",
    "close_order",
    "confirm_interception",
    "cross_over",
    "define_hold_type",
    "give_order",
    "issue_link",
    "key_order",
    "open_link",
    "promise_less",
    "reassign_order",
    "record_contact",
    "refuse_change",
    "reject_order",
    "release_hold",
    "release_order",
    "reopen_order",
    "return_hand_off",
    "review_order",
    "revoke_link",
    "set_hold",
    "set_priority",
    "set_stage_norms",
    "take_hand_off",
    "take_in_cancellation",
    "take_in_change",
    "take_in_order",
]
