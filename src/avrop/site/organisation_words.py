"""Words for what is stored of units, people, contacts and imports."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

ABSENCES: Mapping[str, Any] = {
    "self": pgettext_lazy("who told of an absence", "Told by the person"),
    "others": pgettext_lazy("who told of an absence", "Told by somebody else"),
    "hr": pgettext_lazy("who told of an absence", "From the HR system"),
}

IMPORTS: Mapping[str, Any] = {
    "faulty": pgettext_lazy("state of an import", "Has faults"),
    "ready": pgettext_lazy("state of an import", "Ready to be applied"),
    "applying": pgettext_lazy("state of an import", "Being applied"),
    "applied": pgettext_lazy("state of an import", "Applied"),
}
IMPORT_STEPS: Mapping[str, Any] = {
    "waiting": pgettext_lazy("step of an import", "Waiting for its turn"),
    "read": pgettext_lazy("step of an import", "Reading the file"),
    "judge": pgettext_lazy("step of an import", "Looking at the rows once more"),
    "units": pgettext_lazy("step of an import", "Writing units"),
    "places": pgettext_lazy("step of an import", "Writing delivery addresses"),
    "people": pgettext_lazy("step of an import", "Writing people"),
    "employments": pgettext_lazy("step of an import", "Writing employments"),
    "absences": pgettext_lazy("step of an import", "Writing absences"),
    "events": pgettext_lazy("step of an import", "Noting what has happened"),
    "mandates": pgettext_lazy("step of an import", "Giving mandates"),
}
IMPORT_KINDS: Mapping[str, Any] = {
    "units": _("Units"),
    "places": _("Delivery addresses"),
    "people": _("People"),
    "employments": _("Employments"),
    "mandates": _("Mandates"),
    "absences": _("Absences"),
}
IMPORT_ACTIONS: Mapping[str, Any] = {
    "fault": pgettext_lazy("what a row does", "Fault"),
    "add": pgettext_lazy("what a row does", "Is added"),
    "change": pgettext_lazy("what a row does", "Is changed"),
    "move": pgettext_lazy("what a row does", "Moves"),
    "end": pgettext_lazy("what a row does", "Ends"),
    "return": pgettext_lazy("what a row does", "Comes back"),
    "same": pgettext_lazy("what a row does", "Is so already"),
}
IMPORT_FIELDS: Mapping[str, Any] = {
    "name": _("Name"),
    "gln": _("GLN"),
    "invoice_reference": _("Invoice reference"),
    "default_coding": _("Coding"),
    "serves_food": _("Takes in food"),
    "by_centre": _("By way of the distribution centre"),
    "opening_hours": _("Opening hours"),
    "place": _("Delivery address"),
    "parent": _("Lies in"),
    "valid_from": _("From"),
    "valid_until": _("Last day"),
    "successor": _("Goes on in"),
    "number": _("Employee number"),
    "email": _("E-mail"),
    "phone": _("Telephone"),
    "unit": _("Unit"),
    "title": _("Title"),
    "main": _("Main employment"),
    "role": _("Role"),
    "called_off": _("Called off"),
    "directions": _("Directions to the driver"),
}
PURPOSES: Mapping[str, Any] = {
    "orders": _("Orders, deliveries and deviations"),
    "e_commerce": _("E-commerce"),
    "agreement": _("Agreement"),
    "coordination": _("Coordination"),
    "distribution": _("Distribution centre"),
    "it": _("IT"),
    "system_vendor": _("Vendor of the system"),
}
CONTACTS: Mapping[str, Any] = {
    "right": pgettext_lazy("state of a contact", "Confirmed"),
    "stale": pgettext_lazy("state of a contact", "Not confirmed for a year"),
    "bounced": pgettext_lazy("state of a contact", "Mail came back"),
}
OCCASIONS: Mapping[str, Any] = {
    "approvals": _("Something to approve"),
    "needs": _("A need of yours"),
    "orders": _("An order"),
    "goods": _("Goods and claims"),
    "invoices": _("An invoice"),
    "payments": _("A payment"),
    "agreements": _("Agreements and price lists"),
    "training": _("Training and certificates"),
    "responsibility": _("Rights and responsibility"),
    "departments": _("New departments and requesters"),
    "other": _("Everything else"),
}
HOW_TOLD: Mapping[str, Any] = {
    "never": pgettext_lazy("how somebody is told", "Not by mail"),
    "digest": pgettext_lazy("how somebody is told", "Once a day"),
    "at_once": pgettext_lazy("how somebody is told", "At once"),
}
TABLES: Mapping[str, Mapping[str, Any]] = {
    "occasion": OCCASIONS,
    "how_told": HOW_TOLD,
    "import": IMPORTS,
    "absence": ABSENCES,
    "import_step": IMPORT_STEPS,
    "import_kind": IMPORT_KINDS,
    "import_action": IMPORT_ACTIONS,
    "import_field": IMPORT_FIELDS,
    "purpose": PURPOSES,
    "contact": CONTACTS,
}
