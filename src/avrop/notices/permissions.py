"""Rights over notices. Choosing for oneself is `tasks.follow`, which every role holds."""

from django.utils.translation import gettext_lazy as _

from avrop.kernel.permissions import Kind, Permission
from avrop.tasks.permissions import ACTIVITY

STEER = Permission(
    "notices.steer",
    ACTIVITY,
    Kind.MANAGE,
    _("Decide which notices by mail nobody can turn off"),
    roles=("system_administrator", "coordinator"),
)
TELL = Permission(
    "notices.tell",
    ACTIVITY,
    Kind.EXECUTE,
    _("Send the notices that are due"),
    roles=("system_administrator",),
)
