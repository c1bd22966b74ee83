"""Rights of the sales app.

Managing and executing are told apart (requirements D10, D17, D18): an order manager holds, releases,
reassigns, sets priorities and norms, and does none of the work; clerks and the warehouse do the work
and change no norm.
"""

from django.utils.translation import gettext_lazy as _

from avrop.kernel.deeds import Deed
from avrop.kernel.permissions import Kind, Permission

CLERKS = ("order_clerk",)
STAFF = ("order_clerk", "warehouse", "seller_finance", "logistics")
MANAGERS = ("order_manager",)

SEE = Permission(
    "sales.see",
    "order_taking",
    Kind.ASSURE,
    _("See the sales orders"),
    roles=(
        "order_manager",
        "order_clerk",
        "warehouse",
        "seller_finance",
        "auditor",
        "logistics",
        "customer_service",
    ),
)
TAKE_IN = Permission(
    "sales.take_in",
    "order_taking",
    Kind.EXECUTE,
    _("Take orders in from documents"),
    roles=CLERKS,
)
KEY = Permission(
    "sales.key_order",
    "order_taking",
    Kind.EXECUTE,
    _("Key orders by hand"),
    roles=CLERKS,
    deeds=(Deed.KEY_ORDER,),
)
REVIEW = Permission(
    "sales.review_order",
    "order_taking",
    Kind.ASSURE,
    _("Review orders that another person has keyed"),
    roles=CLERKS,
    deeds=(Deed.REVIEW_ORDER,),
)
CHECK = Permission(
    "sales.check_order",
    "order_taking",
    Kind.EXECUTE,
    _("Check that orders are complete and right"),
    roles=CLERKS,
)
ANSWER = Permission(
    "sales.answer_order", "order_answering", Kind.EXECUTE, _("Answer orders"), roles=CLERKS
)
CONTACT = Permission(
    "sales.record_contact",
    "order_answering",
    Kind.EXECUTE,
    _("Write down what was said with the customer"),
    roles=(*CLERKS, "customer_service"),
)
CANCEL = Permission(
    "sales.cancel_order", "order_answering", Kind.EXECUTE, _("Cancel orders"), roles=CLERKS
)
INTERCEPT = Permission(
    "sales.intercept",
    "warehouse_work",
    Kind.EXECUTE,
    _("Say whether goods could still be stopped"),
    roles=("warehouse",),
)
RELEASE = Permission(
    "sales.release_order",
    "order_processing",
    Kind.EXECUTE,
    _("Release orders to the warehouse"),
    roles=CLERKS,
)
ADVANCE = Permission(
    "sales.advance_order",
    "order_processing",
    Kind.EXECUTE,
    _("Move orders on as their work is done"),
    roles=STAFF,
)
CLOSE = Permission(
    "sales.close_order",
    "order_processing",
    Kind.EXECUTE,
    _("Close and reopen orders"),
    roles=("order_clerk", "seller_finance"),
)
HAND_OVER = Permission(
    "sales.hand_over",
    "order_processing",
    Kind.EXECUTE,
    _("Give, take and return orders between departments"),
    roles=STAFF,
)
SET_HOLD = Permission(
    "sales.set_hold",
    "order_steering",
    Kind.MANAGE,
    _("Put holds on orders"),
    roles=("order_manager", "seller_finance"),
    deeds=(Deed.SET_HOLD,),
)
RELEASE_HOLD = Permission(
    "sales.release_hold",
    "order_steering",
    Kind.MANAGE,
    _("Release holds"),
    roles=("order_manager", "seller_finance"),
    deeds=(Deed.RELEASE_HOLD,),
)
CREDIT_HOLD = Permission(
    "sales.credit_hold",
    "credit_control",
    Kind.MANAGE,
    _("Put and release holds for credit"),
    roles=("seller_finance",),
)
REASSIGN = Permission(
    "sales.reassign_order",
    "order_steering",
    Kind.MANAGE,
    _("Move orders to another department"),
    roles=MANAGERS,
)
PRIORITISE = Permission(
    "sales.set_priority",
    "order_steering",
    Kind.MANAGE,
    _("Set the priority of orders"),
    roles=MANAGERS,
)
SET_NORMS = Permission(
    "sales.set_norms",
    "order_steering",
    Kind.MANAGE,
    _("Decide stage times and kinds of hold"),
    roles=MANAGERS,
)
ISSUE_LINK = Permission(
    "sales.issue_link",
    "order_answering",
    Kind.EXECUTE,
    _("Give somebody without an account a link to carry out an order"),
    roles=CLERKS,
)
USE_LINK = Permission(
    "sales.use_link", "order_answering", Kind.EXECUTE, _("Open an order by a link")
)
CROSS_OVER = Permission(
    "sales.cross_over",
    "order_steering",
    Kind.EXECUTE,
    _("Do the work of the other desk for a day, with a reason"),
    roles=("order_manager", "order_clerk", "warehouse"),
)
