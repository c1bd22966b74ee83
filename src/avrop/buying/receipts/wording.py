"""Words of receiving: a sentence and a remedy for every code."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from avrop.kernel.wording import Wording

WORDING: Mapping[str, Wording] = {
    "receipts.order_was_not_sent": Wording(
        _("Nothing can be received for an order in the state “%(state)s”."),
        _("Check that this is the right order."),
    ),
    "receipts.line_twice": Wording(
        _("The same line is there twice."), _("Give each line once, with all that came of it.")
    ),
    "receipts.not_on_the_order": Wording(
        _("Line %(line)s is not a line of this order."), _("Choose a line of the order.")
    ),
    "receipts.not_on_the_receipt": Wording(
        _("Line %(line)s is not a line of this receipt."), _("Choose a line of the receipt.")
    ),
    "receipts.negative_quantity": Wording(
        _("Line %(line)s: a quantity cannot be below zero."),
        _("To take back what was registered, correct that receipt."),
    ),
    "receipts.rejected_more_than_came": Wording(
        _("Line %(line)s: more is rejected than has come."),
        _("What has come includes what you reject."),
    ),
    "receipts.unknown_unit": Wording(
        _("Line %(line)s: “%(unit)s” is not a unit."), _("Use a unit code such as KGM.")
    ),
    "receipts.reason_missing": Wording(
        _("Line %(line)s: say what is wrong with %(name)s."), _("Choose a reason.")
    ),
    "receipts.remedy_missing": Wording(
        _("Line %(line)s: say what the supplier should do about %(name)s."),
        _("Choose new goods or credit."),
    ),
    "receipts.more_than_ordered": Wording(
        _("Line %(line)s: %(received)s of %(name)s is more than the %(ordered)s ordered allows."),
        _("Count again; send back what was not ordered."),
    ),
    "receipts.more_missing_than_ordered": Wording(
        _("Line %(line)s: %(short)s of %(name)s cannot be missing; at most %(most)s can."),
        _("Count again; say how many of those ordered have not come."),
    ),
    "receipts.not_a_photo": Wording(
        _("“%(name)s” is not a photograph that can be kept here."),
        _("Choose a JPEG, PNG or WebP picture."),
    ),
    "receipts.broken_photo": Wording(
        _("The photograph “%(name)s” is broken: a part of it is missing."),
        _("Take it again, or choose another."),
    ),
    "receipts.photo_too_large": Wording(
        _("The photograph “%(name)s” is too large."),
        _("Choose one of at most %(most)s megabytes."),
    ),
    "receipts.too_many_photos": Wording(
        _("A receipt keeps at most %(most)s photographs."), _("Choose those that show most.")
    ),
    "receipts.photo_of_no_line": Wording(
        _("The photograph “%(name)s” is of something that is not on this order."),
        _("Choose a line of the order."),
    ),
    "receipts.no_photo": Wording(_("There is no photograph."), _("Choose at least one.")),
    "receipts.not_standing_in": Wording(
        _("Nobody has asked you to receive goods in that person’s place."),
        _("Receive as yourself, or ask your colleague to lend you the right."),
    ),
    "receipts.received_in_the_future": Wording(
        _("Goods cannot have come at a time that has not been yet: %(at)s."),
        _("Check the clock of the device."),
    ),
    "receipts.no_reason": Wording(_("Say why the receipt was wrong."), _("Write a reason.")),
    "receipts.nothing_to_correct": Wording(
        _("The receipt says this already."), _("Change at least one quantity.")
    ),
    "receipts.already_invoiced": Wording(
        _("Line %(line)s: %(name)s has been matched to an invoice and cannot be taken back."),
        _("Dispute the invoice or reject the goods as a claim instead."),
        fixer="ap_clerk",
    ),
    "receipts.nothing_arrived": Wording(
        _("No line says what has arrived."), _("Give at least one line.")
    ),
    "receipts.contact_without_name": Wording(
        _("Say whom you spoke with."), _("Write a name or a department.")
    ),
    "receipts.contact_without_means": Wording(
        _("Say how the supplier was told."),
        _("Choose telephone, e-mail, portal, meeting or letter."),
    ),
    "receipts.contact_without_words": Wording(
        _("Say what was agreed."), _("Write a sentence about it.")
    ),
    "receipts.unknown_outcome": Wording(
        _("A claim cannot end as “%(outcome)s”."), _("Choose replaced or withdrawn.")
    ),
    "receipts.limit_out_of_range": Wording(
        _("%(percent)s percent is not a possible limit."), _("Choose between 0 and 100 percent.")
    ),
    "receipts.no_such_order": Wording(
        _("The despatch advice is for the order “%(number)s”, which is not ours."),
        _("Ask the supplier which order the goods are for."),
        fixer="coordinator",
    ),
    "receipts.other_seller": Wording(
        _("The order %(number)s was not placed with whoever sent the despatch advice."),
        _("Ask the supplier which order the goods are for."),
        fixer="coordinator",
    ),
    "receipts.advice_line_unknown": Wording(
        _("Line %(line)s of the despatch advice, %(name)s, is on none of its orders."),
        _("Ask the supplier what the line is for."),
        fixer="coordinator",
    ),
    "receipts.advice_unit_unknown": Wording(
        _("Line %(line)s of the despatch advice counts in %(unit)s; %(ordered)s was ordered."),
        _("Ask the supplier for an advice in the unit ordered, or register how many go in a pack."),
        fixer="coordinator",
    ),
    "receipts.advice_known": Wording(
        _("There is a despatch advice %(number)s from this supplier already."),
        _("Ask the supplier to number each advice once."),
        fixer="coordinator",
    ),
    "receipts.tell_the_seller": Wording(
        _("Tell the supplier about claim %(number)s: %(quantity)s of %(name)s."),
        _("Speak with the supplier and write down what was said."),
    ),
    "receipts.trace_despatched": Wording(
        _("The supplier sent goods by despatch advice %(number)s.")
    ),
    "receipts.trace_arrived": Wording(_("Goods came to the distribution centre.")),
    "receipts.trace_received": Wording(_("Goods were received (%(number)s).")),
    "receipts.trace_corrected": Wording(_("A receipt was corrected (%(number)s).")),
    "receipts.trace_claimed": Wording(
        _("Claim %(number)s: %(quantity)s of %(name)s was not as it should be.")
    ),
    "receipts.trace_told": Wording(_("The supplier was told of claim %(number)s.")),
}
