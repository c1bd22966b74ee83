"""The commands of invoices; the listing of this folder is the list of verbs."""

from avrop.buying.invoices.actions.attach import attach_order
from avrop.buying.invoices.actions.attest import attest_decision, attest_review
from avrop.buying.invoices.actions.code import code_lines
from avrop.buying.invoices.actions.dispute import dispute, resume
from avrop.buying.invoices.actions.match import match_invoice
from avrop.buying.invoices.actions.pay import record_payment
from avrop.buying.invoices.actions.say_for_whom import say_for_whom, take_back_for_whom
from avrop.buying.invoices.actions.settle import settle_difference, settle_differences
from avrop.buying.invoices.actions.take_in import take_in_invoice
from avrop.buying.invoices.actions.tolerances import change_tolerances
from avrop.buying.invoices.shapes import CodingShare, LineCoding

__all__ = [
    "CodingShare",
    "LineCoding",
    "attach_order",
    "attest_decision",
    "attest_review",
    "change_tolerances",
    "code_lines",
    "dispute",
    "match_invoice",
    "record_payment",
    "resume",
    "say_for_whom",
    "settle_difference",
    "settle_differences",
    "take_back_for_whom",
    "take_in_invoice",
]
