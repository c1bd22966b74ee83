"""The commands of receipts; the listing of this folder is the list of verbs."""

from avrop.buying.receipts.actions.add_photos import add_photos
from avrop.buying.receipts.actions.advise import note_despatch
from avrop.buying.receipts.actions.arrive import register_arrival
from avrop.buying.receipts.actions.claims import close_claim, notify_claim
from avrop.buying.receipts.actions.correct import correct_receipt
from avrop.buying.receipts.actions.credits import (
    expect_credits,
    meet_expected_credits,
    tie_credits,
    withdraw_expected_credits,
)
from avrop.buying.receipts.actions.limits import change_limits
from avrop.buying.receipts.actions.receive import register_receipt
from avrop.buying.receipts.shapes import (
    ArrivedLine,
    CorrectedLine,
    MetCredit,
    NewContact,
    NewExpectedCredit,
    NewPhoto,
    NewReceiptLine,
    TiedCredit,
)

__all__ = [
    "ArrivedLine",
    "CorrectedLine",
    "MetCredit",
    "NewContact",
    "NewExpectedCredit",
    "NewPhoto",
    "NewReceiptLine",
    "TiedCredit",
    "add_photos",
    "change_limits",
    "close_claim",
    "correct_receipt",
    "expect_credits",
    "meet_expected_credits",
    "note_despatch",
    "notify_claim",
    "register_arrival",
    "register_receipt",
    "tie_credits",
    "withdraw_expected_credits",
]
