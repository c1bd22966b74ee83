"""Words of the authority app."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from avrop.kernel.wording import Wording

_ASK = _("Ask a system administrator for a mandate, or hand this over to somebody who has one.")

WORDING: Mapping[str, Wording] = {
    "authority.no_role": Wording(
        _("None of your roles gives you the right “%(permission)s”."), _ASK, "system_administrator"
    ),
    "authority.routine_may_not": Wording(
        _("The routine “%(routine)s” has not been given the right “%(permission)s”."),
        _("Report this to those who look after the installation."),
        "system_administrator",
    ),
    "authority.mandate_expired": Wording(
        _("Your mandate ended on %(valid_until)s."),
        _("Have the mandate renewed."),
        "system_administrator",
    ),
    "authority.mandate_not_begun": Wording(
        _("Your mandate begins on %(valid_from)s."),
        _("Wait until then, or hand this over."),
        "system_administrator",
    ),
    "authority.outside_unit": Wording(
        _("Your mandate does not reach this unit."), _ASK, "system_administrator"
    ),
    "authority.only_a_human_being": Wording(
        _("A program cannot do this: it is a duty of human beings."),
        _("Have the person sign in and do it."),
    ),
    "authority.not_everywhere": Wording(
        _("Your mandate is for a unit, and this concerns the whole organisation."),
        _ASK,
        "system_administrator",
    ),
    "authority.category_not_allowed": Wording(
        _("Your mandate does not let you buy goods of the category %(category)s."),
        _("Hand the line over to the person responsible for the category."),
        "category_manager",
    ),
    "authority.agreement_not_allowed": Wording(
        _("Your mandate does not reach this agreement."), _ASK, "system_administrator"
    ),
    "authority.not_responsible": Wording(
        _("You do not answer for the responsibility %(responsibility)s."),
        _("Let somebody who answers for it decide."),
        "approver",
    ),
    "authority.above_limit": Wording(
        _("%(amount)s is above your limit of %(limit)s."),
        _("Let somebody with a higher limit do it."),
        "approver",
    ),
    "authority.limit_in_other_currency": Wording(
        _("Your limit is %(limit)s, which says nothing about %(amount)s."),
        _("Ask for a mandate in that currency."),
        "system_administrator",
    ),
    "authority.duties_not_separated": Wording(
        _("You, or somebody you are a substitute for or who is yours, have taken part earlier."),
        _("Let somebody else do it: the same person may not do both."),
    ),
    "authority.separation_too_weak": Wording(
        _("With these rules one person could let money out alone."),
        _(
            "A payment is always released by two, neither of whom prepared it or gave decision attest:"
            " keep those three pairs in the rules."
        ),
    ),
    "authority.roles_kept_apart": Wording(
        _(
            "The same person cannot be “%(role)s” and “%(other)s”: one controls, the other carries out."
        ),
        _(
            "Give the role to somebody else. A firm of one person can decide that one may hold both,"
            " with a reason."
        ),
        "system_administrator",
    ),
    "authority.no_reason_for_both": Wording(
        _("The person is “%(other)s” already; to be “%(role)s” too takes a reason."),
        _("Write why nobody else can be it. It is kept, and counted."),
    ),
    "authority.desk_forgotten": Wording(
        _("With these rules it would not be seen that “%(role)s” also carries orders out."),
        _("Keep the desks apart, and allow both with a reason instead."),
    ),
    "authority.unknown_role": Wording(
        _("There is no role called “%(role)s”."), _("Choose a role from the catalogue.")
    ),
    "authority.unknown_person": Wording(
        _("There is no such person in the organisation on that day."),
        _("Choose somebody who is there for the whole time."),
    ),
    "authority.unknown_unit": Wording(
        _("There is no such unit in the organisation."), _("Choose a unit from the list.")
    ),
    "authority.no_decision": Wording(
        _("A mandate needs a reference to the decision behind it."),
        _("Give the number or date of the decision."),
    ),
    "authority.own_mandate": Wording(
        _("Nobody gives himself a right."), _("Let somebody else with the right to do it decide.")
    ),
    "authority.ends_before_it_begins": Wording(
        _("The last day, %(valid_until)s, comes before the first, %(valid_from)s."),
        _("Correct one of the days."),
    ),
    "authority.negative_limit": Wording(
        _("A limit cannot be below zero."), _("Give an amount of zero or more.")
    ),
    "authority.already_revoked": Wording(
        _("This has already ended."), _("Open the page again: nothing more needs to be done.")
    ),
    "authority.delegation_to_self": Wording(
        _("Nobody can be his own substitute."), _("Choose somebody else.")
    ),
    "authority.delegation_outside_mandate": Wording(
        _("The mandate itself is only valid from %(valid_from)s until %(valid_until)s."),
        _("Choose days within it."),
    ),
    "authority.delegation_wider": Wording(
        _("A substitute's limit of %(limit)s would be above the holder's %(own_limit)s."),
        _("Give the same limit or a lower one."),
    ),
    "authority.delegation_in_a_circle": Wording(
        _("The substitutes would stand in a circle: %(path)s."),
        _("Choose somebody who is not being stood in for by this person, directly or not."),
    ),
    "authority.nothing_to_lend": Wording(
        _("You hold no mandate in that time."), _("Choose other days.")
    ),
    "authority.no_reason": Wording(_("A reason is needed."), _("Write why.")),
    "authority.no_category": Wording(_("A category is needed."), _("Give the code.")),
    "authority.already_restricted": Wording(
        _("The category %(category)s is already restricted in that time."),
        _("End the former restriction first."),
    ),
    "authority.unknown_permission": Wording(
        _("There is no right called “%(permission)s”."), _("See the list of rights.")
    ),
    "authority.role_has_right": Wording(
        _("The role “%(role)s” may do that already."), _("There is nothing to change.")
    ),
    "authority.role_lacks_right": Wording(
        _("The role “%(role)s” may not do that anyway."), _("There is nothing to change.")
    ),
}
