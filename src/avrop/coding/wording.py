"""Words of the coding app."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from avrop.kernel.wording import Wording

_CHOOSE = _("Choose one of the values offered.")
_FINANCE = "finance_officer"

WORDING: Mapping[str, Wording] = {
    "coding.missing": Wording(
        _("There is no coding."), _("Enter a coding, or choose a short code that has one.")
    ),
    "coding.unreadable": Wording(
        _("“%(part)s” is not a part of a coding."),
        _("Write every part once, as dimension=value, with spaces between the parts."),
    ),
    "coding.unknown_dimension": Wording(
        _("The chart has no dimension called “%(dimension)s”."), _("Take the part away.")
    ),
    "coding.dimension_missing": Wording(_("%(dimension)s is missing."), _CHOOSE),
    "coding.value_unknown": Wording(_("%(dimension)s has no value %(value)s."), _CHOOSE),
    "coding.value_expired": Wording(
        _("%(dimension)s %(value)s could be used until %(valid_until)s."), _CHOOSE
    ),
    "coding.value_not_begun": Wording(
        _("%(dimension)s %(value)s cannot be used before %(valid_from)s."), _CHOOSE
    ),
    "coding.combination_not_allowed": Wording(
        _("With %(dimension)s %(value)s, %(then_dimension)s must be: %(allowed)s."), _CHOOSE
    ),
    "coding.split_empty": Wording(_("Nothing says who bears the cost."), _("Add a share.")),
    "coding.split_two_rests": Wording(
        _("Only one share can be the rest."), _("Give the others a percentage or an amount.")
    ),
    "coding.split_percent_and_amount": Wording(
        _("Share %(position)s has both a percentage and an amount."), _("Keep one of them.")
    ),
    "coding.split_percent_out_of_range": Wording(
        _("%(percent)s is not a percentage above 0 and up to 100."), _("Correct the percentage.")
    ),
    "coding.split_other_currency": Wording(
        _("The share is in %(currency)s but the line in %(expected)s."),
        _("Give the share in the currency of the line."),
    ),
    "coding.split_wrong_sign": Wording(
        _("A share of %(amount)s does not go with the line's amount."),
        _("Give an amount with the same sign as the line, other than zero."),
    ),
    "coding.split_percent_not_whole": Wording(
        _("The shares make %(percent)s per cent, not 100."), _("Change the shares.")
    ),
    "coding.split_too_much": Wording(
        _("The shares are more than the line's %(amount)s."), _("Change the shares.")
    ),
    "coding.split_not_whole": Wording(
        _("Of %(amount)s, %(left)s is in no share."),
        _("Change the shares, or add one for the rest."),
    ),
    "coding.short_code_expired": Wording(
        _("The short code %(code)s could be used until %(valid_until)s."),
        _("Ask for it to be renewed, or choose another."),
        _FINANCE,
    ),
    "coding.short_code_not_begun": Wording(
        _("The short code %(code)s cannot be used before %(valid_from)s."), _("Choose another.")
    ),
    "coding.short_code_of_other_unit": Wording(
        _("The short code %(code)s belongs to another unit."), _("Choose one of this unit's.")
    ),
    "coding.short_code_of_other_person": Wording(
        _("The short code %(code)s belongs to somebody else."), _("Choose one of your own.")
    ),
    "coding.short_code_doubly_linked": Wording(
        _("The short code %(code)s is linked twice, so an invoice would not find its receiver."),
        _("Ask for one of the links to be ended."),
        _FINANCE,
    ),
    "coding.short_code_taken": Wording(
        _("The short code %(code)s is linked already in that time."),
        _("End the former link first, or choose another code."),
    ),
    "coding.no_code": Wording(_("A code is needed."), _("Give a code without spaces.")),
    "coding.bad_code": Wording(
        _("“%(code)s” cannot be a code: no spaces, equals signs or asterisks."),
        _("Choose another code."),
    ),
    "coding.no_such_dimension": Wording(
        _("There is no dimension called “%(dimension)s”."), _("Choose one of the chart's.")
    ),
    "coding.no_such_account": Wording(
        _("There is no account %(account)s in force on %(valid_from)s."), _CHOOSE
    ),
    "coding.no_account_dimension": Wording(
        _("No dimension of the chart is the account."), _("Say which one is.")
    ),
    "coding.purpose_taken": Wording(
        _("The dimension “%(dimension)s” has that purpose already."),
        _("Only one dimension can be the account, and one the responsibility."),
    ),
    "coding.ends_before_it_begins": Wording(
        _("The last day, %(valid_until)s, comes before the first, %(valid_from)s."),
        _("Correct one of the days."),
    ),
    "coding.values_repeated": Wording(
        _("%(value)s is already a value of this dimension."), _("Leave it out, or renew it.")
    ),
    "coding.same_dimension": Wording(
        _("A combination needs two different dimensions."), _("Choose another dimension.")
    ),
    "coding.already_mapped": Wording(
        _("The category %(category)s has an account in that time already."),
        _("End the former one first."),
    ),
}
