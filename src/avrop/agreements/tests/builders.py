"""Agreements with good defaults."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from avrop.agreements import actions
from avrop.agreements.rules import AgreementTerms, TermsOfAgreement
from avrop.kernel.actors import Actor
from avrop.testing.worlds import AT, an_organisation
from avrop.values import Money, uuid7

SINCE, UNTIL = date(2026, 1, 1), date(2027, 12, 31)


def kronor(amount: int | str) -> Money:
    """So many Swedish kronor."""
    return Money(Decimal(amount), "SEK")


def some_terms(**facts: Any) -> AgreementTerms:
    """An agreement in force for everybody, without a maximum."""
    terms = AgreementTerms(
        id=uuid7(),
        version=1,
        number="RA-1",
        title="Livsmedel",
        seller_organisation_id=uuid7(),
        state="active",
        valid_from=SINCE,
        valid_until=UNTIL,
        currency="SEK",
        ceiling=None,
        drawn=kronor(0),
        is_entitled=True,
        min_order=None,
        price_basis="order_day",
        on_silence="chase",
        response_hours=24,
        allows_changes=True,
        allows_substitutes=False,
        process="order",
        charges=(),
        price_increase_percent=None,
        prices_fixed_until=None,
    )
    return replace(terms, **facts)


def an_agreement(
    actor: Actor,
    *,
    number: str = "RA-1",
    seller_id: UUID | None = None,
    is_active: bool = True,
    valid_until: date | None = UNTIL,
    **terms: Any,
) -> UUID:
    """An agreement with a seller of its own. `terms` are fields of `TermsOfAgreement`."""
    agreement_id = actions.register_agreement(
        number,
        "Livsmedel",
        seller_id or an_organisation(actor.tenant_id),
        SINCE,
        TermsOfAgreement(**terms),
        valid_until=valid_until,
        actor=actor,
        at=AT,
    )
    if is_active:
        actions.activate_agreement(agreement_id, actor=actor, at=AT)
    return agreement_id
