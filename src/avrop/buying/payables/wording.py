"""Words of booking and paying: a sentence and a remedy for every code."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from avrop.kernel.wording import Wording

WORDING: Mapping[str, Wording] = {
    "payables.not_approved": Wording(
        _("The invoice has not been approved."),
        _("Somebody must give decision attest first."),
        fixer="approver",
    ),
    "payables.voucher_unbalanced": Wording(
        _("The voucher does not balance: %(difference)s is left over."),
        _("Report this: it is a fault in the program."),
    ),
    "payables.voucher_empty": Wording(
        _("The voucher has no rows."), _("There is nothing to book.")
    ),
    "payables.nothing_to_pay": Wording(
        _("No approved invoice is due by that day."), _("Choose a later day.")
    ),
    "payables.execution_in_the_past": Wording(
        _("Money cannot leave on %(on)s, which is past."), _("Choose today or a later day.")
    ),
    "payables.no_account": Wording(
        _("Invoice %(number)s of %(seller)s names no account to pay to."),
        _("Register the supplier's bankgiro, plusgiro or IBAN."),
        fixer="ap_clerk",
    ),
    "payables.several_currencies": Wording(
        _("Invoices in different currencies are due."),
        _("Choose a day by which invoices of one currency are due."),
    ),
    "payables.no_reason": Wording(_("Say why."), _("Write a reason.")),
    "payables.you_decided": Wording(
        _("You gave decision attest to an invoice in this proposal."),
        _("Somebody else must release it."),
        fixer="payment_releaser",
    ),
    "payables.you_prepared": Wording(
        _("You prepared this proposal."),
        _("Two others must release it."),
        fixer="payment_releaser",
    ),
    "payables.you_released": Wording(
        _("You have released this proposal already."),
        _("Somebody else must release it too."),
        fixer="payment_releaser",
    ),
    "payables.released_by_people": Wording(
        _("Payments are released by people, never by a routine."),
        _("Let two people release the proposal."),
        fixer="payment_releaser",
    ),
    "payables.no_own_account": Wording(
        _("Your organisation has no account to pay from."),
        _("Register a bankgiro, plusgiro or IBAN on your own organisation."),
        fixer="system_administrator",
    ),
    "payables.file_not_writable": Wording(
        _("No bank would take the payment file (%(code)s)."),
        _("Correct the account or the amount, and prepare the payments again."),
        fixer="ap_clerk",
    ),
    "payables.file_unreadable": Wording(
        _("The file cannot be read as %(kind)s (%(code)s)."),
        _("Fetch the file from the bank again."),
    ),
    "payables.file_taken_in_already": Wording(
        _("The bank's file %(number)s has been taken in before."),
        _("Nothing needs to be done. If the bank sent it by mistake, tell the bank."),
    ),
    "payables.not_an_account": Wording(
        _("“%(account)s” is not an account number."), _("Use digits only.")
    ),
    "payables.dimension_numbers": Wording(
        _("Two dimensions have the same SIE number, or one is below 1."),
        _("Give each dimension a number of its own."),
    ),
    "payables.same_series": Wording(
        _("Invoices and payments cannot share a series of vouchers."),
        _("Choose another letter for one of them."),
    ),
    "payables.payment_rejected": Wording(
        _("The bank rejected the payment to %(seller)s: %(reason)s"),
        _("Correct what was wrong and prepare the payment again."),
    ),
    "payables.entries_unexplained": Wording(
        _("Bookings in the bank's file %(file)s that fit no payment of ours: %(number)s."),
        _("Look at each, ask the bank, and write down what it is."),
    ),
    "payables.nothing_to_fetch": Wording(
        _("Every voucher has been fetched already."),
        _("Come back when more has been booked, or fetch a copy of a period."),
    ),
    "payables.nothing_in_period": Wording(
        _("No voucher is dated from %(from_date)s to %(until_date)s."), _("Choose other days.")
    ),
    "payables.period_without_beginning": Wording(
        _("The period has a last day but no first."), _("Give the first day too.")
    ),
    "payables.period_without_end": Wording(
        _("The period has a first day but no last."), _("Give the last day too.")
    ),
    "payables.period_ends_first": Wording(
        _("The last day, %(until_date)s, comes before the first, %(from_date)s."),
        _("Correct one of the days."),
    ),
    "payables.period_too_long": Wording(
        _("The period has more than %(most)s vouchers."), _("Choose fewer days.")
    ),
    "payables.sie_not_writable": Wording(
        _("No accounting system would take voucher %(voucher)s (%(code)s)."),
        _("Look at its accounts, its amounts and its currency."),
        fixer="finance_officer",
    ),
    "payables.trace_booked": Wording(_("%(text)s was booked as voucher %(voucher)s.")),
    "payables.trace_proposed": Wording(_("Payment was prepared (%(number)s).")),
    "payables.trace_released": Wording(_("Payment was released (%(number)s).")),
    "payables.trace_file_made": Wording(_("The payment file %(number)s was made for the bank.")),
}
