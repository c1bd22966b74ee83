"""Rights over agreements."""

from django.utils.translation import gettext_lazy as _

from avrop.kernel.permissions import Kind, Permission

ACTIVITY = "agreements"

MANAGE = Permission(
    "agreements.manage",
    ACTIVITY,
    Kind.MANAGE,
    _("Register agreements, their terms and who may use them"),
    roles=("agreement_manager",),
)
# Deciding to go on past the maximum is not for those who live off the agreement day by day.
DECIDE_CEILING = Permission(
    "agreements.decide_ceiling",
    ACTIVITY,
    Kind.MANAGE,
    _("Record a decision on an agreement's maximum or term"),
    roles=("agreement_manager", "manager"),
)
DRAW_DOWN = Permission(
    "agreements.draw_down",
    ACTIVITY,
    Kind.EXECUTE,
    _("Call off from agreements"),
    roles=("requester", "coordinator", "category_manager", "purchasing_coordinator"),
)
RECONCILE = Permission(
    "agreements.reconcile",
    ACTIVITY,
    Kind.ASSURE,
    _("Recount what has been called off from agreements"),
    roles=("agreement_manager", "system_administrator"),
)
WATCH = Permission(
    "agreements.watch",
    ACTIVITY,
    Kind.ASSURE,
    _("Have agreements that are about to end announced"),
    roles=("agreement_manager",),
)
