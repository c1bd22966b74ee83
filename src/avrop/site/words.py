"""Words for stored values: states, stages, kinds of documents, channels, roles. Codes are stored,
words are shown; the tables are the apps' own."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Any

from django.utils.translation import get_language, gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from avrop.kernel.wording import OPERATOR
from avrop.site import sign_ins

DOCUMENTS: Mapping[str, Any] = {
    "catalogue": _("Catalogue"),
    "order": _("Order"),
    "order_response": _("Order response"),
    "order_response_advanced": _("Order response, advanced ordering"),
    "order_agreement": _("Order agreement"),
    "order_change": _("Order change"),
    "order_cancellation": _("Order cancellation"),
    "despatch_advice": _("Despatch advice"),
    "advanced_despatch_advice": _("Advanced despatch advice"),
    "receipt_advice": _("Receipt advice"),
    "invoice": _("Invoice"),
    "credit_note": _("Credit note"),
    "self_billing_invoice": _("Self-billing invoice"),
    "self_billing_credit_note": _("Self-billing credit note"),
    "invoice_response": _("Invoice response"),
    "catalogue_response": _("Catalogue response"),
    "punch_out": _("Punch-out cart"),
    "mlr": _("Message-level response"),
    "mls": _("Message-level status"),
    "logistics_response": _("Response in logistics"),
    "": _("Unknown document"),
}

SIGN_IN_METHODS: Mapping[str, Any] = {
    "password": _("Password"),
    "code": _("Password and code"),
    "recovery_codes": _("Password and recovery code"),
    "passkey": _("Passkey"),
    "link": _("Sign-in link"),
    "demonstration": _("A click in the demonstration"),
    "break_glass": _("The account for emergencies"),
}

SESSION_ENDS: Mapping[str, Any] = {
    "signed_out": _("signed out"),
    "revoked": _("ended from another session"),
    "ran_out": _("ran out"),
    "password": _("ended by a new password"),
    "other_browser": _("refused: it was used in another browser"),
    "former_key": _("refused: its former key was used"),
    "clock_set_back": _("refused: the clock was set back"),
    "administrator": _("ended by an administrator"),
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

CERTIFICATES: Mapping[str, Any] = {
    "valid": pgettext_lazy("state of a certificate", "Valid"),
    "coming": pgettext_lazy("state of a certificate", "Coming"),
    "expired": pgettext_lazy("state of a certificate", "Ended"),
    "revoked": pgettext_lazy("state of a certificate", "Taken back"),
}

#: What the figures of a test say of a question.
ITEMS: Mapping[str, Any] = {
    "too_few": pgettext_lazy("a question", "Too few answers"),
    "too_easy": pgettext_lazy("a question", "Too easy"),
    "too_hard": pgettext_lazy("a question", "Too hard"),
    "misleads": pgettext_lazy("a question", "Misleads"),
    "weak": pgettext_lazy("a question", "Tells little"),
    "good": pgettext_lazy("a question", "Good"),
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

#: Certificates that buyers look for (`catalogues.describing.LABELS`).
LABELS: Mapping[str, Any] = {
    "krav": _("KRAV"),
    "eu_organic": _("EU organic"),
    "fairtrade": _("Fairtrade"),
    "msc": _("MSC"),
    "asc": _("ASC"),
    "keyhole": _("Keyhole"),
    "swan": _("Nordic Swan"),
    "eu_ecolabel": _("EU Ecolabel"),
    "good_environmental_choice": _("Good Environmental Choice"),
    "from_sweden": _("From Sweden"),
}

#: What a buyer can do instead of accepting the seller's changes.
REFUSALS: Mapping[str, Any] = {
    "insist": _("Ask for what was ordered"),
    "remove_lines": _("Leave the changed lines out"),
    "cancel_order": _("Cancel the whole order"),
}

#: Kinds of hold that come with the product.
HOLDS: Mapping[str, Any] = {
    "check": _("Something must be looked at first"),
    "credit": _("The customer’s credit"),
    "billing": _("Not to be invoiced yet"),
}

CONTACT_CHANNELS: Mapping[str, Any] = {
    "phone": _("Telephone"),
    "email": _("E-mail"),
    "visit": _("Visit"),
    "letter": _("Letter"),
    "other": _("Another way"),
}

#: What follows for an order from what was said with the customer.
CONTACT_EFFECTS: Mapping[str, Any] = {
    "none": _("Nothing changes"),
    "as_ordered": _("The customer wants what was ordered"),
    "changed_lines_removed": _("The changed lines are left out"),
    "cancelled": _("The order is cancelled"),
}

#: How long what customers owe is overdue.
AGES: Mapping[str, Any] = {
    "not_due": _("Not due yet"),
    "to_30": _("1 to 30 days late"),
    "to_60": _("31 to 60 days late"),
    "to_90": _("61 to 90 days late"),
    "longer": _("More than 90 days late"),
}

#: How a short code stands on a day (`coding.rules.state_on`), or that its code leads to two places.
SHORT_CODES: Mapping[str, Any] = {
    "in_force": pgettext_lazy("state of a short code", "In force"),
    "ending": pgettext_lazy("state of a short code", "Ends soon"),
    "ended": pgettext_lazy("state of a short code", "Ended"),
    "coming": pgettext_lazy("state of a short code", "Coming"),
    "doubled": pgettext_lazy("state of a short code", "Linked twice"),
}

#: What can be wrong with who answers for what (`responsibility.matrix.Gap`).
GAPS: Mapping[str, Any] = {
    "no_accountable": _("No role answers"),
    "several_accountable": _("Several roles answer"),
    "no_responsible": _("No role does it"),
    "unknown_role": _("A role that there is none of"),
    "without_right": _("Is to do it, but has no right to"),
    "without_duty": _("Has the right, but is not named"),
    "vacant": _("Nobody holds the role that answers"),
    "several_holders": _("Several people hold the role that answers"),
    "nobody_does_it": _("Nobody there does it"),
}

#: How a position stands on a day.
POSITIONS: Mapping[str, Any] = {
    "held": pgettext_lazy("state of a position", "Held"),
    "vacant": pgettext_lazy("state of a position", "Vacant"),
    "vacant_long": pgettext_lazy("state of a position", "Vacant for too long"),
}

#: What a role has in an activity.
LETTERS: Mapping[str, Any] = {
    "R": pgettext_lazy("letter of the matrix", "Responsible: does the work"),
    "A": pgettext_lazy("letter of the matrix", "Accountable: answers for it"),
    "AR": pgettext_lazy("letter of the matrix", "Accountable and responsible"),
    "C": pgettext_lazy("letter of the matrix", "Consulted: is asked"),
    "I": pgettext_lazy("letter of the matrix", "Informed: is told"),
}

CLOCKS: Mapping[str, Any] = {"late": _("Late"), "today": _("Due within a day")}

#: What stops carts and people, in general; the sentence of a problem tells it of one cart.
STOPS: Mapping[str, Any] = {
    "requisitions.unit_is_closed": _("The unit is not open"),
    "requisitions.no_delivery_address": _("The unit has no delivery address"),
    "requisitions.person_without_unit": _("The person belongs to no unit"),
    "requisitions.item_withdrawn": _("An article can no longer be ordered"),
    "requisitions.item_has_no_price": _("An article has no price"),
    "requisitions.price_changed": _("A price has changed"),
    "requisitions.quantity_below_minimum": _("Less than the least that can be ordered"),
    "requisitions.quantity_not_multiple": _("Not whole packages"),
    "requisitions.wanted_day_has_passed": _("The wanted day has passed"),
    "requisitions.not_a_delivery_day": _("Wanted on a day without delivery"),
    "requisitions.cut_off_has_passed": _("Too late for the wanted day"),
    "requisitions.coding_missing": _("A line is not coded"),
    "requisitions.goods_are_restricted": _("Only certain people may buy such goods"),
    "requisitions.seller_has_not_answered": _("The seller has not answered the new unit yet"),
    "requisitions.no_customer_number": _("The seller wants a customer number that is missing"),
    "requisitions.seller_has_no_endpoint": _("The seller has no electronic address"),
    "coding.missing": _("A line is not coded"),
    "coding.unreadable": _("A coding cannot be read"),
    "coding.unknown_dimension": _("A coding names a dimension that there is none of"),
    "coding.dimension_missing": _("A coding is not complete"),
    "coding.value_unknown": _("A coding names a value that there is none of"),
    "coding.value_expired": _("A coding value has ended"),
    "coding.value_not_begun": _("A coding value has not begun"),
    "coding.combination_not_allowed": _("Values of a coding do not go together"),
    "coding.short_code_expired": _("The short code has ended"),
    "coding.short_code_not_begun": _("The short code has not begun"),
    "coding.short_code_of_other_unit": _("The short code is another unit's"),
    "coding.short_code_of_other_person": _("The short code is another person's"),
    "coding.short_code_doubly_linked": _("The short code leads to two places"),
    "authority.no_role": _("No role that may send"),
    "authority.mandate_expired": _("The mandate has ended"),
    "authority.mandate_not_begun": _("The mandate has not begun"),
    "authority.outside_unit": _("The mandate does not reach the unit"),
    "authority.category_not_allowed": _("The mandate does not reach the goods"),
    "authority.agreement_not_allowed": _("The mandate does not reach the agreement"),
    "authority.above_limit": _("Above the amount of the mandate"),
    "authority.limit_in_other_currency": _("The mandate is in another currency"),
    "agreements.not_active": _("The agreement is not in force"),
    "agreements.not_begun": _("The agreement has not begun"),
    "agreements.has_expired": _("The agreement has ended"),
    "agreements.not_entitled": _("The unit may not use the agreement"),
    "agreements.other_currency": _("The agreement is in another currency"),
    "agreements.below_minimum_order": _("Less than the least order"),
    "agreements.ceiling_reached": _("The agreement is used up"),
    "approvals.no_approver": _("Nobody can approve"),
    "approvals.nothing_to_approve": _("There is nothing to approve"),
    "approvals.several_currencies": _("Several currencies in one cart"),
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
    "answered": pgettext_lazy("step of a message", "Its sender was told what became of it"),
    "business_response": pgettext_lazy("step of a message", "The receiver answered"),
    "received": pgettext_lazy("step of a message", "Arrived and stored"),
    "repeated": pgettext_lazy("step of a message", "Arrived once more, without effect"),
    "waiting": pgettext_lazy("step of a message", "Waits for another document"),
    "taken_in": pgettext_lazy("step of a message", "Taken in"),
    "refused": pgettext_lazy("step of a message", "Refused"),
    "undeliverable": pgettext_lazy("step of a message", "Nobody here could be found for it"),
    "conflict": pgettext_lazy("step of a message", "In conflict with an earlier message"),
    "settled": pgettext_lazy("step of a message", "Somebody settled the conflict"),
    "forwarded": pgettext_lazy("step of a message", "Passed on to its receiver"),
    "retried": pgettext_lazy("step of a message", "Somebody asked for another try"),
    "opened": pgettext_lazy("step of a message", "Opened by a person"),
}


#: What can be done to a chain of documents (`kernel.deeds`).
DEEDS: Mapping[str, Any] = {
    "need": pgettext_lazy("deed", "Need"),
    "approve": pgettext_lazy("deed", "Approval"),
    "order": pgettext_lazy("deed", "Order"),
    "receive": pgettext_lazy("deed", "Receipt"),
    "attest_review": pgettext_lazy("deed", "Review attest"),
    "attest_decision": pgettext_lazy("deed", "Decision attest"),
    "prepare_payment": pgettext_lazy("deed", "Preparing the payment"),
    "release_payment": pgettext_lazy("deed", "Releasing the payment"),
    "change_supplier": pgettext_lazy("deed", "Change of the supplier"),
    "change_account": pgettext_lazy("deed", "Change of the supplier's account"),
    "key_order": pgettext_lazy("deed", "Keying the order"),
    "review_order": pgettext_lazy("deed", "Review of the keyed order"),
    "set_hold": pgettext_lazy("deed", "Putting the hold"),
    "release_hold": pgettext_lazy("deed", "Releasing the hold"),
    "ship": pgettext_lazy("deed", "Shipping"),
    "bill": pgettext_lazy("deed", "Invoicing"),
}

#: How two deeds that are kept apart were done (`authority.certifying`).
APART: Mapping[str, Any] = {
    "apart": pgettext_lazy("two deeds", "By different people"),
    "not_yet": pgettext_lazy("two deeds", "One of them has not been done"),
    "dispensed": pgettext_lazy("two deeds", "By the same, who had been let by decision"),
    "together": pgettext_lazy("two deeds", "By the same, or by two who count as one"),
}

#: What stands against bringing two deeds together (`authority.prover`).
STOPPED_BY: Mapping[str, Any] = {
    "ledger": _("It is refused when the second deed is tried on the same chain"),
    "nothing": _("Nothing stops it"),
    "dispensation": _("A dispensation lets it through"),
    "decision": _("The organisation has decided to allow it"),
}

DISPENSATIONS: Mapping[str, Any] = {
    "coming": pgettext_lazy("dispensation", "Not begun"),
    "in_force": pgettext_lazy("dispensation", "In force"),
    "to_review": pgettext_lazy("dispensation", "To be reviewed"),
    "reviewed": pgettext_lazy("dispensation", "Reviewed"),
}

PROOFS: Mapping[str, Any] = {
    "asked": pgettext_lazy("proof", "Being made"),
    "holds": pgettext_lazy("proof", "Nothing found"),
    "found": pgettext_lazy("proof", "Something found"),
    "open": pgettext_lazy("proof", "Something stands open"),
}


RULE_SETS: Mapping[str, Any] = {
    "approvals.routing": pgettext_lazy("rules", "Who approves"),
    "approvals.tolerance": pgettext_lazy("rules", "How much a price may move after approval"),
    "authority.conduct": pgettext_lazy("rules", "Rules of conduct"),
    "authority.gates": pgettext_lazy("rules", "What is asked for before a right counts"),
    "authority.role_rights": pgettext_lazy("rules", "What each role may"),
    "authority.roles_apart": pgettext_lazy("rules", "Roles that are kept apart"),
    "authority.separation": pgettext_lazy("rules", "Separation of duties"),
    "authority.vacancy": pgettext_lazy("rules", "How long a position may be vacant"),
    "catalogues.control": pgettext_lazy("rules", "Control of price lists"),
    "invoices.tolerances": pgettext_lazy("rules", "Tolerances of invoices"),
    "notices.rules": pgettext_lazy("rules", "Rules for notices"),
    "payables.chart": pgettext_lazy("rules", "Accounts of the bookkeeping"),
    "receipts.limits": pgettext_lazy("rules", "Limits of receipts"),
    "responsibility.duties": pgettext_lazy("rules", "Duties of managers"),
    "responsibility.matrix": pgettext_lazy("rules", "Who does what"),
    "responsibility.order_management": pgettext_lazy("rules", "How ordering is organised"),
    "responsibility.parts": pgettext_lazy("rules", "Central and local parts"),
    "sales.stage_norms": pgettext_lazy("rules", "Times of the steps of a sale"),
    "training.requirements": pgettext_lazy("rules", "Training that is asked for"),
}
_REFERENCE = re.compile(r"([a-z_]+\.[a-z_]+)/([0-9]+)")


def rules_named(references: str) -> str:
    """What people call dated rules that decided, with their version: "invoices.tolerances/3". Version 0
    is what the product comes with."""
    return _REFERENCE.sub(_rules_named, references)


def _rules_named(found: re.Match[str]) -> str:
    name, version = found.groups()
    said = {"rules": RULE_SETS.get(name, name), "version": version}
    if version == "0":
        return gettext("%(rules)s, as the product comes") % said
    return gettext("%(rules)s, version %(version)s") % said


def _of_duties() -> dict[str, Mapping[str, Any]]:
    """Deeds, and how they are kept apart."""
    return {
        "deed": DEEDS,
        "apart": APART,
        "stopped_by": STOPPED_BY,
        "dispensation": DISPENSATIONS,
        "proof": PROOFS,
    }


@cache
def tables() -> Mapping[str, Mapping[str, Any]]:
    """Every table of words by the name that templates call it."""
    return {
        **_between(),
        **_of_goods(),
        **_of_invoices(),
        **_of_sales(),
        **_of_duties(),
        **_of_responsibility(),
        **_of_onboarding(),
    }


def _words(choices: Any) -> Mapping[str, Any]:
    return {member.value: member.label for member in choices}


def _between() -> dict[str, Mapping[str, Any]]:
    """Documents and those who write them, agreements and price lists, and what is asked of support."""
    from avrop.agreements import lifecycle as agreements
    from avrop.buying.orders import kinds
    from avrop.catalogues import lifecycle as catalogues
    from avrop.exchange import lifecycle as exchange
    from avrop.exchange import pushing
    from avrop.support import kinds as case_kinds
    from avrop.support import lifecycle as cases
    from avrop.training import lifecycle as training

    return {
        "document": DOCUMENTS,
        "channel": CHANNELS,
        "answer": ANSWERS,
        "means": _words(kinds.ContactMeans),
        "message": _words(exchange.State),
        "pushed": _words(pushing.Pushed),
        "direction": _words(exchange.Direction),
        "step": STEPS,
        "sign_in_method": {**SIGN_IN_METHODS, **{one.id: one.name for one in sign_ins.KNOWN}},
        "session_end": SESSION_ENDS,
        "agreement": _words(agreements.State),
        "on_silence": _words(agreements.OnSilence),
        "price_list": _words(catalogues.State),
        "case": _words(cases.State),
        "course": _words(training.VersionState),
        "training_test": _words(training.SittingState),
        "certificate": CERTIFICATES,
        "item": ITEMS,
        "case_topic": _words(case_kinds.Topic),
        "case_entry": _words(case_kinds.Entry),
    }


#: Kinds of passes, how it stands with one, what nobody looks after, and who could help.
PASS_KINDS: Mapping[str, Any] = {
    "certificate": _("Certificate"),
    "licence": _("Licence"),
    "acknowledgement": _("Policy that has been read"),
    "decision": _("Decision about a person"),
}
PASS_STANDINGS: Mapping[str, Any] = {
    "valid": pgettext_lazy("how it stands with a certificate", "Valid"),
    "waived": pgettext_lazy("how it stands with a certificate", "Let through for now"),
    "not_begun": pgettext_lazy("how it stands with a certificate", "Not begun"),
    "expired": pgettext_lazy("how it stands with a certificate", "Expired"),
    "revoked": pgettext_lazy("how it stands with a certificate", "Withdrawn"),
    "missing": pgettext_lazy("how it stands with a certificate", "Missing"),
}
PASS_STATES: Mapping[str, Any] = {
    "valid": pgettext_lazy("state of certificates", "Valid today"),
    "ending": pgettext_lazy("state of certificates", "End within 60 days"),
    "ended": pgettext_lazy("state of certificates", "Have ended"),
}
VACANCIES: Mapping[str, Any] = {
    "position": _("Position without a holder"),
    "category": _("Restricted goods whose responsible person has left"),
    "coordinator": _("Group of goods whose coordinator has left"),
}
HELPS: Mapping[str, Any] = {
    "pass": _("%(name)s can register what is missing."),
    "waiver": _("%(name)s can let through for a short time."),
    "mandate": _("%(name)s can give a mandate."),
    "act": _("%(name)s may do it."),
}


def _of_rights() -> dict[str, Mapping[str, Any]]:
    """Who may do what, and what must be shown besides."""
    from avrop.authority.models import Level
    from avrop.authority.pass_models import Moment
    from avrop.authority.post_models import Post, Who

    return {
        "pass_kind": PASS_KINDS,
        "pass_standing": PASS_STANDINGS,
        "pass_state": PASS_STATES,
        "vacancy": VACANCIES,
        "level": _words(Level),
        "licence_moment": _words(Moment),
        "appointed_as": _words(Post),
        "position": POSITIONS,
        "who_may_order": _words(Who),
    }


def _of_goods() -> dict[str, Mapping[str, Any]]:
    """What is asked for, ordered, approved and received."""
    from avrop.approvals import lifecycle as approvals
    from avrop.buying.orders import kinds, lifecycle
    from avrop.buying.receipts import kinds as receipt_kinds
    from avrop.buying.receipts import lifecycle as receipts
    from avrop.buying.requisitions import lifecycle as requisitions

    return {
        **_of_rights(),
        "allergen": ALLERGENS,
        "label": LABELS,
        "refusal": REFUSALS,
        "stop": STOPS,
        "order": _words(lifecycle.State),
        "extent": _words(kinds.Extent),
        "requisition": _words(requisitions.State),
        "requisition_line": _words(requisitions.LineState),
        "approval": _words(approvals.State),
        "approval_step": _words(approvals.StepState),
        "claim": _words(receipts.ClaimState),
        "claim_reason": _words(receipt_kinds.Reason),
        "claim_remedy": _words(receipt_kinds.Remedy),
        "claim_age": AGES,
        "expected_credit": _words(receipts.CreditState),
        "clock": CLOCKS,
        "short_code": SHORT_CODES,
        **_of_the_organisation(),
    }


def _of_the_organisation() -> dict[str, Mapping[str, Any]]:
    """Units and people from files, and contacts."""
    from avrop.parties.touching import things
    from avrop.site.organisation_words import TABLES

    return {**TABLES, "touched": things()}


def _of_onboarding() -> dict[str, Mapping[str, Any]]:
    """New departments, and requesters who come, move and leave."""
    from avrop.onboarding import kinds, lifecycle

    return {
        "new_department": _words(lifecycle.State),
        "department_question": _words(lifecycle.QuestionState),
        "requester_kind": _words(kinds.ChangeKind),
        "requester_source": _words(kinds.Source),
        "requester_state": _words(lifecycle.ChangeState),
    }


def _of_invoices() -> dict[str, Mapping[str, Any]]:
    """What is invoiced to us, and paid."""
    from avrop.buying.invoices import kinds as invoice_kinds
    from avrop.buying.invoices import lifecycle as invoices
    from avrop.buying.payables import kinds as payable_kinds
    from avrop.buying.payables import lifecycle as payables

    return {
        "invoice": _words(invoices.State),
        "invoice_kind": _words(invoice_kinds.InvoiceKind),
        "difference": _words(invoices.DifferenceState),
        "difference_kind": _words(invoice_kinds.DifferenceKind),
        "settlement": _words(invoice_kinds.Settlement),
        "attest": _words(invoice_kinds.AttestKind),
        "reference": _words(invoice_kinds.Reference),
        "payment": _words(payables.PaymentState),
        "proposal": _words(payables.ProposalState),
        "bank_entry": _words(payables.EntryState),
        "oddity": _words(payable_kinds.Oddity),
    }


def _of_sales() -> dict[str, Mapping[str, Any]]:
    """What is sold, sent out and invoiced by us."""
    from avrop.selling.billing import lifecycle as billing
    from avrop.selling.fulfilment import lifecycle as fulfilment
    from avrop.selling.sales import lifecycle as sales
    from avrop.selling.stock import rules as stock

    return {
        "stage": _words(sales.Stage),
        "department": _words(sales.Department),
        "source": _words(sales.Source),
        "priority": _words(sales.Priority),
        "sales_line": _words(sales.LineState),
        "hold": HOLDS,
        "hand_off": _words(sales.HandOffState),
        "sales_invoice": _words(billing.InvoiceState),
        "sales_invoice_kind": _words(billing.InvoiceKind),
        "despatch": _words(fulfilment.DespatchState),
        "movement": _words(stock.MovementKind),
    }


def _of_responsibility() -> dict[str, Mapping[str, Any]]:
    """Who answers for what, who confirms it, and what is to change."""
    from avrop.responsibility import (
        activities,
        changing,
        duties,
        lifecycle,
        operating,
        parts,
        posts,
    )

    return {
        "activity": {one.code: one.name for one in activities.CATALOGUE},
        "part": _words(activities.Part),
        "gap": GAPS,
        "letters": LETTERS,
        "decision_level": _words(parts.Level),
        "decision_conflict": _words(parts.Conflict),
        "post_kind": _words(posts.Kind),
        "hand_over_point": _words(posts.Item),
        "order_owner": _words(operating.Owner),
        "frequency": _words(duties.Frequency),
        "unit_confirmation": _words(duties.Standing),
        "planned_change": _words(lifecycle.State),
        "change_step": _words(changing.StepKind),
        "phase": _words(changing.Phase),
    }


def named(value: Any, table: str) -> str:
    """What people call a stored value; the value itself where the table does not know it."""
    return _named(str(value), table, get_language())


@lru_cache(20_000)
def _named(value: str, table: str, language: str | None) -> str:
    return str(tables()[table].get(value, value))


def role_name(code: str) -> str:
    """What people call a role of the catalogue, or whoever runs the installation; the code itself for
    another."""
    from avrop.authority.roles import CATALOGUE

    if code == OPERATOR:
        return str(_("Whoever runs the installation"))
    language = get_language() or "sv"
    names = {role.code: role.name for role in CATALOGUE}
    return names[code].in_language(language) if code in names else code
