"""Every command of the agreements app."""

from avrop.agreements.actions.agree_prices import agree_prices
from avrop.agreements.actions.call_off import draw_down, give_back, reconcile_agreement
from avrop.agreements.actions.decide import change_ceiling, extend_agreement
from avrop.agreements.actions.register import (
    activate_agreement,
    change_terms,
    end_agreement,
    entitle_units,
    register_agreement,
)
from avrop.agreements.actions.watch import announce_ends
from avrop.agreements.rules import AgreedPrice, ChargeTerm, TermsOfAgreement

__all__ = [
    "AgreedPrice",
    "ChargeTerm",
    "TermsOfAgreement",
    "activate_agreement",
    "agree_prices",
    "announce_ends",
    "change_ceiling",
    "change_terms",
    "draw_down",
    "end_agreement",
    "entitle_units",
    "extend_agreement",
    "give_back",
    "reconcile_agreement",
    "register_agreement",
]
