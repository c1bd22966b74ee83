"""How the suppliers of the demonstration answer by themselves: between them every kind of answer, and
invoices as untidy as real ones."""

from __future__ import annotations

from typing import Any

from avrop.site.demonstration.people import CARE, DAIRY, FRESH, GROCER

GROCER_SCRIPT: dict[str, Any] = {
    "name": "accepts, delivers in two parts, invoices with line references, freight and deposit",
    "steps": [
        {"do": "accept"},
        {"do": "despatch", "share": "0.5", "final": False},
        {"do": "despatch", "final": True},
        {"do": "bill", "form": {"line_references": True, "freight": "150.00", "deposits": True}},
        {"do": "wait"},
        {
            "do": "credit",
            "note": "En förpackning saknades och en dunk var trasig",
            "credits": [
                {"order_line": "item:NG-1001", "quantity": "1"},
                {"order_line": "item:NG-1004", "quantity": "1"},
            ],
        },
    ],
}
DAIRY_SCRIPT: dict[str, Any] = {
    "name": "accepts with changes, invoices without line references",
    "steps": [
        {"do": "acknowledge"},
        {
            "do": "accept_with_changes",
            "changes": [
                {"line_id": "item:MB-2001", "quantity": "10"},
                {"line_id": "item:MB-2002", "substitute_seller_item_id": "MB-2009"},
            ],
        },
        {"do": "wait"},
        {"do": "despatch", "share": "0.5", "final": False},
        {"do": "despatch", "final": True},
        {"do": "bill", "form": {"line_references": False}},
    ],
}
FRESH_SCRIPT: dict[str, Any] = {
    "name": "delivers through the centre, weighs the fish, puts the order number in the reference",
    "steps": [
        {"do": "accept"},
        {
            "do": "despatch",
            "picks": [{"line_id": "item:FG-3001", "quantity": "4", "weight": "9.64"}],
            "final": False,
        },
        {"do": "despatch", "final": True},
        {"do": "bill", "form": {"reference_in": "buyer_reference", "line_references": False}},
    ],
}
CARE_SCRIPT: dict[str, Any] = {
    "name": "accepts and delivers at once",
    "steps": [{"do": "accept"}, {"do": "despatch", "final": True}, {"do": "bill"}],
}
SCRIPTS: dict[str, dict[str, Any]] = {
    GROCER: GROCER_SCRIPT,
    DAIRY: DAIRY_SCRIPT,
    FRESH: FRESH_SCRIPT,
    CARE: CARE_SCRIPT,
}
