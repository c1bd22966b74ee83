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
    "authority.negative_days": Wording(
        _("A number of days cannot be below zero."), _("Give zero or more.")
    ),
    "authority.pass_without_code": Wording(
        _("It must be said which certificate, licence, policy or decision it is."),
        _("Give its code, of at most 64 characters."),
    ),
    "authority.licence_without_number": Wording(
        _("A licence has a number."), _("Give the number that stands on it.")
    ),
    "authority.reference_too_long": Wording(
        _("The reference is longer than %(longest)s characters."), _("Shorten it.")
    ),
    "authority.only_licences_for_goods": Wording(
        _("Only a licence is for some goods."), _("Leave out the goods, or choose a licence.")
    ),
    "authority.gate_before_nothing": Wording(
        _("No right and no goods are named that would ask for “%(pass)s”."),
        _("Name at least one right, or one group of goods."),
    ),
    "authority.gate_shuts_everybody_out": Wording(
        _("A right that opens gates cannot itself ask for “%(pass)s”: nobody could open it again."),
        _("Leave out the rights that give passes and mandates."),
    ),
    "authority.unknown_permission": Wording(
        _("There is no right called “%(permission)s”."), _("Choose a right from the list.")
    ),
    "authority.licence_not_waived": Wording(
        _("Nobody can let somebody through without a licence that the law asks for."),
        _("Let somebody who has the licence do it."),
    ),
    "authority.no_such_gate": Wording(
        _("Nothing asks for “%(pass)s” today."), _("Choose one of those that are asked for.")
    ),
    "authority.waiver_too_long": Wording(
        _("Somebody can be let through from today and until %(last)s at the latest."),
        _("Choose an earlier day."),
    ),
    "authority.waived_too_often": Wording(
        _(
            "With this it would be %(days)s days within a year without the certificate, and "
            "%(most)s is the most."
        ),
        _("Let the person take the course, or choose an earlier day."),
    ),
    "authority.certificate_missing": Wording(
        _("You need the certificate “%(pass)s” for this, and have none."),
        _("Take the course and its test; what you have begun is kept meanwhile."),
        "manager",
    ),
    "authority.certificate_expired": Wording(
        _("Your certificate “%(pass)s” ended on %(day)s."),
        _(
            "Take the test again. Until then you can go on with drafts and receive goods, and a"
            " colleague or, in an emergency, the coordinator can help you."
        ),
        "coordinator",
    ),
    "authority.certificate_revoked": Wording(
        _("Your certificate “%(pass)s” was withdrawn on %(day)s."),
        _("Speak with your manager about it."),
        "manager",
    ),
    "authority.certificate_not_begun": Wording(
        _("Your certificate “%(pass)s” begins on %(day)s."),
        _("Wait until then, or let a colleague do it."),
        "manager",
    ),
    "authority.acknowledgement_missing": Wording(
        _("You have not said yet that you have read “%(pass)s”."),
        _("Read it and say so; then go on here."),
    ),
    "authority.acknowledgement_expired": Wording(
        _("You read “%(pass)s” last time long ago: it counted until %(day)s."),
        _("Read the present version and say so; then go on here."),
    ),
    "authority.acknowledgement_revoked": Wording(
        _("“%(pass)s” has changed since you read it: your word for it ended on %(day)s."),
        _("Read the present version and say so; then go on here."),
    ),
    "authority.acknowledgement_not_begun": Wording(
        _("What you said of “%(pass)s” counts from %(day)s."), _("Wait until then.")
    ),
    "authority.licence_missing": Wording(
        _("You need the licence “%(pass)s” for these goods, and none is registered for you."),
        _("Let somebody who has it order the goods, or have your licence registered."),
        "manager",
    ),
    "authority.licence_expired": Wording(
        _("Your licence “%(pass)s” ended on %(day)s."),
        _("Let somebody who has it order the goods, or have your new licence registered."),
        "manager",
    ),
    "authority.licence_revoked": Wording(
        _("Your licence “%(pass)s” was withdrawn on %(day)s."),
        _("Let somebody who has it order the goods."),
        "manager",
    ),
    "authority.licence_not_begun": Wording(
        _("Your licence “%(pass)s” begins on %(day)s."),
        _("Let somebody who has it order the goods until then."),
        "manager",
    ),
    "authority.decision_missing": Wording(
        _("It takes a decision about you, “%(pass)s”, and there is none."),
        _("Ask your manager to decide."),
        "manager",
    ),
    "authority.decision_expired": Wording(
        _("The decision about you, “%(pass)s”, counted until %(day)s."),
        _("Ask your manager to decide again."),
        "manager",
    ),
    "authority.decision_revoked": Wording(
        _("The decision about you, “%(pass)s”, was taken back on %(day)s."),
        _("Speak with your manager about it."),
        "manager",
    ),
    "authority.decision_not_begun": Wording(
        _("The decision about you, “%(pass)s”, counts from %(day)s."),
        _("Wait until then."),
        "manager",
    ),
    "authority.principal_lacks_pass": Wording(
        _("Whom you stand in for could not do this either: “%(pass)s” is missing or has ended."),
        _("Act in a role of your own, or let somebody else do it."),
        "manager",
    ),
    "authority.overlapping_mandate": Wording(
        _("The same is given already from %(valid_from)s until %(valid_until)s."),
        _("Renew or revoke that mandate, or choose days outside it."),
    ),
    "authority.renewed_before_it_begins": Wording(
        _("The mandate itself begins on %(valid_from)s."), _("Choose a later first day.")
    ),
    "authority.renewed_too_long": Wording(
        _("A mandate is decided on anew each year: %(last)s is the last day there can be."),
        _("Choose an earlier last day."),
    ),
    "authority.no_title": Wording(
        _("A position needs a name of at most %(longest)s characters."), _("Write the name.")
    ),
    "authority.position_not_there": Wording(
        _("There is no position “%(title)s” on that day."),
        _("Choose a day on which the position is there."),
    ),
    "authority.position_held": Wording(
        _("Somebody holds “%(title)s” already in that time, from %(day)s."),
        _("End that appointment first, choose other days, or appoint a deputy."),
    ),
    "authority.appointed_already": Wording(
        _("The person is appointed to this position in that time already."),
        _("Choose another time, or end the other appointment first."),
    ),
    "authority.outside_appointment": Wording(
        _("The day lies outside the appointment, which begins on %(day)s."),
        _("Give a day within it."),
    ),
    "authority.days_range": Wording(
        _("That number of days cannot be used."), _("Give 0 to %(most)s days.")
    ),
    "authority.nobody_to_lend": Wording(
        _("Nobody holds this mandate on that day who could lend it."),
        _("Appoint somebody to the position; what everybody may is not lent."),
    ),
    "authority.policy_not_renewed": Wording(
        _("What everybody in a unit may is decided by its policy, and is not renewed by itself."),
        _("Decide anew who may order in the unit."),
    ),
    "authority.policy_set_already": Wording(
        _("Who may order here is decided already from %(valid_from)s on."),
        _("Choose a later day."),
    ),
    "authority.already_coordinated": Wording(
        _("Somebody coordinates the goods %(category)s already in that time."),
        _("End that first, or choose a narrower group."),
    ),
    "authority.no_specimen_reference": Wording(
        _("It must be said where the specimen is kept."),
        _("Give its reference, of at most 200 characters."),
    ),
    "authority.not_yet": Wording(_("%(day)s has not come yet."), _("Choose today or earlier.")),
    "authority.decides_own_benefit": Wording(
        _("It is for you, for somebody you stand in for, or for somebody who stands in for you."),
        _("Somebody whom it is not for must decide."),
        fixer="manager",
    ),
    "authority.superior_benefits": Wording(
        _("It is for somebody above you, or above the one you stand in for."),
        _("Somebody who does not work under that person must decide."),
        fixer="manager",
    ),
    "authority.own_benefit_stays": Wording(
        _("It is for you, or for somebody you work under or stand in for."),
        _("Ask somebody who does not to take it back, with the reason."),
        fixer="manager",
    ),
    "authority.conduct_too_weak": Wording(
        _("With these rules somebody could approve what is for himself."),
        _("Keep approval and decision attest among what nobody does for his own benefit."),
    ),
    "authority.conduct_of_other_deed": Wording(
        _("The rules of conduct are about approving and attesting, not about: %(deed)s."),
        _("Leave only approval, review attest and decision attest."),
    ),
    "authority.separation_without_days": Wording(
        _("Two deeds are kept apart for at least a day."),
        _("Give the number of days, or none: then it is for ever."),
    ),
    "authority.never_dispensed": Wording(
        _(
            "Nobody is let do these two: money always leaves by two who have done nothing else to it."
        ),
        _("Let somebody else do one of them."),
    ),
    "authority.nothing_kept_apart": Wording(
        _("The rules in force do not keep these two apart: there is nothing to let anybody do."),
        _("Choose two deeds that are kept apart."),
    ),
    "authority.dispensation_without_place": Wording(
        _("A dispensation is for one transaction or for one unit."),
        _("Choose the unit, or begin from the order or the invoice."),
    ),
    "authority.dispensation_too_wide": Wording(
        _("A dispensation names %(most)s chains of documents at most."),
        _("Choose one transaction, or a unit."),
    ),
    "authority.dispensation_too_long": Wording(
        _("A dispensation lasts %(most)s days at most."),
        _("Choose an earlier last day; whoever needs it longer decides anew."),
    ),
    "authority.no_control": Wording(
        _("What makes up for it is missing."),
        _("Write what the reviewer looks at, and how."),
    ),
    "authority.reviewed_too_early": Wording(
        _("It can be looked at when it has ended."),
        _("Choose a day for the review that is not before the last day."),
    ),
    "authority.own_dispensation": Wording(
        _("Nobody is let by himself, by his substitute, or by whom he stands in for."),
        _("Let somebody else decide."),
        "manager",
    ),
    "authority.own_review": Wording(
        _("Nobody looks at what he did himself, nor does his substitute or whom he stands in for."),
        _("Choose somebody else to review it."),
    ),
    "authority.decider_reviews": Wording(
        _("Nobody reviews a dispensation that he decided on, nor does his substitute."),
        _("Choose a third person to review it."),
    ),
    "authority.not_the_reviewer": Wording(
        _("Somebody else has been asked to look at what was done."),
        _("Let the reviewer write down what was found."),
    ),
    "authority.reviewed_already": Wording(
        _("What was done has been looked at already."),
        _("Open the page again: nothing more needs to be done."),
    ),
    "authority.dispensation_goes_on": Wording(
        _("It lasts until %(valid_until)s: until then more may be done under it."),
        _("Wait until it has ended, or have it revoked."),
    ),
    "authority.no_note": Wording(
        _("What was looked at, and what was found, is missing."), _("Write it down.")
    ),
    "authority.task_said_to_be_away": Wording(
        _("%(who)s has told that you are away from %(valid_from)s to %(valid_until)s."),
        _(
            "Those you have lent rights to decide for you then. If it is wrong, end the absence under "
            "“While I am away”."
        ),
    ),
    "authority.task_review_dispensation": Wording(
        _("Look at what was done under a dispensation, at the latest on %(review_by)s."),
        _("Carry out the control that was decided, and write down what you found."),
        "auditor",
    ),
    "authority.role_has_right": Wording(
        _("The role “%(role)s” may do that already."), _("There is nothing to change.")
    ),
    "authority.role_lacks_right": Wording(
        _("The role “%(role)s” may not do that anyway."), _("There is nothing to change.")
    ),
    "authority.lender_not_away": Wording(
        _(
            "%(person)s lent you this but is not absent now; "
            "it can be used only while %(person)s is away."
        ),
        _("Ask %(person)s, who does it himself now, or let the manager tell of the absence."),
        "manager",
    ),
    "authority.not_known_away": Wording(
        _("The holder is not known to be away on %(day)s."),
        _("Tell of the absence first, or choose days on which the holder is away."),
        "manager",
    ),
    "authority.substitute_already": Wording(
        _("Somebody stands in for this person already."),
        _("End that first, and then name somebody else."),
    ),
}
