"""Who asks for departments, who brings them about, and who sees to people who come, move and leave."""

from django.utils.translation import gettext_lazy as _

from avrop.kernel.permissions import Kind, Permission

ACTIVITY = "onboarding"

REQUEST = Permission(
    "onboarding.request_department",
    ACTIVITY,
    Kind.EXECUTE,
    _("Ask for a new ordering department"),
    roles=("manager", "coordinator"),
)
COORDINATE = Permission(
    "onboarding.coordinate",
    ACTIVITY,
    Kind.MANAGE,
    _("Bring new ordering departments about"),
    roles=("coordinator",),
)
ANSWER_DAYS = Permission(
    "onboarding.answer_days",
    ACTIVITY,
    Kind.EXECUTE,
    _("Tell customers on which days their departments get deliveries"),
    roles=("centre_operator",),
)
ANSWER_BY_LINK = Permission(
    "onboarding.answer_by_link",
    ACTIVITY,
    Kind.EXECUTE,
    _("Answer a question about a new department by a link"),
)
TAKE_IN = Permission(
    "onboarding.take_in_question",
    ACTIVITY,
    Kind.EXECUTE,
    _("Take in a customer’s question about a new department"),
)
CHASE = Permission(
    "onboarding.chase",
    ACTIVITY,
    Kind.EXECUTE,
    _("Remind of what nobody has answered, and let others know"),
)
CHANGE_REQUESTERS = Permission(
    "onboarding.change_requesters",
    ACTIVITY,
    Kind.MANAGE,
    _("Let requesters come, move and leave"),
    roles=("finance_officer",),
)
