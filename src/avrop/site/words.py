"""Words for stored values: states, stages, kinds of documents, channels, roles. Codes are stored,
words are shown; the tables are the apps' own."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

DOCUMENTS: Mapping[str, Any] = {
    "catalogue": _("Catalogue"),
    "order": _("Order"),
    "order_response": _("Order response"),
    "order_change": _("Order change"),
    "order_cancellation": _("Order cancellation"),
    "despatch_advice": _("Despatch advice"),
    "invoice": _("Invoice"),
    "credit_note": _("Credit note"),
    "": _("Unknown document"),
}

CHANNELS: Mapping[str, Any] = {
    "local": _("Within this installation"),
    "portal": _("The portal"),
    "file": _("A file"),
    "upload": _("Uploaded by a person"),
    "api": _("The API"),
}

ANSWERS: Mapping[str, Any] = {
    "AB": _("Acknowledged"),
    "AP": _("Accepted"),
    "CA": _("Accepted with changes"),
    "RE": _("Rejected"),
}

ALLERGENS: Mapping[str, Any] = {
    "milk": _("milk"),
    "gluten": _("gluten"),
    "eggs": _("eggs"),
    "fish": _("fish"),
    "crustaceans": _("crustaceans"),
    "peanuts": _("peanuts"),
    "soy": _("soy"),
    "nuts": _("nuts"),
    "celery": _("celery"),
    "mustard": _("mustard"),
    "sesame": _("sesame"),
    "sulphites": _("sulphites"),
    "lupin": _("lupin"),
    "molluscs": _("molluscs"),
}

#: What a buyer can do instead of accepting the seller's changes.
REFUSALS: Mapping[str, Any] = {
    "insist": _("Ask for what was ordered"),
    "remove_lines": _("Leave the changed lines out"),
    "cancel_order": _("Cancel the whole order"),
}

STEPS: Mapping[str, Any] = {
    "queued": pgettext_lazy("step of a message", "Put in the queue"),
    "looked_up": pgettext_lazy("step of a message", "The receiver's address was looked up"),
    "handed_over": pgettext_lazy("step of a message", "Handed over to the channel"),
    "transport_acknowledged": pgettext_lazy("step of a message", "The receiver's system has it"),
    "delivered": pgettext_lazy("step of a message", "Delivered"),
    "failed": pgettext_lazy("step of a message", "Could not be delivered"),
    "refused_by_access_point": pgettext_lazy(
        "step of a message", "The access point refused it; this is final"
    ),
    "resent": pgettext_lazy("step of a message", "Sent again"),
    "message_status": pgettext_lazy("step of a message", "The receiver's system reported on it"),
    "business_response": pgettext_lazy("step of a message", "The receiver answered"),
    "received": pgettext_lazy("step of a message", "Arrived and stored"),
    "repeated": pgettext_lazy("step of a message", "Arrived once more, without effect"),
    "waiting": pgettext_lazy("step of a message", "Waits for another document"),
    "taken_in": pgettext_lazy("step of a message", "Taken in"),
    "refused": pgettext_lazy("step of a message", "Refused"),
    "undeliverable": pgettext_lazy("step of a message", "Nobody here could be found for it"),
    "conflict": pgettext_lazy("step of a message", "In conflict with an earlier message"),
    "forwarded": pgettext_lazy("step of a message", "Passed on to its receiver"),
    "retried": pgettext_lazy("step of a message", "Somebody asked for another try"),
    "opened": pgettext_lazy("step of a message", "Opened by a person"),
}


@cache
def tables() -> Mapping[str, Mapping[str, Any]]:
    """Every table of words by the name that templates call it."""
    from avrop.buying.orders import kinds, lifecycle
    from avrop.exchange import lifecycle as exchange
    from avrop.selling.sales import lifecycle as sales

    def words(choices: Any) -> Mapping[str, Any]:
        return {member.value: member.label for member in choices}

    return {
        "document": DOCUMENTS,
        "channel": CHANNELS,
        "answer": ANSWERS,
        "allergen": ALLERGENS,
        "refusal": REFUSALS,
        "means": words(kinds.ContactMeans),
        "step": STEPS,
        "message": words(exchange.State),
        "direction": words(exchange.Direction),
        "order": words(lifecycle.State),
        "extent": words(kinds.Extent),
        "stage": words(sales.Stage),
        "department": words(sales.Department),
        "source": words(sales.Source),
        "priority": words(sales.Priority),
        "sales_line": words(sales.LineState),
    }


def named(value: Any, table: str) -> str:
    """What people call a stored value; the value itself where the table does not know it."""
    return str(tables()[table].get(str(value), value))


def role_name(code: str) -> str:
    """What people call a role of the catalogue; the code itself for another."""
    from avrop.authority.roles import CATALOGUE

    language = get_language() or "sv"
    names = {role.code: role.name for role in CATALOGUE}
    return names[code].in_language(language) if code in names else code
