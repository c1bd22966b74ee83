"""Words of invoices: a sentence and a remedy for every code."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from avrop.kernel.wording import Wording

WORDING: Mapping[str, Wording] = {
    "invoices.number_known": Wording(
        _("%(seller)s has sent a document with the number %(number)s before."),
        _("Ask the supplier for a credit note, or for a number of its own."),
        fixer="ap_clerk",
    ),
    "invoices.differs_price": Wording(
        _("Line %(line)s, %(name)s, costs %(actual)s; as agreed it costs %(expected)s."),
        _("Accept the price, wait for a credit note, or dispute the invoice."),
        fixer="agreement_manager",
    ),
    "invoices.differs_charge_not_agreed": Wording(
        _("%(name)s of %(actual)s is charged; the agreement allows %(expected)s."),
        _("Accept the charge, wait for a credit note, or dispute the invoice."),
        fixer="agreement_manager",
    ),
    "invoices.differs_quantity": Wording(
        _("Line %(line)s, %(name)s: %(actual)s invoiced, %(expected)s may be."),
        _("Register what has been received, wait for a credit note, or dispute the invoice."),
        fixer="receiver",
    ),
    "invoices.differs_not_received": Wording(
        _("Line %(line)s, %(name)s: %(actual)s invoiced, %(expected)s received."),
        _("Register the receipt when the goods have come, or wait for a credit note."),
        fixer="receiver",
    ),
    "invoices.differs_weight": Wording(
        _("Line %(line)s, %(name)s: %(actual)s is invoiced; the goods weigh %(expected)s."),
        _("Accept the weight, wait for a credit note, or dispute the invoice."),
        fixer="receiver",
    ),
    "invoices.differs_unit": Wording(
        _("Line %(line)s, %(name)s, is invoiced in a unit that the order has no relation to."),
        _("Register how many go in a pack, accept the line, or dispute the invoice."),
        fixer="ap_clerk",
    ),
    "invoices.differs_unknown_item": Wording(
        _("Line %(line)s, %(name)s, stands on no order of the invoice."),
        _("Say which order it is for, accept and code it, or dispute the invoice."),
        fixer="ap_clerk",
    ),
    "invoices.differs_vat": Wording(
        _("Line %(line)s, %(name)s, has %(actual)s percent VAT; it should have %(expected)s."),
        _("Ask the supplier for a correct invoice, or accept the rate."),
        fixer="ap_clerk",
    ),
    "invoices.differs_total": Wording(
        _("The invoice says %(actual)s where its own figures make %(expected)s."),
        _("Ask the supplier for a correct invoice, or accept the sum."),
        fixer="ap_clerk",
    ),
    "invoices.differs_currency": Wording(
        _("Line %(line)s, %(name)s, is invoiced in another currency than it was ordered in."),
        _("Ask the supplier for a correct invoice, or accept it."),
        fixer="ap_clerk",
    ),
    "invoices.differs_no_order": Wording(
        _("Which order the invoice of %(amount)s is for cannot be found out."),
        _("Say which order it is for, or accept it without one and code its lines."),
        fixer="ap_clerk",
    ),
    "invoices.differs_duplicate": Wording(
        _("The invoice says the same as invoice %(name)s."),
        _("Accept it if both are right, or dispute it."),
        fixer="ap_clerk",
    ),
    "invoices.differs_account": Wording(
        _(
            "The invoice is to be paid to %(name)s, which is not an account we know of the supplier."
        ),
        _("Ask the supplier by a telephone number you had before; then accept or dispute it."),
        fixer="finance_officer",
    ),
    "invoices.differs_credited_too_much": Wording(
        _("%(name)s: %(amount)s is credited that was never invoiced, or was credited before."),
        _("Ask the supplier what the credit note is for; then accept or dispute it."),
        fixer="ap_clerk",
    ),
    "invoices.differs_coding": Wording(
        _("A part of the invoice has no coding."), _("Code its lines."), fixer="requester"
    ),
    "invoices.unknown_settlement": Wording(
        _("A difference cannot be settled by “%(how)s”."),
        _("Choose accept, expect_credit or dispute."),
    ),
    "invoices.no_reason": Wording(_("Say why."), _("Write a reason.")),
    "invoices.difference_is_settled": Wording(
        _("This has been settled, or is no longer there."), _("Open the invoice again.")
    ),
    "invoices.receive_first": Wording(
        _("What has not been received cannot be accepted."),
        _("Register the receipt; the invoice is then matched again by itself."),
        fixer="receiver",
    ),
    "invoices.no_credit_for_that": Wording(
        _("No credit note is to be expected for this."), _("Accept it, or dispute the invoice.")
    ),
    "invoices.nothing_of_yours_to_settle": Wording(
        _("Nothing on this invoice waits for you."), _("See on the invoice whom it waits for.")
    ),
    "invoices.differences_wait": Wording(
        _("%(number)s differences on the invoice have not been settled."),
        _("Whoever can settle them has a task; see the list on the invoice."),
    ),
    "invoices.coding_missing": Wording(
        _("%(amount)s of the invoice has no coding."), _("Code its lines."), fixer="requester"
    ),
    "invoices.other_seller": Wording(
        _("Order %(number)s was placed with another supplier."),
        _("Choose an order placed with the one who sent the invoice."),
    ),
    "invoices.not_open_any_more": Wording(
        _("The invoice has been attested, disputed or ended."),
        _("End the dispute first, or ask for a credit note."),
    ),
    "invoices.tolerance_out_of_range": Wording(
        _("%(value)s is not a possible tolerance (%(name)s)."),
        _("Choose a percentage between 0 and 100, or an amount above zero."),
    ),
    "invoices.task_attest_review": Wording(
        _("Invoice %(number)s from %(seller)s, %(amount)s, waits for review attest."),
        _("Go through goods, prices, sums and coding, then attest it."),
    ),
    "invoices.task_attest_decision": Wording(
        _("Invoice %(number)s from %(seller)s, %(amount)s, waits for decision attest."),
        _("See what it is for and what it is coded on, then attest it or dispute it."),
    ),
    "invoices.task_nobody_attests": Wording(
        _("Nobody may give invoice %(number)s from %(seller)s the attest that it waits for."),
        _("Ask for a mandate or a substitute who answers for its unit, its coding and its amount."),
    ),
    "invoices.trace_invoice": Wording(_("Invoice %(number)s of %(amount)s came.")),
    "invoices.trace_credit_note": Wording(_("Credit note %(number)s of %(amount)s came.")),
    "invoices.trace_matched": Wording(_("%(number)s was matched to order and receipt.")),
    "invoices.trace_differs": Wording(_("%(number)s differs from the order or the receipt.")),
    "invoices.trace_review": Wording(_("%(number)s was given review attest.")),
    "invoices.trace_decision": Wording(_("%(number)s was given decision attest.")),
}
