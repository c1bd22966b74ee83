"""The commands of payables; the listing of this folder is the list of verbs."""

from avrop.buying.payables.actions.book import book_invoice
from avrop.buying.payables.actions.charting import change_chart
from avrop.buying.payables.actions.explain import explain_bank_entry
from avrop.buying.payables.actions.fetch import make_sie_file
from avrop.buying.payables.actions.propose import propose_payments, withdraw_proposal
from avrop.buying.payables.actions.release import release_payments
from avrop.buying.payables.actions.send import send_payment_file
from avrop.buying.payables.actions.take_in_bank_answer import take_in_bank_answer
from avrop.buying.payables.chart import Chart, SieDimension

__all__ = [
    "Chart",
    "SieDimension",
    "book_invoice",
    "change_chart",
    "explain_bank_entry",
    "make_sie_file",
    "propose_payments",
    "release_payments",
    "send_payment_file",
    "take_in_bank_answer",
    "withdraw_proposal",
]
