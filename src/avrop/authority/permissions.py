"""What authority's own commands need."""

from django.utils.translation import gettext_lazy as _

from avrop.kernel.permissions import Kind, Permission

INSTALL_ROLES = Permission(
    "authority.install_roles",
    "authority",
    Kind.MANAGE,
    _("Install the role catalogue"),
    roles=("system_administrator",),
)
GRANT = Permission(
    "authority.grant",
    "authority",
    Kind.MANAGE,
    _("Grant and revoke mandates"),
    roles=("system_administrator", "finance_officer"),
    personal=True,
)
DELEGATE = Permission(
    "authority.delegate",
    "authority",
    Kind.MANAGE,
    _("Name a substitute during an absence"),
    roles=(
        "requester",
        "approver",
        "receiver",
        "coordinator",
        "category_manager",
        "agreement_manager",
        "finance_officer",
        "ap_clerk",
        "payment_releaser",
        "system_administrator",
        "manager",
        "order_manager",
        "order_clerk",
        "warehouse",
        "seller_finance",
    ),
)
DELEGATE_FOR_OTHERS = Permission(
    "authority.delegate_for_others",
    "authority",
    Kind.MANAGE,
    _("Name a substitute for somebody who is absent"),
    roles=("system_administrator", "manager"),
    personal=True,
)
RESTRICT = Permission(
    "authority.restrict_category",
    "authority",
    Kind.MANAGE,
    _("Restrict a category and name who is responsible for it"),
    roles=("system_administrator", "category_manager"),
)
CHANGE_SEPARATION = Permission(
    "authority.change_separation",
    "authority",
    Kind.MANAGE,
    _("Change which deeds the same person may not do"),
    roles=("system_administrator",),
)
CHANGE_ROLE = Permission(
    "authority.change_role",
    "authority",
    Kind.MANAGE,
    _("Change what a role may do"),
    roles=("system_administrator",),
    personal=True,
)
