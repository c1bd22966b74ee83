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
FINDING_KINDS: Mapping[str, Any] = {
    "required": pgettext_lazy("kind of rule", "What is missing"),
    "plausible": pgettext_lazy("kind of rule", "What is hard to believe"),
    "timely": pgettext_lazy("kind of rule", "What is out of date"),
}
SEVERITIES: Mapping[str, Any] = {
    "fault": pgettext_lazy("how serious", "Leads to mistakes"),
    "remark": pgettext_lazy("how serious", "Good to mend"),
}
#: Short names of the rules of data quality, in their order.
FINDING_RULES: Mapping[str, Any] = {
    "parties.no_delivery_address": _("No delivery address"),
    "parties.quality_part_of_address": _("Part of the delivery address missing"),
    "parties.no_invoice_reference": _("No invoice reference"),
    "parties.no_customer_number": _("No customer number at a supplier"),
    "parties.no_delivery_days": _("No delivery days for food"),
    "parties.quality_own_address_missing": _("No electronic address of our own"),
    "parties.quality_no_unit_contact": _("Nobody for suppliers to speak with"),
    "parties.quality_no_opening_hours": _("No opening hours"),
    "parties.quality_no_gln": _("No GLN"),
    "parties.quality_never_employed": _("Person without employment"),
    "parties.quality_no_contact_there": _("Nobody to speak with at a supplier"),
    "parties.quality_postal_code": _("Postal code without five digits"),
    "parties.quality_vat_differs": _("VAT number of somebody else"),
    "parties.quality_city_differs": _("City that does not fit the postal code"),
    "parties.quality_hours_backwards": _("Closes before it opens"),
    "parties.quality_units_alike": _("Units of the same name"),
    "parties.quality_people_alike": _("People of the same name in a unit"),
    "parties.quality_organisations_alike": _("Organisations of the same name"),
    "parties.quality_email_domain": _("Unusual e-mail domain"),
    "parties.quality_phone": _("Doubtful telephone number"),
    "parties.quality_closing_with_people": _("Closing unit with people in it"),
    "parties.quality_in_closed_unit": _("Person in a closed unit"),
    "parties.quality_employment_over": _("Employment ended, person not"),
    "parties.quality_contact_bounced": _("Mail to a contact came back"),
    "parties.quality_supplier_silent": _("Supplier who does not answer"),
    "parties.quality_contact_stale": _("Contact not confirmed for a year"),
    "parties.quality_import_old": _("Old import of units and people"),
}
FINDING_FIELDS: Mapping[str, Any] = {
    "delivery_address": _("Delivery address"),
    "invoice_reference": _("Invoice reference"),
    "customer_number": _("Customer number"),
    "delivery_calendar": _("Delivery days"),
    "endpoint": _("Electronic address"),
    "contacts": _("Contacts"),
    "opening_hours": _("Opening hours"),
    "gln": _("GLN"),
    "employments": _("Employments"),
    "postal_code": _("Postal code"),
    "vat_id": _("VAT number"),
    "city": _("City"),
    "name": _("Name"),
    "email": _("E-mail"),
    "phone": _("Telephone"),
    "valid_until": _("Last day"),
    "unit": _("Unit"),
    "last_day": _("Last day"),
    "confirmed_at": _("Contacts"),
    "imports": _("Imports"),
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
    "finding_kind": FINDING_KINDS,
    "finding_severity": SEVERITIES,
    "finding_rule": FINDING_RULES,
    "finding_field": FINDING_FIELDS,
}
