"""Words of the billing app."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from avrop.kernel.wording import Wording

WORDING: Mapping[str, Wording] = {
    "billing.nothing_to_bill": Wording(
        _("Nothing has been despatched that stands on no invoice."),
        _("Despatch goods first, or look at the invoices of the order."),
    ),
    "billing.no_price": Wording(
        _("Line %(line)s (%(item)s) has no price."),
        _("Answer the order with a price for the line, or set a price for the article."),
        fixer="order_clerk",
    ),
    "billing.bad_reference": Wording(
        _("“%(reference_in)s” is not a place where the order's number can stand."),
        _("Choose order, buyer_reference, note or nowhere."),
    ),
    "billing.line_unknown": Wording(
        _("There is no line %(line)s to invoice or credit."), _("Check the line's number.")
    ),
    "billing.reason_missing": Wording(
        _("A credit note says what it is for."), _("Give the reason.")
    ),
    "billing.credited_too_much": Wording(
        _("Of line %(line)s %(left)s can be credited at most."),
        _("Credit no more than what was invoiced."),
    ),
    "billing.credited_already": Wording(
        _("The whole invoice has been credited."), _("Look at its credit notes.")
    ),
    "billing.bad_amount": Wording(
        _("A payment is above zero, not %(amount)s."), _("Give the amount that came in.")
    ),
    "billing.other_currency": Wording(
        _("The payment is in %(paid)s, the invoice in %(invoiced)s."),
        _("Exchange the amount first, or find the right invoice."),
    ),
}
