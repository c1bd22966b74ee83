"""Words of orders: a sentence for every code. Refusals, differences, standings, trace and tasks."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from avrop.kernel.wording import Wording

REFUSALS: Mapping[str, Wording] = {
    "orders.no_lines": Wording(
        _("The order has no lines."), _("Add at least one line."), fixer="requester"
    ),
    "orders.seller_has_no_endpoint": Wording(
        _("%(seller)s has no electronic address that orders can be sent to."),
        _("Ask the coordinator to register it."),
        fixer="coordinator",
    ),
    "orders.no_customer_number": Wording(
        _("%(seller)s takes orders only under a customer number, and there is none."),
        _("Ask the coordinator to get one."),
        fixer="coordinator",
    ),
    "orders.seller_has_not_answered": Wording(
        _("%(seller)s has been told of %(unit)s and has not answered with a customer number yet."),
        _(
            "Wait for the answer, or ask the coordinator to ring the supplier and write down the number."
        ),
        fixer="coordinator",
    ),
    "orders.no_delivery_address": Wording(
        _("The order does not say where the goods are to be delivered."),
        _("Ask the coordinator to register the unit's delivery address."),
        fixer="coordinator",
    ),
    "orders.approval_does_not_cover": Wording(
        _("What is to be sent is not covered by an approval."),
        _("Submit the cart again, so that it is approved as it is now."),
        fixer="requester",
    ),
    "orders.wanted_day_has_passed": Wording(
        _("Line %(line)s: %(name)s is wanted on %(wanted)s, and that day has passed."),
        _("Cancel the order and begin a new cart with a later day."),
        fixer="requester",
    ),
    "orders.not_open_for_its_seller": Wording(
        _("The order is not with %(seller)s now, so there is nothing there to carry out."),
        _("Send it first; an order that is rejected, cancelled or closed needs no invitation."),
    ),
    "orders.seller_is_not_here": Wording(
        _("%(seller)s receives its orders elsewhere: nothing of them is here to open."),
        _("Ask %(seller)s to answer in its own system."),
    ),
    "orders.seller_has_people_here": Wording(
        _("%(seller)s has people of its own who sign in here. Only they let anybody in."),
        _("Ask them to answer, or to give a link themselves."),
    ),
    "orders.seller_answers_itself": Wording(
        _(
            "%(seller)s has people of its own here now, so the customer’s link opens nothing any more."
        ),
        _("Ask them to answer the order, or to give you a link of their own."),
    ),
    "orders.seller_has_own_system": Wording(
        _("By what is registered, %(seller)s does not take orders through the portal."),
        _("If it has no system of its own, have the portal registered as its way for orders."),
        fixer="system_administrator",
    ),
    "orders.invites_to_own_order": Wording(
        _("Nobody invites a supplier to an order of his own: one person could order and answer."),
        _("Ask a colleague who may invite suppliers."),
        fixer="coordinator",
    ),
    "orders.nobody_invited": Wording(
        _("It does not say whom the invitation is for."),
        _("Give an e-mail address, or the name of whoever gets the link from you."),
    ),
    "orders.holder_too_long": Wording(
        _("Whom it is for is longer than the %(most)s characters there is room for."),
        _("Shorten it."),
    ),
    "orders.invitation_ends_wrong": Wording(
        _("An invitation is good until a day from today to %(last)s."), _("Choose such a day.")
    ),
    "orders.invitation_withdrawn": Wording(
        _("The invitation was taken back before; nobody can use it."),
        _("Make a new one where it is still needed."),
    ),
    "orders.document_breaks_rule": Wording(
        _("The order document would break the rule %(rule)s at “%(where)s”."),
        _("Ask a system administrator to look at the master data that the order was made of."),
        fixer="system_administrator",
    ),
    "orders.answer_code_unknown": Wording(
        _("“%(code)s” is not an answer that an order can get."),
        _("Ask the seller to answer with AB, AP, CA or RE."),
    ),
    "orders.answer_line_code_unknown": Wording(
        _("Line %(line)s of the answer carries the unknown code “%(code)s”."),
        _("Ask the seller to answer again."),
    ),
    "orders.answer_names_unknown_line": Wording(
        _("The answer is about a line %(line)s that the order does not have."),
        _("Ask the seller to answer again, with our own line numbers."),
    ),
    "orders.answer_leaves_line_out": Wording(
        _("The answer changes the order but says nothing of line %(line)s, %(name)s."),
        _("Ask the seller to answer again, with all lines."),
    ),
    "orders.answer_in_other_unit": Wording(
        _("The answer gives line %(line)s in the unit %(theirs)s; it was ordered in %(ours)s."),
        _("Ask the seller to answer again, in the unit that was ordered."),
    ),
    "orders.answer_in_other_currency": Wording(
        _("The answer is in %(theirs)s; the order is in %(ours)s."),
        _("Ask the seller to answer again, in the order's currency."),
    ),
    "orders.answer_to_unknown_order": Wording(
        _("No order with the number %(number)s has been sent from here."),
        _("Ask the seller which order is meant."),
        fixer="coordinator",
    ),
    "orders.answer_from_other_seller": Wording(
        _("The answer comes from %(seller)s, to whom the order was not sent."),
        _("Ask the sender which order is meant."),
        fixer="coordinator",
    ),
    "orders.no_offer_to_refuse": Wording(
        _("The seller has not offered any changes that wait for a decision."),
        _("Open the order again: somebody may have decided before you."),
    ),
    "orders.increase_not_approved": Wording(
        _(
            "With the changes the order costs %(after)s instead of %(before)s. Together with the other"
            " orders from the same cart that is more than was approved."
        ),
        _("Refuse the changes, or have the higher amount approved."),
        fixer="approver",
    ),
    "orders.contact_required": Wording(
        _("This seller takes no changes as documents: it must be told by a person."),
        _("Get in touch with the seller, and write down with whom, when and how."),
        fixer="requester",
    ),
    "orders.contact_without_name": Wording(
        _("The contact does not say with whom."), _("Name the person you spoke with.")
    ),
    "orders.contact_means_unknown": Wording(
        _("“%(means)s” is not a way of getting in touch."),
        _("Choose telephone, e-mail, portal, meeting or letter."),
    ),
    "orders.contact_says_nothing": Wording(
        _("The contact does not say what was agreed."), _("Write it down.")
    ),
    "orders.contact_in_future": Wording(
        _("The contact is said to be in the future."), _("Give the time when it took place.")
    ),
    "orders.cancelled_without_reason": Wording(
        _("An order cannot be cancelled without a reason."), _("Write why.")
    ),
    "orders.goods_are_on_the_way": Wording(
        _("Goods of this order are already on their way or here."),
        _("Receive them, and return or claim what is not wanted."),
    ),
    "orders.answer_is_not_overdue": Wording(
        _("The seller still has time to answer, or has answered."),
        _("Wait until the time agreed has passed."),
    ),
    "orders.has_been_chased": Wording(
        _("The seller's silence was acted on at %(chased)s."), _("Look at the task it led to.")
    ),
}

DIFFERENCES: Mapping[str, Wording] = {
    "orders.line_rejected": Wording(_("Line %(line)s, %(name)s, will not be delivered.")),
    "orders.line_added": Wording(
        _("The seller adds %(name)s, %(quantity)s, which was not ordered.")
    ),
    "orders.quantity_less": Wording(
        _("Line %(line)s, %(name)s: %(offered)s instead of %(ordered)s.")
    ),
    "orders.quantity_more": Wording(
        _("Line %(line)s, %(name)s: %(offered)s, more than the %(ordered)s that were ordered.")
    ),
    "orders.rest_comes_later": Wording(
        _("Line %(line)s, %(name)s: %(offered)s of %(ordered)s now, up to %(later)s later.")
    ),
    "orders.rest_never_comes": Wording(
        _("Line %(line)s, %(name)s: %(offered)s of %(ordered)s; the rest will never come.")
    ),
    "orders.comes_in_parts": Wording(
        _("Line %(line)s, %(name)s, comes in %(parts)s deliveries from %(first)s to %(last)s.")
    ),
    "orders.date_later": Wording(
        _("Line %(line)s, %(name)s, comes on %(promised)s instead of %(wanted)s.")
    ),
    "orders.date_earlier": Wording(
        _("Line %(line)s, %(name)s, comes already on %(promised)s instead of %(wanted)s.")
    ),
    "orders.date_promised": Wording(_("Line %(line)s, %(name)s, comes on %(promised)s.")),
    "orders.price_higher": Wording(
        _("Line %(line)s, %(name)s, costs %(offered)s instead of %(ordered)s.")
    ),
    "orders.price_lower": Wording(
        _("Line %(line)s, %(name)s, costs only %(offered)s instead of %(ordered)s.")
    ),
    "orders.substitute": Wording(
        _("Line %(line)s: %(offered)s (item %(item)s) comes in place of %(name)s.")
    ),
    "orders.substitutes_not_allowed": Wording(
        _("Line %(line)s: the agreement does not let the seller replace %(name)s by %(offered)s.")
    ),
    "orders.allergens_added": Wording(
        _("Line %(line)s: unlike %(name)s, %(offered)s contains %(allergens)s.")
    ),
    "orders.allergens_removed": Wording(
        _("Line %(line)s: unlike %(name)s, %(offered)s does not contain %(allergens)s.")
    ),
    "orders.allergens_unknown": Wording(
        _("Line %(line)s: nobody has said which allergens %(offered)s contains."),
        _("Ask the seller before you accept."),
    ),
    "orders.changes_not_allowed": Wording(
        _("The agreement does not allow the seller to change an order.")
    ),
}

STANDINGS: Mapping[str, Wording] = {
    "orders.stands_draft": Wording(_("Made %(created)s, not sent.")),
    "orders.stands_waiting_to_go": Wording(_("Decided %(sent)s, waiting to leave.")),
    "orders.stands_handed_over": Wording(
        _("Sent %(sent)s, handed over %(handed_over)s, not yet confirmed as arrived.")
    ),
    "orders.stands_delivered_unanswered": Wording(
        _("Sent %(sent)s, received by the supplier's system %(confirmed)s, not confirmed yet.")
    ),
    "orders.stands_not_delivered": Wording(
        _("Sent %(sent)s, but it could not be delivered to %(seller)s; it can be sent again."),
        _("Ask the coordinator to look at the message."),
        fixer="coordinator",
    ),
    "orders.stands_refused_by_access_point": Wording(
        _("Sent %(sent)s, but the access point refused it; %(seller)s has not got it."),
        _("Ask the coordinator to look at the message."),
        fixer="coordinator",
    ),
    "orders.stands_acknowledged": Wording(
        _("%(seller)s got the order %(on)s and will answer later.")
    ),
    "orders.stands_silent": Wording(
        _("No answer from %(seller)s for %(hours)s hours; it was due %(due)s."),
        _("Get in touch with the seller."),
    ),
    "orders.stands_accepted": Wording(_("%(seller)s has accepted the order.")),
    "orders.stands_accepted_for": Wording(
        _("%(seller)s has accepted the order for delivery on %(promised)s.")
    ),
    "orders.stands_late": Wording(
        _("%(seller)s promised delivery on %(promised)s, and nothing has come.")
    ),
    "orders.stands_changes_wait_for_you": Wording(
        _("%(seller)s wants to change the order: the buyer must decide."),
        _("Look at the difference, and accept or refuse it."),
        fixer="requester",
    ),
    "orders.stands_change_asked": Wording(
        _("A change has been asked for; %(seller)s has not answered.")
    ),
    "orders.stands_cancellation_asked": Wording(
        _("Cancellation has been asked for; %(seller)s has not answered.")
    ),
    "orders.stands_rejected": Wording(_("%(seller)s has rejected the order.")),
    "orders.stands_cancelled": Wording(_("Cancelled; nothing will come from %(seller)s.")),
    "orders.stands_closed": Wording(_("The order with %(seller)s is closed.")),
    "orders.stands_despatched": Wording(_("%(seller)s has sent all goods.")),
    "orders.stands_despatched_partly": Wording(_("%(seller)s has sent part of the goods.")),
    "orders.stands_at_centre": Wording(
        _("All goods from %(seller)s are at the distribution centre, not yet received.")
    ),
    "orders.stands_at_centre_partly": Wording(
        _("Part of the goods from %(seller)s is at the distribution centre, not yet received.")
    ),
    "orders.stands_received": Wording(_("All goods from %(seller)s have been received.")),
    "orders.stands_received_partly": Wording(
        _("Part of the goods from %(seller)s has been received; the rest is still to come.")
    ),
    "orders.stands_invoiced_not_received": Wording(
        _("%(seller)s has sent an invoice, but nothing has been received."),
        _("The invoice waits: register what has come, or settle it on the invoice."),
    ),
    "orders.stands_partly_received_and_invoiced": Wording(
        _("Part of the goods from %(seller)s has been received, and an invoice has come.")
    ),
    "orders.stands_received_and_invoiced": Wording(
        _("All goods from %(seller)s have been received and invoiced.")
    ),
    "orders.stands_received_and_invoiced_partly": Wording(
        _("All goods from %(seller)s have been received; part of them has been invoiced.")
    ),
    "orders.stands_invoice_received": Wording(
        _("All goods have been received; invoice %(number)s from %(seller)s has just come.")
    ),
    "orders.stands_invoice_differing": Wording(
        _(
            "All goods have been received. Invoice %(number)s from %(seller)s has come, but it "
            "differs from the order or the receipt, and waits until that is settled."
        ),
        _("The invoice says what differs and who can settle it."),
    ),
    "orders.stands_invoice_disputed": Wording(
        _(
            "All goods have been received. Invoice %(number)s from %(seller)s has come and is "
            "disputed; nothing is paid until the dispute is over."
        )
    ),
    "orders.stands_invoice_matched": Wording(
        _(
            "All goods have been received. Invoice %(number)s from %(seller)s has come and waits "
            "for review attest."
        )
    ),
    "orders.stands_invoice_reviewed": Wording(
        _(
            "All goods have been received. Invoice %(number)s from %(seller)s has come and waits "
            "for decision attest."
        )
    ),
    "orders.stands_payment_due": Wording(
        _("Received and invoiced; %(seller)s is to be paid on %(on)s.")
    ),
    "orders.stands_payment_released": Wording(
        _("Received and invoiced; the payment to %(seller)s on %(on)s has been released.")
    ),
    "orders.stands_payment_sent": Wording(
        _("Received and invoiced; the bank has the payment to %(seller)s for %(on)s.")
    ),
    "orders.stands_payment_paid": Wording(
        _("Received, invoiced and paid: %(seller)s got the money on %(on)s.")
    ),
}

TRACE: Mapping[str, Wording] = {
    "orders.trace_need": Wording(_("The need was written in the cart %(number)s.")),
    "orders.trace_submitted": Wording(_("The cart %(number)s was sent and became a requisition.")),
    "orders.trace_approval_approved": Wording(
        _("Approved for responsibility %(responsibility)s, %(amount)s.")
    ),
    "orders.trace_approval_returned": Wording(
        _("Returned for change by responsibility %(responsibility)s.")
    ),
    "orders.trace_approval_skipped": Wording(
        _("No approval needed for responsibility %(responsibility)s.")
    ),
    "orders.trace_created": Wording(_("The order %(number)s to %(seller)s was made.")),
    "orders.trace_sent": Wording(_("The order %(number)s was sent to %(seller)s.")),
    "orders.trace_answer_ab": Wording(_("%(seller)s got the order and will answer later.")),
    "orders.trace_answer_ap": Wording(_("%(seller)s accepted.")),
    "orders.trace_answer_ca": Wording(_("%(seller)s accepted with changes.")),
    "orders.trace_answer_re": Wording(_("%(seller)s rejected.")),
    "orders.trace_answer_too_late": Wording(
        _("%(seller)s answered again with %(answer)s, too late to have an effect.")
    ),
    "orders.trace_change_asked": Wording(_("A change of the order was asked for (%(change)s).")),
    "orders.trace_cancellation_asked": Wording(
        _("Cancellation of the order was asked for (%(change)s): %(reason)s")
    ),
    "orders.trace_contact": Wording(_("Contact with %(with_whom)s at %(seller)s: %(what)s")),
    "orders.trace_silence": Wording(_("%(seller)s had not answered in the time agreed.")),
    "orders.trace_message_queued": Wording(_("%(document)s is waiting to be sent.")),
    "orders.trace_message_looked_up": Wording(_("The receiver of %(document)s was looked up.")),
    "orders.trace_message_handed_over": Wording(_("%(document)s was handed over.")),
    "orders.trace_message_transport_acknowledged": Wording(
        _("The receiver's system got %(document)s.")
    ),
    "orders.trace_message_delivered": Wording(_("%(document)s was delivered.")),
    "orders.trace_message_failed": Wording(_("%(document)s could not be delivered.")),
    "orders.trace_message_refused_by_access_point": Wording(
        _("The access point refused %(document)s.")
    ),
    "orders.trace_message_resent": Wording(_("%(document)s is being sent again.")),
    "orders.trace_message_message_status": Wording(
        _("The receiver's system reported on %(document)s.")
    ),
    "orders.trace_message_answered": Wording(
        _("The sender of %(document)s was told what became of it.")
    ),
    "orders.trace_message_business_response": Wording(_("The receiver answered %(document)s.")),
    "orders.trace_message_received": Wording(_("%(document)s arrived.")),
    "orders.trace_message_repeated": Wording(_("%(document)s arrived once more.")),
    "orders.trace_message_waiting": Wording(_("%(document)s waits for another document.")),
    "orders.trace_message_taken_in": Wording(_("%(document)s was taken in.")),
    "orders.trace_message_refused": Wording(_("%(document)s was refused.")),
    "orders.trace_message_undeliverable": Wording(_("%(document)s could not be placed.")),
    "orders.trace_message_conflict": Wording(
        _("%(document)s is in conflict with an earlier message.")
    ),
    "orders.trace_message_settled": Wording(_("Somebody settled the conflict about %(document)s.")),
    "orders.trace_message_forwarded": Wording(_("%(document)s was forwarded.")),
    "orders.trace_message_retried": Wording(_("%(document)s is being tried again.")),
    "orders.trace_message_opened": Wording(_("Somebody opened %(document)s.")),
}

TASKS: Mapping[str, Wording] = {
    "orders.sending_refused": Wording(
        _("The order %(number)s could not be sent."),
        _("Open it, mend what is listed there and send it."),
        fixer="requester",
    ),
    "orders.changes_wait_for_you": Wording(
        _("%(seller)s wants to change the order %(number)s."),
        _("Look at the difference, and accept or refuse it."),
        fixer="requester",
    ),
    "orders.was_rejected": Wording(
        _("%(seller)s has rejected the order %(number)s."), _("Order elsewhere what is needed.")
    ),
    "orders.was_cancelled": Wording(
        _("%(seller)s has agreed to the cancellation of the order %(number)s."),
        _("Order elsewhere what is still needed."),
    ),
    "orders.seller_is_silent": Wording(
        _("%(seller)s has not answered the order %(number)s."),
        _("Get in touch with the seller, and write down what was said."),
    ),
    "orders.silence_accepted": Wording(
        _("%(seller)s has not answered the order %(number)s; by the agreement it is accepted."),
        _("Nothing needs to be done unless the delivery is urgent."),
    ),
}

WORDING: Mapping[str, Wording] = {**REFUSALS, **DIFFERENCES, **STANDINGS, **TRACE, **TASKS}
