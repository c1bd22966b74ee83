"""What coding's commands need."""

from django.utils.translation import gettext_lazy as _

from avrop.kernel.permissions import Kind, Permission

MAINTAIN = Permission(
    "coding.maintain",
    "accounting",
    Kind.MANAGE,
    _("Maintain dimensions, values, combinations and accounts"),
    roles=("finance_officer",),
)
ISSUE_SHORT_CODES = Permission(
    "coding.issue_short_codes",
    "accounting",
    Kind.MANAGE,
    _("Issue, renew and end short codes"),
    roles=("finance_officer",),
)
