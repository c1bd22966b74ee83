"""Rights over cases. Everybody may ask; some answer; some see to it that all are answered."""

from django.utils.translation import gettext_lazy as _

from avrop.kernel.permissions import Kind, Permission
from avrop.tasks.permissions import EVERY_ROLE

ACTIVITY = "support"
STEERING = ("coordinator", "system_administrator", "order_manager")
ANSWERING = (
    *STEERING,
    "super_user",
    "customer_service",
)

ASK = Permission(
    "support.ask",
    ACTIVITY,
    Kind.EXECUTE,
    _("Ask for help and follow one's cases"),
    roles=EVERY_ROLE,
)
ANSWER = Permission(
    "support.answer",
    ACTIVITY,
    Kind.EXECUTE,
    _("Take and answer cases of others"),
    roles=ANSWERING,
)
REPORT = Permission(
    "support.report",
    ACTIVITY,
    Kind.EXECUTE,
    _("Take in faults reported by people without an account"),
    roles=STEERING,
)
FOLLOW = Permission(
    "support.follow_report",
    ACTIVITY,
    Kind.EXECUTE,
    _("Read the answer to a report by its receipt"),
)
STEER = Permission(
    "support.steer",
    ACTIVITY,
    Kind.MANAGE,
    _("Say who is to answer a case"),
    roles=(*STEERING, "manager"),
)
