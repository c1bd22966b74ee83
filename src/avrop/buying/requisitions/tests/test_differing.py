"""What differs between two things that were put to approval."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from avrop.buying.requisitions.differing import asked_differently
from avrop.kernel.canonical import canonical_json

FIRST, SECOND, THIRD = uuid4(), uuid4(), uuid4()


def a_line(line_id: UUID, quantity: str = "12 C62", **facts: Any) -> dict[str, Any]:
    coding = facts.pop("coding", [{"coding": "ansvar=4100", "percent": "100", "amount": None}])
    return {
        "line_id": str(line_id),
        "name": "Kaffe",
        "quantity": quantity,
        "amount": "120.00",
        "coding": coding,
        **facts,
    }


def snapshot(*lines: dict[str, Any]) -> str:
    return canonical_json({"currency": "SEK", "lines": list(lines)})


def test_a_line_is_changed_new_or_gone_and_the_rest_is_not_told_of() -> None:
    former = snapshot(a_line(FIRST), a_line(SECOND))
    now = snapshot(a_line(FIRST, "6 C62"), a_line(THIRD))

    changed, new, gone = asked_differently(former, now)

    assert (changed.line_id, changed.is_other_quantity, changed.is_other_coding) == (
        FIRST,
        True,
        False,
    )
    assert (new.line_id, new.former, gone.line_id, gone.now) == (THIRD, None, SECOND, None)


def test_a_split_by_amount_is_read_as_it_was() -> None:
    shares = [
        {"coding": "ansvar=4100", "percent": None, "amount": "50.00 SEK"},
        {"coding": "ansvar=4200", "percent": None, "amount": None},
    ]

    (found,) = asked_differently(snapshot(a_line(FIRST)), snapshot(a_line(FIRST, coding=shares)))

    assert found.is_other_coding
    assert found.now is not None
    assert [str(share.amount) for share in found.now.codings] == ["50.00", "None"]


def test_the_same_written_with_other_decimals_is_the_same() -> None:
    assert asked_differently(snapshot(a_line(FIRST)), snapshot(a_line(FIRST, "12.000 C62"))) == ()
