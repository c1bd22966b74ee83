"""Sentences for events: what happened, as the audit trail and a document's history tell it.

One table for every event of every app, so that none can be without words (a test holds it).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

ONBOARDING: Mapping[str, Any] = {
    "onboarding.department_begun": _("The form of a new department was begun."),
    "onboarding.department_saved": _("The form was saved as a draft."),
    "onboarding.department_submitted": _("The form was sent to the coordinator."),
    "onboarding.department_numbered": _("A location number (GLN) was kept for the department."),
    "onboarding.centre_asked": _("The distribution centre was asked for delivery days."),
    "onboarding.days_taken": _("The distribution centre answered with delivery days."),
    "onboarding.department_registered": _("The department was registered and its suppliers told."),
    "onboarding.question_sent_again": _("Somebody outside was asked again, by a new link."),
    "onboarding.question_reminded": _("Those who had not answered were reminded."),
    "onboarding.link_shown": _("A link was shown, to be passed on by hand."),
    "onboarding.link_opened": _("The link was opened for the first time."),
    "onboarding.supplier_answered": _("A supplier answered: ordering from it is open."),
    "onboarding.department_ready": _("Every supplier has answered: the department is ready."),
    "onboarding.department_restarted": _("The address changed, and suppliers were told again."),
    "onboarding.department_rejected": _("The form was sent back to be changed."),
    "onboarding.department_cancelled": _("The new department was given up."),
    "onboarding.department_handed_over": _("Another coordinator took over."),
    "onboarding.centre_request_taken": _("A customer asked for delivery days."),
    "onboarding.centre_request_answered": _("The customer was told the delivery days."),
    "onboarding.centre_request_withdrawn": _("The customer no longer asks for delivery days."),
    "onboarding.requester_welcomed": _("A new requester got a short code and a mandate."),
    "onboarding.requester_moved": _("What a requester left in a unit was taken care of."),
    "onboarding.requester_left": _("What a leaving requester had open was taken care of."),
    "onboarding.taker_named": _("Somebody was named to take over."),
    "onboarding.requester_change_finished": _("Nothing is left to do about the requester."),
    "orders.orders_taken_over": _("Orders were taken over by somebody else."),
    "requisitions.carts_taken_over": _("Carts were taken over by somebody else."),
}

PARTIES: Mapping[str, Any] = {
    "kernel.exported": _("Something was taken out as a file."),
    "kernel.records_disposed": _("Records were disposed of by decision."),
    "parties.api_key_issued": _("A key for a program was issued."),
    "parties.api_key_revoked": _("A key for a program was revoked."),
    "parties.contact_confirmed": _("A contact was confirmed."),
    "parties.contact_flagged": _("A contact was marked as doubtful."),
    "parties.contact_set": _("A contact was given."),
    "parties.gln_allocated": _("A unit got its own location number (GLN)."),
    "parties.organisation_changed": _("Facts about an organisation were changed."),
    "parties.organisation_registered": _("An organisation was registered."),
    "parties.person_added": _("A person was added."),
    "parties.person_changed": _("Facts about a person were changed."),
    "parties.person_ended": _("A person left."),
    "parties.person_invited": _("A person was given a link to choose a password by."),
    "parties.person_moved": _("A person moved to another unit."),
    "parties.suppliers_awaited": _("A unit waits for answers of suppliers before it can order."),
    "parties.tenant_founded": _("The organisation was founded here."),
    "parties.terms_agreed": _("Terms with a partner were agreed."),
    "parties.unit_changed": _("Facts about a unit were changed."),
    "parties.unit_closed": _("A unit was closed."),
    "parties.unit_moved": _("A unit was moved."),
    "parties.unit_opened": _("A unit was opened."),
    "tasks.task_escalated": _("A task was escalated."),
    "tasks.task_given_back": _("A task was given back."),
    "tasks.task_taken": _("A task was taken."),
    "tasks.tasks_closed": _("Tasks were closed."),
    "tasks.tasks_handed_over": _("Tasks were handed over to somebody else."),
    "tasks.tasks_opened": _("Tasks were opened."),
}

RIGHTS_AND_RULES: Mapping[str, Any] = {
    "authority.category_restricted": _("A category was restricted to those responsible for it."),
    "authority.delegation_ended": _("A delegation was ended."),
    "authority.mandate_delegated": _("A mandate was delegated."),
    "authority.mandate_granted": _("A mandate was granted."),
    "authority.mandate_revoked": _("A mandate was revoked."),
    "authority.mandates_ended": _("Somebody's mandates were ended."),
    "authority.restriction_lifted": _("A restriction of a category was lifted."),
    "authority.roles_apart_changed": _("The rules on which roles are kept apart were changed."),
    "authority.desks_combined": _("Somebody came to work at both desks."),
    "authority.roles_installed": _("The role catalogue was installed."),
    "authority.separation_changed": _("The rules on separation of duties were changed."),
    "coding.account_mapped": _("A category was given its account."),
    "coding.combination_decided": _("A rule on combinations of codes was decided."),
    "coding.combination_ended": _("A rule on combinations of codes was ended."),
    "coding.dimension_defined": _("A coding dimension was defined."),
    "coding.short_code_ended": _("A short code was ended."),
    "coding.short_code_issued": _("A short code was issued."),
    "coding.short_code_renewed": _("A short code was renewed."),
    "coding.short_codes_imported": _("Short codes were imported."),
    "coding.value_ended": _("A coding value was ended."),
    "coding.values_added": _("Coding values were added."),
    "agreements.agreement_activated": _("The agreement was activated."),
    "agreements.agreement_changed": _("The agreement was changed."),
    "agreements.agreement_ended": _("The agreement was ended."),
    "agreements.agreement_extended": _("The agreement was extended."),
    "agreements.agreement_reconciled": _("The sum of the agreement's call-offs was recomputed."),
    "agreements.agreement_registered": _("The agreement was registered."),
    "agreements.call_off_given_back": _("A call-off, or part of it, was given back."),
    "agreements.call_off_recorded": _("A call-off was recorded."),
    "agreements.ceiling_changed": _("The agreement's ceiling was changed."),
    "agreements.ceiling_neared": _("The agreement neared its ceiling."),
    "agreements.ends_announced": _("The agreement's coming end was announced."),
    "agreements.prices_agreed": _("Prices of the agreement were agreed."),
    "agreements.units_entitled": _("Units were entitled to order under the agreement."),
    "catalogues.agreement_assigned": _("A price list was assigned to its agreement."),
    "catalogues.catalogue_activated": _("A price list was activated."),
    "catalogues.catalogue_received": _("A price list came in."),
    "catalogues.catalogue_rejected": _("A price list was rejected."),
    "catalogues.catalogue_scheduled": _("A price list was scheduled."),
    "catalogues.control_changed": _("The rules for checking price lists were changed."),
    "catalogues.favourite_dropped": _("An article is no longer a favourite."),
    "catalogues.favourite_kept": _("An article became a favourite."),
    "catalogues.lines_reviewed": _("Lines of a price list were reviewed."),
    "approvals.approval_granted": _("Everything was approved."),
    "approvals.approval_requested": _("Approval was asked for."),
    "approvals.approval_returned": _("It was returned for change."),
    "approvals.approval_withdrawn": _("The request for approval was withdrawn."),
    "approvals.routing_changed": _("The rules on who approves were changed."),
    "approvals.step_approved": _("A part was approved."),
    "approvals.tolerance_changed": _("The tolerance of approvals was changed."),
}

BUYING: Mapping[str, Any] = {
    "requisitions.lines_handed_over": _("Lines were handed over to somebody else."),
    "requisitions.lines_set_aside": _(
        "Lines that were stopped were set aside in a cart of their own."
    ),
    "requisitions.mending_asked": _("Somebody was asked to mend what stops the requisition."),
    "requisitions.requisition_approved": _("The requisition was approved."),
    "requisitions.requisition_changed": _("Whoever was to approve the requisition changed it."),
    "requisitions.requisition_closed": _("The requisition was closed."),
    "requisitions.requisition_edited": _("The requisition was edited."),
    "requisitions.requisition_returned": _("The requisition was returned for change."),
    "requisitions.requisition_started": _("The requisition was started."),
    "requisitions.requisition_submitted": _("The requisition was submitted."),
    "requisitions.requisition_withdrawn": _("The requisition was withdrawn."),
    "orders.contact_logged": _("A contact with the seller was written down."),
    "orders.invitation_withdrawn": _("The supplier’s invitation was taken back."),
    "orders.seller_invited": _(
        "The supplier was invited to carry out the order without an account."
    ),
    "orders.order_answered": _("The seller answered."),
    "orders.order_cancellation_asked": _("Cancellation was asked for."),
    "orders.order_cancelled": _("The order was cancelled."),
    "orders.order_changes_accepted": _("The seller's changes were accepted."),
    "orders.order_changes_refused": _("The seller's changes were refused."),
    "orders.order_closed": _("The order was closed."),
    "orders.order_reconciled": _("The order's sums were recomputed."),
    "orders.order_reopened": _("The order was reopened."),
    "orders.order_sent": _("The order was sent."),
    "orders.order_unanswered": _("The time for the seller's answer ran out."),
    "orders.orders_created": _("Orders were made."),
    "receipts.claims_closed": _("Claims were closed."),
    "receipts.claim_notified": _("A claim was notified to the seller."),
    "receipts.despatch_noted": _("The seller announced a delivery."),
    "receipts.goods_arrived": _("Goods arrived at the distribution centre."),
    "receipts.limits_changed": _("The limits for receipts were changed."),
    "receipts.photos_added": _("Photographs were put beside a receipt."),
    "receipts.receipt_corrected": _("A receipt was corrected."),
    "receipts.receipt_registered": _("Goods were received."),
    "invoices.credit_note_matched": _("A credit note was matched."),
    "invoices.differences_settled": _("Differences were settled."),
    "invoices.invoice_approved": _("The invoice was approved for payment."),
    "invoices.invoice_coded": _("The invoice was coded."),
    "invoices.invoice_disputed": _("The invoice was disputed."),
    "invoices.invoice_matched": _("The invoice was matched."),
    "invoices.invoice_received": _("An invoice came in."),
    "invoices.invoice_resumed": _("The dispute about the invoice was ended."),
    "invoices.invoice_reviewed": _("The invoice was attested after review."),
    "invoices.invoices_paid": _("Invoices were paid."),
    "payables.bank_answered": _("The bank answered."),
    "payables.bank_entry_explained": _("A booking of the bank was explained."),
    "payables.chart_changed": _("The accounts for booking were changed."),
    "payables.invoice_booked": _("The invoice was booked."),
    "payables.payment_file_made": _("A payment file was made."),
    "payables.payments_proposed": _("Payments were prepared."),
    "payables.payments_released": _("Payments were released."),
    "payables.proposal_withdrawn": _("A payment proposal was withdrawn."),
    "payables.sie_file_made": _("Vouchers were fetched for the accounting system."),
    "invoices.order_attached": _("The invoice was tied to an order."),
    "invoices.tolerances_changed": _("The tolerances of invoices were changed."),
}

EXCHANGE: Mapping[str, Any] = {
    "exchange.conflict_settled": _("A conflict between two messages was settled."),
    "exchange.endpoint_registered": _("An electronic address was registered."),
    "exchange.endpoint_withdrawn": _("An electronic address was withdrawn."),
    "exchange.message_acknowledged": _("A message was acknowledged."),
    "exchange.message_conflicting": _("A message is in conflict with an earlier one."),
    "exchange.message_delivered": _("A message was delivered."),
    "exchange.message_failed": _("A message could not be delivered."),
    "exchange.message_forwarded": _("A message was passed on to its receiver."),
    "exchange.message_handed_over": _("A message was handed over."),
    "exchange.message_queued": _("A message was put in the queue."),
    "exchange.message_received": _("A message arrived."),
    "exchange.message_refused": _("A message was refused."),
    "exchange.message_repeated": _("A message arrived once more."),
    "exchange.message_resent": _("A message was sent again."),
    "exchange.messages_pushed_on": _("Messages that were stuck were tried again."),
    "exchange.message_retried": _("A message was tried again."),
    "exchange.message_taken_in": _("A message was taken in."),
    "exchange.message_undeliverable": _("Nobody here could be found for a message."),
}

SELLING: Mapping[str, Any] = {
    "stock.assortment_changed": _("The assortment was changed."),
    "stock.catalogue_published": _("A price list was published."),
    "stock.prices_agreed": _("Prices were agreed with customers."),
    "stock.stock_moved": _("Stock was moved."),
    "sales.change_requested": _("The customer asked for a change."),
    "sales.change_settled": _("The customer's change was settled."),
    "sales.contact_recorded": _("A contact with the customer was written down."),
    "sales.desk_crossed": _("Somebody did the work of the other desk for a day."),
    "sales.hand_off_returned": _("Another department returned the order."),
    "sales.hand_off_taken": _("Another department took the order over."),
    "sales.handed_over": _("The order was given to another department."),
    "sales.hold_released": _("A hold was released."),
    "sales.hold_set": _("The order was put on hold."),
    "sales.hold_type_defined": _("A kind of hold was defined."),
    "sales.interception_settled": _("It was settled whether the goods could be stopped."),
    "sales.guest_admitted": _("Somebody whom the customer has invited was let in to the order."),
    "sales.link_issued": _("A link to carry out the order without an account was given."),
    "sales.link_opened": _("The link to the order was opened."),
    "sales.link_revoked": _("The link to the order was taken back."),
    "sales.order_answered": _("The order was answered."),
    "sales.order_cancelled": _("The order was cancelled."),
    "sales.order_reassigned": _("The order was moved to another department."),
    "sales.order_received": _("The order came in."),
    "sales.order_reviewed": _("The keyed order was reviewed."),
    "sales.priority_set": _("The priority of the order was changed."),
    "sales.stage_norms_set": _("The times for the stages were decided."),
    "sales.stage_reached": _("The order reached its next stage."),
    "fulfilment.delivered": _("The delivery arrived."),
    "fulfilment.despatched": _("The goods were despatched."),
    "fulfilment.order_allocated": _("Stock was allocated to the order."),
    "fulfilment.picked": _("The goods were picked."),
    "billing.credit_note_issued": _("A credit note was issued."),
    "billing.invoice_issued": _("An invoice was issued."),
    "billing.payment_registered": _("A payment was registered."),
    "twin.moved": _("The seller twin took its next step."),
    "twin.script_set": _("The seller twin was given its script."),
}

SUPPORT: Mapping[str, Any] = {
    "support.case_opened": _("Somebody asked for help."),
    "support.case_taken": _("Somebody took the case."),
    "support.case_answered": _("The question was answered."),
    "support.case_asked_more": _("The answer was not enough; more was asked."),
    "support.case_told": _("The one who asked has been told the answer."),
    "support.case_closed": _("The case was closed."),
}

#: The same of an order whose seller the reader is told too.
WITH_SELLER: Mapping[str, Any] = {
    "orders.contact_logged": _("A contact with %(seller)s was written down."),
    "orders.order_answered": _("%(seller)s answered."),
    "orders.order_cancellation_asked": _("Cancellation was asked for of %(seller)s."),
    "orders.order_cancelled": _("The order to %(seller)s was cancelled."),
    "orders.order_changes_accepted": _("The changes of %(seller)s were accepted."),
    "orders.order_changes_refused": _("The changes of %(seller)s were refused."),
    "orders.order_closed": _("The order to %(seller)s was closed."),
    "orders.order_reopened": _("The order to %(seller)s was reopened."),
    "orders.order_sent": _("The order was sent to %(seller)s."),
    "orders.seller_invited": _("%(seller)s was invited to carry out the order without an account."),
    "orders.order_unanswered": _("The time for %(seller)s to answer ran out."),
}

HAPPENINGS: Mapping[str, Any] = {
    **PARTIES,
    **RIGHTS_AND_RULES,
    **EXCHANGE,
    **BUYING,
    **SELLING,
    **SUPPORT,
    **ONBOARDING,
}


def happening(name: str, facts: Mapping[str, str], *, seller: str = "") -> str:
    """What happened, in words; the event's name where it has none. `seller` is whose order it is, where
    the reader does not see it beside."""
    if seller and name in WITH_SELLER:
        return str(WITH_SELLER[name]) % {"seller": seller}
    if name == "sales.stage_reached":
        return stage_reached(facts.get("stage", ""))
    return str(HAPPENINGS.get(name, name))


def stage_reached(stage: str) -> str:
    """The stage itself says more than that there is a next one."""
    from avrop.site.words import named

    return named(stage, "stage")
