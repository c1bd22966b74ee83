"""The finance system's short codes, as they are."""

from __future__ import annotations

from datetime import datetime

from avrop.coding import events, permissions
from avrop.coding.actions.checking import problems_with_code, problems_with_period
from avrop.coding.models import ShortCode
from avrop.coding.shapes import ShortCodeFacts
from avrop.kernel import outbox
from avrop.kernel.actors import Actor
from avrop.kernel.bulk import insert_rows
from avrop.kernel.commands import command
from avrop.kernel.ports import EVERYWHERE, require
from avrop.kernel.problems import refuse_if


@command(permissions.ISSUE_SHORT_CODES)
def import_short_codes(codes: tuple[ShortCodeFacts, ...], *, actor: Actor, at: datetime) -> int:
    """Take the finance system's register of short codes over as it is, in one statement.

    The register is that system's: a code linked twice or an old coding is taken in and shown to
    whoever uses it, with who can mend it. Links that are here already are left alone.
    """
    actor = require(actor, permissions.ISSUE_SHORT_CODES, at=at, within=EVERYWHERE)
    problems = [
        problem
        for position, facts in enumerate(codes, 1)
        for problem in (
            *problems_with_code(facts.code, ("codes", position)),
            *problems_with_period(facts.valid_from, facts.valid_until, ("codes", position)),
        )
    ]
    refuse_if(problems)
    known = set(
        ShortCode.objects.filter(code__in={facts.code for facts in codes}).values_list(
            "code", "person_id", "unit_id", "valid_from"
        )
    )
    new = [
        ShortCode(
            code=facts.code,
            person_id=facts.person_id,
            unit_id=facts.unit_id,
            coding=facts.coding,
            invoice_reference=facts.invoice_reference,
            valid_from=facts.valid_from,
            valid_until=facts.valid_until,
        )
        for facts in dict.fromkeys(codes)
        if (facts.code, facts.person_id, facts.unit_id, facts.valid_from) not in known
    ]
    count = insert_rows(ShortCode, new)
    outbox.publish(events.ShortCodesImported(actor.tenant_id, count), actor=actor, at=at)
    return count
