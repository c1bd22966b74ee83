"""Rights of the twin app. Whoever sets a script decides what is done under it."""

from django.utils.translation import gettext_lazy as _

from avrop.kernel.permissions import Kind, Permission

SEE = Permission(
    "twin.see",
    "seller_twin",
    Kind.ASSURE,
    _("See the scripts of the seller twin"),
    roles=("system_administrator", "order_manager", "order_clerk", "auditor"),
)
SCRIPT = Permission(
    "twin.script",
    "seller_twin",
    Kind.MANAGE,
    _("Decide what the seller twin does by itself"),
    roles=("system_administrator",),
)
STEP = Permission(
    "twin.step",
    "seller_twin",
    Kind.EXECUTE,
    _("Have the seller twin take its next step"),
    roles=("system_administrator",),
)
