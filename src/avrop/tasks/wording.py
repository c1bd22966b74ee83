"""Words of the tasks app."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from avrop.kernel.wording import Wording

WORDING: Mapping[str, Wording] = {
    "tasks.no_assignee": Wording(
        _("There is nobody who could do the task “%(kind)s”."),
        _("Give somebody the right that it needs."),
        fixer="system_administrator",
    ),
    "tasks.key_shape": Wording(
        _("The key that makes the task open once is empty or longer than %(most)s characters."),
        _("Give a shorter key."),
    ),
    "tasks.unknown_outcome": Wording(
        _("A task cannot be closed as “%(outcome)s”."), _("Close it as done or as cancelled.")
    ),
    "tasks.not_yours": Wording(
        _("The task waits for others."),
        _("Leave it to them, or have it escalated to you."),
        fixer="coordinator",
    ),
    "tasks.taken_by_another": Wording(
        _("Somebody else has taken the task."), _("Ask that person to give it back.")
    ),
    "tasks.not_taken_by_you": Wording(
        _("You have not taken the task."), _("Only whoever has taken it can give it back.")
    ),
    "tasks.no_reason": Wording(_("There is no reason."), _("Say why others should do the task.")),
    "tasks.nobody_new": Wording(
        _("The task waits for all of these people already."), _("Name somebody else.")
    ),
}
