"""What may be done with goods that come."""

from django.utils.translation import gettext_lazy as _

from avrop.kernel.deeds import Asks, Deed
from avrop.kernel.permissions import Kind, Permission

NOTE_DESPATCH = Permission(
    "receipts.note_despatch",
    "receiving",
    Kind.EXECUTE,
    _("Take in what sellers say has left them"),
    roles=("coordinator",),
)
ARRIVE = Permission(
    "receipts.register_arrival",
    "receiving",
    Kind.EXECUTE,
    _("Register goods that have come to the distribution centre"),
    roles=("centre_operator", "coordinator", "receiver"),
)
RECEIVE = Permission(
    "receipts.receive",
    "receiving",
    Kind.EXECUTE,
    _("Register what has been received"),
    roles=("receiver", "requester", "coordinator"),
    deeds=(Deed.RECEIVE,),
    asks=(Asks.UNIT,),
)
CORRECT = Permission(
    "receipts.correct",
    "receiving",
    Kind.EXECUTE,
    _("Correct a receipt"),
    roles=("receiver", "coordinator"),
    deeds=(Deed.RECEIVE,),
    asks=(Asks.UNIT,),
)
CLAIM = Permission(
    "receipts.claim",
    "receiving",
    Kind.EXECUTE,
    _("Follow up claims on sellers"),
    roles=("receiver", "requester", "coordinator", "ap_clerk"),
)
SET_LIMITS = Permission(
    "receipts.set_limits",
    "receiving",
    Kind.MANAGE,
    _("Decide how much more than ordered may be received"),
    roles=("coordinator", "finance_officer"),
)
