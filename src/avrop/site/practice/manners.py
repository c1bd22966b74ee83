"""The suppliers of a practice environment: each answers in one manner, and is called by it. Between them
stands every code that an answer to an order can have."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from avrop.selling.billing.shapes import Deviation, InvoiceForm
from avrop.selling.twin.lifecycle import Deeds, Reply
from avrop.selling.twin.shapes import Script, ScriptedChange, Step
from avrop.site.practice.goods import INSTEAD, OFFERED, SOLD_OUT

ACCEPT, DESPATCH = Step(Deeds.ACCEPT), Step(Deeds.DESPATCH, final=True)

#: A line that is replaced, one with fewer and the rest later, one that is refused, one on another day.
CHANGES = (
    ScriptedChange(f"item:{OFFERED}", substitute_seller_item_id=INSTEAD, where_present=True),
    ScriptedChange("#1", less=Decimal(1), rest_days_later=3, where_present=True),
    ScriptedChange(f"item:{SOLD_OUT}", rejected=True, where_present=True),
    ScriptedChange("#2", days_later=1, where_present=True),
)


@dataclass(frozen=True, slots=True)
class Manner:
    """How a supplier answers; `name` says it, and is the supplier's."""

    code: str
    name: Any
    script: Script


MANNERS = (
    Manner(
        "accepts",
        _("Practice: accepts everything"),
        Script((Step(Deeds.ACKNOWLEDGE), ACCEPT, DESPATCH, Step(Deeds.BILL))),
    ),
    Manner(
        "changes",
        _("Practice: accepts with changes"),
        # What the buyer says to the changes lets it go on (`colleagues`).
        Script(
            (
                Step(Deeds.ACKNOWLEDGE),
                Step(Deeds.ACCEPT_WITH_CHANGES, changes=CHANGES),
                Step(Deeds.WAIT),
                DESPATCH,
                Step(Deeds.BILL),
            )
        ),
    ),
    Manner(
        "rejects",
        _("Practice: rejects the order"),
        Script((Step(Deeds.REJECT, note="Varorna är slut."),), on_change=Reply.REFUSE),
    ),
    Manner(
        "silent",
        _("Practice: acknowledges and never answers"),
        Script((Step(Deeds.ACKNOWLEDGE), Step(Deeds.SILENT)), on_change=Reply.HAND),
    ),
    Manner(
        "short",
        _("Practice: delivers too little and damaged"),
        Script(
            (
                ACCEPT,
                Step(
                    Deeds.DESPATCH,
                    share=Decimal("0.5"),
                    final=True,
                    carrier="Övningsbilen: en kolli är skadad",
                ),
                Step(Deeds.BILL),
            )
        ),
    ),
    Manner(
        "wrong_invoice",
        _("Practice: invoices a wrong price and quantity"),
        Script(
            (
                ACCEPT,
                DESPATCH,
                Step(
                    Deeds.BILL,
                    form=InvoiceForm(
                        deviations=(Deviation("#1", quantity=Decimal(13), price=Decimal(99)),)
                    ),
                ),
            )
        ),
    ),
    Manner(
        "no_reference",
        _("Practice: invoices without naming the order"),
        Script(
            (
                ACCEPT,
                DESPATCH,
                Step(
                    Deeds.BILL,
                    form=InvoiceForm(reference_in="nowhere", line_references=False),
                ),
            )
        ),
    ),
)
BY_CODE: Mapping[str, Manner] = {one.code: one for one in MANNERS}
