"""What can be done to a chain of documents that separation of duties looks at."""

from __future__ import annotations

from enum import StrEnum


class Deed(StrEnum):
    """A deed. Its chain is a purchase or a sale; of the two about suppliers it is the supplier."""

    NEED = "need"
    APPROVE = "approve"
    ORDER = "order"
    RECEIVE = "receive"
    ATTEST_REVIEW = "attest_review"
    ATTEST_DECISION = "attest_decision"
    PREPARE_PAYMENT = "prepare_payment"
    RELEASE_PAYMENT = "release_payment"
    CHANGE_SUPPLIER = "change_supplier"
    CHANGE_ACCOUNT = "change_account"
    KEY_ORDER = "key_order"
    REVIEW_ORDER = "review_order"
    SET_HOLD = "set_hold"
    RELEASE_HOLD = "release_hold"
    SHIP = "ship"
    BILL = "bill"


class Asks(StrEnum):
    """What of an act is held against the mandate that it is done under."""

    UNIT = "unit"
    EVERYWHERE = "everywhere"
    CATEGORY = "category"
    AGREEMENT = "agreement"
    RESPONSIBILITY = "responsibility"
    AMOUNT = "amount"
