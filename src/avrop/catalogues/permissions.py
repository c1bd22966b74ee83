"""Rights over catalogues."""

from django.utils.translation import gettext_lazy as _

from avrop.kernel.permissions import Kind, Permission

ACTIVITY = "catalogues"

IMPORT = Permission(
    "catalogues.import",
    ACTIVITY,
    Kind.EXECUTE,
    _("Take price lists in"),
    roles=("agreement_manager", "category_manager", "coordinator"),
)
REVIEW = Permission(
    "catalogues.review",
    ACTIVITY,
    Kind.ASSURE,
    _("Review price lists, line by line"),
    roles=("agreement_manager", "category_manager"),
)
ACTIVATE = Permission(
    "catalogues.activate",
    ACTIVITY,
    Kind.MANAGE,
    _("Put price lists in force"),
    roles=("agreement_manager", "category_manager"),
)
CHANGE_CONTROL = Permission(
    "catalogues.change_control",
    ACTIVITY,
    Kind.MANAGE,
    _("Change what makes a line of a price list be held back"),
    roles=("agreement_manager", "system_administrator"),
)
KEEP_FAVOURITES = Permission(
    "catalogues.keep_favourites",
    ACTIVITY,
    Kind.EXECUTE,
    _("Keep favourites among the articles"),
    roles=(
        "requester",
        "coordinator",
        "category_manager",
        "receiver",
        "manager",
        "purchasing_coordinator",
    ),
)
