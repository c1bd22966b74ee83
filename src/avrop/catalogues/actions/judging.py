"""Fetches what lines are judged on, and has `rules` judge them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from avrop.agreements import queries as agreements
from avrop.agreements.queries import AgreementTerms
from avrop.catalogues import rules, staging
from avrop.catalogues.lifecycle import Action
from avrop.catalogues.models import Version
from avrop.catalogues.offered import Offered
from avrop.catalogues.rules import Control, Ground
from avrop.kernel import ruleset


def control_in_force(on: date) -> tuple[Control, str]:
    """What holds a line back on a day, and the reference of that version."""
    return ruleset.in_force(rules.CONTROL, Control(), on=on)


def ground_for(
    terms: AgreementTerms, header: str, lines: Sequence[Offered], valid_from: date
) -> tuple[Ground, str]:
    """What the lines are judged on, and the version of the rules. Three statements."""
    control, reference = control_in_force(valid_from)
    named = [line.seller_item_id for line in lines]
    ground = Ground(
        header=Action(header),
        currency=terms.currency,
        control=control,
        valid_from=valid_from,
        known=staging.known_items(terms.id, valid_from, named),
        agreed=agreements.agreed_prices(terms.id, valid_from),
        increase_percent=terms.price_increase_percent,
        prices_fixed_until=terms.prices_fixed_until,
    )
    return ground, reference


def judge_again(row: Version, base_id: UUID | None) -> None:
    """Another list has come into force since the lines were judged: judge them on that."""
    assert row.agreement_id is not None
    rows = staging.staged(row.id)
    lines = [line for _, line in rows]
    terms = agreements.terms(row.agreement_id)
    ground, reference = ground_for(terms, row.action, lines, row.valid_from)
    judged = rules.judge(lines, ground)
    ids = [line_id for line_id, _ in rows]
    staging.restage(row.id, zip(ids, judged, strict=True))
    row.judged_against, row.rule_set = base_id, reference
