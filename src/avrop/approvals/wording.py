"""Words of the approvals app."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from avrop.kernel.wording import Wording

WORDING: Mapping[str, Wording] = {
    "approvals.no_approver": Wording(
        _("Nobody can approve %(amount)s for the responsibility “%(responsibility)s”."),
        _("Ask for a mandate to be granted, or code the lines on another responsibility."),
        fixer="finance_officer",
    ),
    "approvals.nothing_to_approve": Wording(
        _("There is nothing to approve."), _("Add lines with a coding.")
    ),
    "approvals.several_currencies": Wording(
        _("Amounts of several currencies cannot be approved at once."),
        _("Ask for approval in one currency at a time."),
    ),
    "approvals.only_people": Wording(_("Only a person can approve."), _("Sign in yourself.")),
    "approvals.own_request": Wording(
        _("You cannot approve what you, or somebody you stand in for, asked for."),
        _("Somebody else who answers for it must approve it."),
        fixer="approver",
    ),
    "approvals.other_eyes_needed": Wording(
        _("You have approved this once; this step needs another pair of eyes."),
        _("Leave it to somebody else."),
        fixer="approver",
    ),
    "approvals.other_role_asked": Wording(
        _("This step asks for the role “%(role)s”."), _("Leave it to somebody who has the role.")
    ),
    "approvals.not_asked": Wording(
        _("None of the steps that wait asks you."), _("Leave them to those who are asked.")
    ),
    "approvals.no_reason": Wording(_("There is no reason."), _("Write down why.")),
    "approvals.because_responsibility": Wording(
        _("The rule “%(rule)s” asks: %(responsibility)s is to pay %(amount)s.")
    ),
    "approvals.because_bears_cost": Wording(_("%(responsibility)s is to pay %(amount)s.")),
    "approvals.because_whole": Wording(
        _("The rule “%(rule)s” asks: the whole comes to %(amount)s.")
    ),
    "approvals.again_not_asked_before": Wording(_("Was not asked before the change.")),
    "approvals.again_approval_falls": Wording(
        _("The approval of %(amount)s falls: it holds for exactly what was approved.")
    ),
    "approvals.again_other_amount": Wording(
        _("Was asked about %(former)s; it becomes %(amount)s.")
    ),
    "approvals.again_same_amount": Wording(
        _("The amount stays the same, but what it buys, or what it is booked on, does not.")
    ),
    "approvals.rule_name_twice_or_missing": Wording(
        _("The name “%(rule)s” of a rule is missing or stands twice."),
        _("Give each rule a name of its own."),
    ),
    "approvals.unknown_role": Wording(
        _("There is no role “%(role)s”."), _("Choose a role of the catalogue.")
    ),
    "approvals.bad_rule": Wording(
        _("The level or the amount of the rule “%(rule)s” is too low."),
        _("Levels begin at one, amounts at zero."),
    ),
    "approvals.routing_leaves_gaps": Wording(
        _("With these rules something could be bought that nobody has to approve."),
        _("Keep one rule without conditions."),
    ),
    "approvals.bad_tolerance": Wording(
        _("A tolerance is not below zero."), _("Give zero or more.")
    ),
    "approvals.task_approve": Wording(
        _("%(reference)s waits for your approval of %(amount)s."),
        _("Look at what is needed, then approve it or return it."),
    ),
}
