"""Rights over tasks. Opening and closing follow from what one may do to the subject, so every role
holds them."""

from django.utils.translation import gettext_lazy as _

from avrop.kernel.permissions import Kind, Permission

ACTIVITY = "tasks"
EVERY_ROLE = (
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
    "auditor",
    "order_manager",
    "order_clerk",
    "warehouse",
    "seller_finance",
    "centre_operator",
    "central_management",
    "local_management",
    "process_owner",
    "process_leader",
    "system_owner",
    "super_user",
    "purchasing_coordinator",
    "supplier_user",
    "logistics",
    "customer_service",
    "marketing",
)

OPEN = Permission(
    "tasks.open", ACTIVITY, Kind.EXECUTE, _("Leave tasks for others"), roles=EVERY_ROLE
)
CLOSE = Permission(
    "tasks.close", ACTIVITY, Kind.EXECUTE, _("Close tasks that are settled"), roles=EVERY_ROLE
)
TAKE = Permission(
    "tasks.take", ACTIVITY, Kind.EXECUTE, _("Take and finish one's own tasks"), roles=EVERY_ROLE
)
FOLLOW = Permission(
    "tasks.follow",
    ACTIVITY,
    Kind.EXECUTE,
    _("Follow what happens to one's own things"),
    roles=EVERY_ROLE,
)
ESCALATE = Permission(
    "tasks.escalate",
    ACTIVITY,
    Kind.MANAGE,
    _("Let others do tasks that stay undone"),
    roles=("coordinator", "finance_officer", "manager", "order_manager", "system_administrator"),
)
