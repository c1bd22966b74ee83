"""Words of the training app."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from avrop.kernel.wording import Wording

_CORRECT = _("Correct it and try again.")
_CHOOSE_SOMEBODY = _("Choose somebody of the unit.")

WORDING: Mapping[str, Wording] = {
    "training.unknown_course": Wording(
        _("There is no course called “%(course)s”."), _("Choose a course from the list.")
    ),
    "training.practises_already": Wording(
        _("This is a practice environment already."),
        _("Go back to your real organisation, and begin from there."),
    ),
    "training.practice_is_for_buyers": Wording(
        _("The practice environment is for organisations that buy, and this one only sells."),
        _("Whoever runs the installation decides what the people of an organisation do."),
    ),
    "training.no_practice": Wording(
        _("There is no practice environment yet."),
        _("Ask whoever steers training to set one up."),
        fixer="coordinator",
    ),
    "training.practice_not_ready": Wording(
        _("The practice environment is being set up."), _("Wait a moment, and try again.")
    ),
    "training.required_twice": Wording(
        _("The course “%(course)s” is named twice."),
        _("Name each course once, with all its roles."),
    ),
    "training.unknown_policy": Wording(
        _("There is no policy called “%(policy)s”."), _("Publish the policy first.")
    ),
    "training.days_out_of_range": Wording(
        _("A number of days is not between 1 and %(most)s."), _CORRECT
    ),
    "training.no_language": Wording(
        _("No language is chosen."), _("Choose at least one that the course is given in.")
    ),
    "training.unknown_language": Wording(
        _("Courses are not given in the language “%(language)s”."),
        _("Choose Swedish, English or Chinese."),
    ),
    "training.figure_out_of_bounds": Wording(
        _("The number must be between %(lowest)s and %(highest)s."), _CORRECT
    ),
    "training.not_said": Wording(
        _("The text is missing in the language “%(language)s”."),
        _("Write it, or leave the language out of the course."),
    ),
    "training.too_long": Wording(
        _("The text is longer than %(most)s characters."), _("Shorten it.")
    ),
    "training.code_shape": Wording(
        _("A code is needed, of at most %(most)s characters."), _CORRECT
    ),
    "training.answers_alike": Wording(
        _("Two answers have the same letter, or one has none."), _("Give each its own letter.")
    ),
    "training.no_right_answer": Wording(
        _("No answer is marked as right."), _("Mark the right one.")
    ),
    "training.no_wrong_answer": Wording(
        _("Every answer is marked as right, so there is nothing to choose."),
        _("Add an answer that is wrong."),
    ),
    "training.no_lessons": Wording(_("The course has no lessons."), _("Write at least one.")),
    "training.bank_too_small": Wording(
        _("The question bank is too small: two tests in a row would be much the same."),
        _("Write questions until there are at least %(least)s, or draw fewer."),
    ),
    "training.not_a_draft": Wording(
        _("People have been taught and tested on this version, so it stays as it is."),
        _("Begin a new version, and change that."),
        "coordinator",
    ),
    "training.course_known": Wording(
        _("There is a course with the code “%(code)s” already."), _("Choose another code.")
    ),
    "training.draft_is_there": Wording(
        _("A draft of this course is being worked on already."),
        _("Go on with that one, or give it up first."),
    ),
    "training.only_people": Wording(
        _("A program cannot learn anything for anybody."),
        _("Have the person sign in and do it."),
    ),
    "training.not_in_language": Wording(
        _("The test is not given in the language “%(language)s”."), _("Choose another language.")
    ),
    "training.lessons_unread": Wording(
        _("Lessons are left to read: %(left)s."), _("Read them, and mark each as read.")
    ),
    "training.passed_already": Wording(
        _("You have passed this test."), _("What is left is your manager's decision."), "manager"
    ),
    "training.passed_but_exercise": Wording(
        _("You have passed this test."),
        _("What is left is your roll-out plan, and your manager's decision."),
        "manager",
    ),
    "training.certificate_lasts": Wording(
        _("Your certificate lasts until %(valid_until)s."),
        _("It can be renewed from %(first_day)s."),
    ),
    "training.no_attempts_left": Wording(
        _("You have used all %(attempts)s attempts."),
        _("Ask your coordinator for help with what is hard, and for a new start."),
        "coordinator",
    ),
    "training.wait_before_next": Wording(
        _("The next attempt can be made from %(moment)s."),
        _("Until then, read the lessons again: the result says which."),
    ),
    "training.time_is_up": Wording(
        _("The time for this test was up at %(due_at)s."),
        _(
            "Hand it in: what you answered in time counts. If you need longer, ask your coordinator."
        ),
        "coordinator",
    ),
    "training.not_asked": Wording(
        _("That question is not in your test."), _("Open the test again.")
    ),
    "training.nothing_chosen": Wording(_("No answer is chosen."), _("Choose one.")),
    "training.unknown_answer": Wording(
        _("That answer is not among those offered."), _("Open the question again.")
    ),
    "training.only_one": Wording(_("This question has one right answer."), _("Choose one only.")),
    "training.not_your_test": Wording(
        _("This is somebody else's test."), _("Everybody sits his own.")
    ),
    "training.pass_has_lapsed": Wording(
        _("The test was passed on a version of the course that is no longer taught."),
        _("Take the test of the version that is taught now."),
    ),
    "training.test_not_passed": Wording(_("The test has not been passed."), _("Take the test.")),
    "training.policy_not_acknowledged": Wording(
        _("The policy “%(policy)s” has not been acknowledged as it is now."),
        _("Read it under “My training”, and say that you follow it."),
    ),
    "training.policy_not_in_force": Wording(
        _("This is not the version of the policy that is in force."),
        _("Open “My training”, which leads to the one that is."),
    ),
    "training.in_force_in_the_past": Wording(
        _("A policy cannot come into force on a day that has passed."),
        _("Choose today or a later day."),
    ),
    "training.decides_about_himself": Wording(
        _("Nobody decides about himself."), _("Let somebody else who may do it decide."), "manager"
    ),
    "training.no_reason": Wording(_("A reason is needed."), _("Write why.")),
    "training.ends_before_it_begins": Wording(
        _("The last day has passed already."), _("Choose today or a later day.")
    ),
    "training.waiver_too_long": Wording(
        _("An emergency lasts %(most)s days at most."),
        _("Choose an earlier day, and have the course taken meanwhile."),
    ),
    "training.unknown_exercise": Wording(
        _("There is no exercise called “%(exercise)s”."), _("Choose one from the list.")
    ),
    "training.plan_not_approved": Wording(
        _("You have no approved roll-out plan of your own."),
        _(
            "Make the plan of your unit and send it: the coordinator judges it. Where the unit orders"
            " here already, state the day on which it began."
        ),
        "manager",
    ),
    "training.plan_is_open": Wording(
        _("A plan of this unit is being worked on already."),
        _("Go on with that one, or have it withdrawn first."),
        "manager",
    ),
    "training.not_your_plan": Wording(
        _("This plan is somebody else's exercise."),
        _("Begin one of your own when this one has been withdrawn."),
        "manager",
    ),
    "training.judges_own_plan": Wording(
        _("Nobody judges a plan of his own."),
        _("Let another coordinator judge it."),
        "coordinator",
    ),
    "training.plan_nobody_judges": Wording(
        _("Nobody but you may judge the roll-out plans of this unit."),
        _("Have somebody else given the role of coordinator. What you have written is kept."),
        "system_administrator",
    ),
    "training.plan_too_many_lines": Wording(
        _("There is room for %(most)s lines."), _("Leave some out.")
    ),
    "training.plan_unknown_part": Wording(
        _("There is no such part in a plan."), _("Choose one from the list.")
    ),
    "training.plan_no_go_live": Wording(
        _("The day on which the unit begins is missing."), _("Choose a day.")
    ),
    "training.plan_go_live_past": Wording(
        _("The unit was to begin on %(day)s, which has passed."), _("Choose a later day.")
    ),
    "training.plan_unit_not_open_then": Wording(
        _("The unit is not open on %(day)s, when it was to begin."),
        _("Choose a day on which it is open, or plan for the unit that takes over."),
    ),
    "training.plan_go_live_before_training": Wording(
        _("The unit begins on %(day)s, but somebody is trained only by %(trained_by)s."),
        _("Begin later, or have everybody trained earlier."),
    ),
    "training.plan_no_requester": Wording(_("Nobody is to order."), _CHOOSE_SOMEBODY),
    "training.plan_no_approver": Wording(_("Nobody is to approve."), _CHOOSE_SOMEBODY),
    "training.plan_no_receiver": Wording(_("Nobody is to receive the goods."), _CHOOSE_SOMEBODY),
    "training.plan_no_deputy_approver": Wording(
        _("Nobody is to approve when the approver is away."), _CHOOSE_SOMEBODY
    ),
    "training.plan_nobody_named": Wording(
        _("Nobody is chosen."), _("Choose somebody of the unit, or empty the line.")
    ),
    "training.plan_named_twice": Wording(
        _("The same person stands there twice for the same part."), _("Empty one of the lines.")
    ),
    "training.plan_no_training_day": Wording(
        _("It is not said by when this person is trained."), _("Choose a day.")
    ),
    "training.plan_not_of_unit": Wording(
        _("This person does not work in the unit, nor in one below it."),
        _("Choose somebody who does, or have the person moved first."),
        "coordinator",
    ),
    "training.plan_not_here_then": Wording(
        _("This person does not work here on %(day)s, when the unit begins."),
        _("Choose somebody who does."),
    ),
    "training.plan_no_super_user": Wording(
        _("It is not said whom the others can ask."),
        _("Choose somebody of the unit who helps them at the start."),
    ),
    "training.plan_no_wave": Wording(
        _("It is not said what begins to be ordered here."),
        _("Name goods, agreements or suppliers, and the day."),
    ),
    "training.plan_wave_says_nothing": Wording(
        _("It is not said what begins on this day."), _("Name goods, agreements or suppliers.")
    ),
    "training.plan_wave_without_day": Wording(
        _("The day on which this begins is missing."), _("Choose a day.")
    ),
    "training.plan_wave_before_go_live": Wording(
        _("This begins before the unit does, on %(day)s."),
        _("Choose that day or a later one."),
    ),
    "training.plan_waves_disordered": Wording(
        _("This begins before what stands above it."), _("Put them in the order of their days.")
    ),
    "training.plan_no_stop_day": Wording(
        _("It is not said from when nobody orders outside the system."), _("Choose a day.")
    ),
    "training.plan_stops_before_go_live": Wording(
        _("Other ways of ordering would end before the unit begins, on %(day)s."),
        _("Choose that day or a later one."),
    ),
    "training.plan_stop_says_nothing": Wording(
        _("It is not said how orders outside the system are ended."),
        _("Write what ends: customer cards, accounts in web shops, orders by telephone."),
    ),
    "training.plan_no_target": Wording(
        _("It is not said how large a share of the orders is to go through the system."),
        _("Write a number of per cent."),
    ),
    "training.plan_no_target_day": Wording(
        _("It is not said when that share is to be reached."), _("Choose a day.")
    ),
    "training.plan_measured_too_early": Wording(
        _("The share is measured before anything can have been ordered."),
        _("Choose a day after the unit begins."),
    ),
    "training.plan_no_risk": Wording(
        _("No risk is named."), _("Write at least one, and what you do about it.")
    ),
    "training.plan_risk_missing": Wording(
        _("The risk itself is missing."), _("Write what may go wrong.")
    ),
    "training.plan_risk_unanswered": Wording(
        _("It is not said what is done about this risk."), _("Write what you do.")
    ),
    "training.plan_deputy_is_approver": Wording(
        _("The deputy is the approver himself."),
        _("Choose somebody else, who approves when the approver is away."),
    ),
    "training.plan_nobody_else_approves": Wording(
        _("What anybody orders could be approved by nobody else."),
        _("Have somebody else order than the approver and the deputy, or name one more approver."),
    ),
    "training.plan_nobody_else_attests": Wording(
        _("The invoice of what anybody receives could be attested by nobody else."),
        _(
            "Have somebody else receive than the approver and the deputy, or name one more approver."
        ),
    ),
    "training.task_judge_plan": Wording(
        _("%(number)s, the roll-out plan of %(unit)s, waits to be judged."),
        _("Approve it, or send it back and say what is to be mended."),
        "coordinator",
    ),
    "training.task_plan_returned": Wording(
        _("%(number)s, the roll-out plan of %(unit)s, was sent back."),
        _("Mend what is said there, and send it again."),
        "manager",
    ),
    "training.task_decide": Wording(
        _("%(person)s has passed the test of “%(course)s”."),
        _("Decide whether this person may act, or say why not."),
        "manager",
    ),
    "training.task_not_granted": Wording(
        _("Your manager has not let you act after “%(course)s” yet."),
        _("The reason stands under “My training”. Speak with your manager."),
    ),
    "training.task_ends_soon": Wording(
        _("Your certificate for “%(course)s” ends on %(valid_until)s."),
        _("Renew it under “My training”: from the day after that, you cannot send anything."),
    ),
}
