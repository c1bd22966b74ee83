"""Rights of the exchange. Sending and receiving are done by routines; people look after them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from avrop.kernel.permissions import Kind, Permission

ACTIVITY = "messages"

TRANSMIT = Permission("exchange.transmit", ACTIVITY, Kind.EXECUTE, _("Put documents on their way"))
TAKE_IN = Permission(
    "exchange.take_in", ACTIVITY, Kind.EXECUTE, _("Note what partners have answered")
)
REPORT = Permission(
    "exchange.report", ACTIVITY, Kind.EXECUTE, _("Record what a channel reports of a message")
)
RECEIVE = Permission(
    "exchange.receive",
    ACTIVITY,
    Kind.EXECUTE,
    _("Give a file to the system as an incoming message"),
    roles=("coordinator", "ap_clerk", "order_clerk", "seller_finance", "system_administrator"),
)
RESEND = Permission(
    "exchange.resend",
    ACTIVITY,
    Kind.EXECUTE,
    _("Send a message again"),
    roles=("coordinator", "order_clerk", "seller_finance", "system_administrator"),
)
RETRY = Permission(
    "exchange.retry",
    ACTIVITY,
    Kind.EXECUTE,
    _("Have an incoming message taken in again"),
    roles=("coordinator", "ap_clerk", "order_clerk", "seller_finance", "system_administrator"),
)
SETTLE = Permission(
    "exchange.settle",
    ACTIVITY,
    Kind.MANAGE,
    _("Settle a conflict between two messages that bear one number"),
    roles=("coordinator", "ap_clerk", "order_clerk", "seller_finance", "system_administrator"),
)
OPEN = Permission(
    "exchange.open",
    ACTIVITY,
    Kind.EXECUTE,
    _("Open a message in the portal, which tells its sender that it has arrived"),
    roles=("coordinator", "ap_clerk", "order_clerk", "warehouse", "seller_finance"),
)
# Who sees a document sees its message too; this is for those who look after the messages themselves.
SEE = Permission(
    "exchange.see",
    ACTIVITY,
    Kind.ASSURE,
    _("See every message of the organisation"),
    roles=(
        "coordinator",
        "auditor",
        "finance_officer",
        "ap_clerk",
        "order_manager",
        "order_clerk",
        "seller_finance",
        "system_administrator",
    ),
)
REGISTER_ENDPOINT = Permission(
    "exchange.register_endpoint",
    ACTIVITY,
    Kind.MANAGE,
    _("Decide which electronic addresses the organisation receives at"),
    roles=("system_administrator",),
)
