"""Words of the agreements app."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from avrop.kernel.wording import Wording

WORDING: Mapping[str, Wording] = {
    "agreements.not_active": Wording(
        _("The agreement %(agreement)s is not active."),
        _("Choose goods of another agreement, or ask for this one to be activated."),
        fixer="agreement_manager",
    ),
    "agreements.not_begun": Wording(
        _("The agreement %(agreement)s begins on %(valid_from)s."),
        _("Wait until then, or choose goods of another agreement."),
        fixer="agreement_manager",
    ),
    "agreements.has_expired": Wording(
        _("The agreement %(agreement)s ended on %(valid_until)s."),
        _("Choose goods of another agreement."),
        fixer="agreement_manager",
    ),
    "agreements.not_entitled": Wording(
        _("Your unit may not use the agreement %(agreement)s."),
        _("Ask for the unit to be entitled, or choose goods of another agreement."),
        fixer="agreement_manager",
    ),
    "agreements.other_currency": Wording(
        _("The agreement %(agreement)s is not in %(currency)s."),
        _("Order in the agreement's currency."),
    ),
    "agreements.below_minimum_order": Wording(
        _("An order under %(agreement)s is for at least %(minimum)s; this one is for %(amount)s."),
        _("Order more at a time."),
    ),
    "agreements.ceiling_reached": Wording(
        _("Of the agreement %(agreement)s only %(remaining)s is left; this is for %(amount)s."),
        _("Order less, or ask for a decision on the agreement's maximum."),
        fixer="agreement_manager",
    ),
    "agreements.nothing_to_draw": Wording(
        _("An amount to count against %(agreement)s must be above zero."),
        _("Give an amount above zero."),
    ),
    "agreements.more_than_drawn": Wording(
        _("The order has drawn %(drawn)s from %(agreement)s; %(amount)s cannot be given back."),
        _("Give back at most what the order has drawn."),
    ),
    "agreements.charge_not_agreed": Wording(
        _("The agreement %(agreement)s does not allow the charge %(code)s of %(amount)s."),
        _("Dispute the charge, or have it agreed."),
        fixer="agreement_manager",
    ),
    "agreements.charge_above_cap": Wording(
        _("The charge %(code)s of %(amount)s is above the %(cap)s that %(agreement)s allows."),
        _("Dispute what is above."),
        fixer="agreement_manager",
    ),
    "agreements.no_number": Wording(_("The agreement has no number."), _("Give it a number.")),
    "agreements.number_taken": Wording(
        _("There is already an agreement with the number %(number)s."),
        _("Give it another number, or open the one that is there."),
    ),
    "agreements.ends_before_start": Wording(
        _("The last day %(valid_until)s is before the first day %(valid_from)s."),
        _("Correct the dates."),
    ),
    "agreements.bad_amount": Wording(
        _("%(amount)s is too small a number here."), _("Give a larger number.")
    ),
    "agreements.unknown_choice": Wording(
        _("“%(choice)s” cannot be chosen here."), _("Choose one of the values in the list.")
    ),
    "agreements.unknown_unit": Wording(
        _("There is no unit %(unit)s."), _("Choose units of the organisation.")
    ),
    "agreements.item_twice_or_missing": Wording(
        _("The article number “%(item)s” is missing or stands twice."),
        _("Give each article one price."),
    ),
    "agreements.no_longer_a_draft": Wording(
        _("The agreement %(agreement)s is no longer a draft."),
        _("Extend it, change its maximum, or end it and register a new one."),
    ),
    "agreements.no_reason": Wording(_("There is no reason."), _("Write down why.")),
    "agreements.no_decision": Wording(
        _("There is no reference to a decision."), _("Give the case number of the decision.")
    ),
    "agreements.not_an_extension": Wording(
        _("That is no later than the agreement %(agreement)s ends already."),
        _("Give a later last day."),
    ),
    "agreements.ceiling_below_drawn": Wording(
        _("From the agreement %(agreement)s %(drawn)s has been drawn already."),
        _("Give a maximum that is not below that."),
    ),
    "agreements.task_ends_soon": Wording(
        _("The agreement %(agreement)s ends on %(valid_until)s."),
        _("Extend it, or begin the procurement that follows it."),
    ),
    "agreements.task_ceiling_near": Wording(
        _("Of the agreement %(agreement)s %(percent)s %% of the maximum has been called off."),
        _("See how long it will last, and begin the procurement that follows it."),
    ),
}
