"""Words of responsibilities."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from avrop.kernel.wording import Wording

_ACTIVITY = _("See the list of activities.")
_SHORTEN = _("Shorten it, and put the rest where the link leads.")

WORDING: Mapping[str, Wording] = {
    "responsibility.unknown_activity": Wording(
        _("There is no activity called “%(activity)s”."), _ACTIVITY
    ),
    "responsibility.unknown_role": Wording(
        _("There is no role called “%(role)s”."), _("See the role catalogue.")
    ),
    "responsibility.unknown_letters": Wording(
        _("“%(letters)s” is nothing that a role can have in an activity."),
        _("Give R, A, AR, C or I; whoever answers or does the work is not asked or told besides."),
    ),
    "responsibility.role_twice": Wording(
        _("The role “%(role)s” stands twice in the same row."), _("Leave one of them out.")
    ),
    "responsibility.no_accountable": Wording(
        _("Nobody answers for the activity “%(activity)s”."), _("Give the A to one role.")
    ),
    "responsibility.several_accountable": Wording(
        _("%(number)s roles answer for the activity “%(activity)s”."),
        _("Leave the A with one of them."),
    ),
    "responsibility.no_responsible": Wording(
        _("Nobody does the activity “%(activity)s”."), _("Give the R to at least one role.")
    ),
    "responsibility.unknown_part": Wording(
        _("There is no part of the process called “%(part)s”."), _("Choose one of the parts.")
    ),
    "responsibility.unknown_level": Wording(
        _("“%(level)s” is nowhere that something is decided."),
        _("Choose centrally, locally or delegated."),
    ),
    "responsibility.part_twice": Wording(
        _("The part “%(part)s” is decided on twice for the same unit."), _("Leave one of them out.")
    ),
    "responsibility.limit_missing": Wording(
        _("What is delegated has a limit, and none is given."),
        _("Give the amount up to which it is decided locally."),
    ),
    "responsibility.limit_without_delegation": Wording(
        _("A limit is given, but nothing is delegated."),
        _("Leave the limit out, or choose “Delegated with limits”."),
    ),
    "responsibility.central_in_a_unit": Wording(
        _("What is decided centrally is decided for everybody, not for one unit."),
        _("Leave the unit out, or choose another level."),
    ),
    "responsibility.unknown_post": Wording(
        _("“%(kind)s” is no kind of post."), _("Choose one of the kinds.")
    ),
    "responsibility.subject_shape": Wording(
        _("What the position answers for is not said in 1 to %(most)s characters."),
        _("Name the part, the system or the operation."),
    ),
    "responsibility.post_there_already": Wording(
        _("Somebody is to answer for that already: “%(title)s”."),
        _("Open that position, and appoint somebody there."),
    ),
    "responsibility.unknown_point": Wording(
        _("There is no point called “%(item)s” in this hand-over."), _("Choose one of the points.")
    ),
    "responsibility.point_is_done": Wording(
        _("That point has been handed over already."), _("Choose another.")
    ),
    "responsibility.note_shape": Wording(
        _("What was handed over is not said in 1 to %(most)s characters."),
        _("Write where it is, or why there is nothing to hand over."),
    ),
    "responsibility.unknown_frequency": Wording(
        _("“%(frequency)s” is nothing that is confirmed here."),
        _("Choose every year or every term."),
    ),
    "responsibility.answers_do_not_fit": Wording(
        _("The answers are not one for each of the %(number)s duties."),
        _("Open the list again and answer each duty once."),
    ),
    "responsibility.evidence_missing": Wording(
        _("Duty %(number)s is fulfilled, but nothing shows it."),
        _("Give a link to what shows it."),
    ),
    "responsibility.plan_missing": Wording(
        _("Duty %(number)s is not fulfilled, and nothing is said of what is done about it."),
        _("Write what is done, by whom and until when."),
    ),
    "responsibility.link_shape": Wording(
        _("What shows duty %(number)s is no address that can be opened."),
        _("Copy the whole address, beginning with https."),
    ),
    "responsibility.text_too_long": Wording(
        _("The text is longer than %(most)s characters."), _SHORTEN
    ),
    "responsibility.text_has_changed": Wording(
        _("The duties have been changed since you opened them."),
        _("Open the page again, read what is new, and confirm that."),
    ),
    "responsibility.duty_codes": Wording(
        _("The list is empty, or two duties have the same code."),
        _("Give each duty a code of its own."),
    ),
    "responsibility.no_text": Wording(
        _("A text is missing."), _("Write it in at least one language.")
    ),
    "responsibility.due_day": Wording(
        _("One of the due days is no day of the year."), _("Give month and day.")
    ),
    "responsibility.remind_days": Wording(
        _("One cannot be reminded that many days before."), _("Give 0 to %(most)s days.")
    ),
    "responsibility.day_has_passed": Wording(
        _("%(day)s has passed: who answered then is not decided now."),
        _("Choose today or a day to come."),
    ),
    "responsibility.day_to_come": Wording(
        _("%(day)s has not come yet."), _("Note hours when they have been worked.")
    ),
    "responsibility.no_reason": Wording(_("A reason is needed."), _("Write why.")),
    "responsibility.no_decision": Wording(
        _("The decision is not named."), _("Give the number or the minutes of the decision.")
    ),
    "responsibility.unknown_step": Wording(
        _("“%(kind)s” is no step of a change."), _("Choose one of the kinds.")
    ),
    "responsibility.person_missing": Wording(
        _("Nobody is chosen to be given the role."), _("Choose the person.")
    ),
    "responsibility.mandate_missing": Wording(
        _("No mandate is chosen to end."), _("Choose whose mandate it is.")
    ),
    "responsibility.unknown_permission": Wording(
        _("There is no right called “%(permission)s”."), _("See the list of rights.")
    ),
    "responsibility.step_twice": Wording(
        _("The plan has that step already."), _("There is nothing to add.")
    ),
    "responsibility.too_many_steps": Wording(
        _("A plan has at most %(most)s steps."), _("Make this one, and plan the rest in another.")
    ),
    "responsibility.title_shape": Wording(
        _("The change is not named in 1 to %(most)s characters."),
        _("Say in a few words what it is."),
    ),
    "responsibility.unknown_phase": Wording(
        _("“%(phase)s” is no phase of a change."), _("Choose project or running.")
    ),
    "responsibility.hours_range": Wording(
        _("That number of hours cannot be used."),
        _("Give at most %(most)s hours, with at most two decimals."),
    ),
    "responsibility.change_is_decided": Wording(
        _("The change has been made or dropped; its steps stay as they are."),
        _("Plan another change."),
    ),
    "responsibility.change_is_dropped": Wording(
        _("The change has been dropped."), _("Plan another change.")
    ),
    "responsibility.no_steps": Wording(
        _("The plan has no steps yet."), _("Add what is to change, and look at what follows.")
    ),
    "responsibility.not_before_its_day": Wording(
        _("Mandates end and roles change at once, so this change cannot be made before %(day)s."),
        _("Make it on that day, or leave those steps out."),
    ),
    "responsibility.unknown_owner": Wording(
        _("“%(owner)s” is nobody who manages orders."),
        _("Choose the sales department, customer service or a centre."),
    ),
    "responsibility.centre_is_a_unit": Wording(
        _("A centre is a unit of the organisation, and none is chosen."),
        _("Choose the unit; open it first if there is none."),
    ),
    "responsibility.position_vacant": Wording(
        _("Nobody has held the position “%(position)s” since %(since)s."),
        _("Appoint somebody to it, or a deputy until then."),
    ),
    "responsibility.to_hand_over": Wording(
        _("The position “%(position)s” has a new holder: what belongs to it is to be handed over."),
        _("Go through the points together, and note each."),
    ),
    "responsibility.confirm_yearly": Wording(
        _("The duties of %(unit)s for %(period)s are to be confirmed by %(due)s."),
        _("Go through the list, give what shows it, and confirm."),
    ),
    "responsibility.confirm_termly": Wording(
        _("The duties of %(unit)s for the term %(period)s are to be confirmed by %(due)s."),
        _("Go through the list, give what shows it, and confirm."),
    ),
    "responsibility.late_yearly": Wording(
        _("%(unit)s has not confirmed its duties for %(period)s, which was due on %(due)s."),
        _("Speak with its manager, and see that it is done."),
    ),
    "responsibility.data_to_mend": Wording(
        _("Something is missing or doubtful in the organisation's basic data: %(count)s."),
        _("Open the list, and mend it or say why it can be left."),
    ),
    "responsibility.data_to_mend_in": Wording(
        _("Something is missing or doubtful in the basic data of %(unit)s: %(count)s."),
        _("Open the list, and mend it or say why it can be left."),
    ),
    "responsibility.late_termly": Wording(
        _("%(unit)s has not confirmed its duties for the term %(period)s, due on %(due)s."),
        _("Speak with its manager, and see that it is done."),
    ),
}
