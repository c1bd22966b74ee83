"""Words of carts: a sentence and a remedy for every code."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from avrop.kernel.wording import Wording

WORDING: Mapping[str, Wording] = {
    "requisitions.no_lines": Wording(
        _("The cart is empty."), _("Put at least one line in it."), fixer="requester"
    ),
    "requisitions.needs_a_person": Wording(
        _("A cart belongs to a person."), _("Sign in as the person who needs the goods.")
    ),
    "requisitions.unit_is_closed": Wording(
        _("%(unit)s is not open."),
        _("Begin a cart for the unit that has taken over."),
        fixer="requester",
    ),
    "requisitions.person_without_unit": Wording(
        _("The person belongs to no unit."),
        _("Say in the register of people where the person works."),
        fixer="coordinator",
    ),
    "requisitions.no_delivery_address": Wording(
        _("%(unit)s has no delivery address."),
        _("Ask the coordinator to register where goods are delivered."),
        fixer="coordinator",
    ),
    "requisitions.item_withdrawn": Wording(
        _("Line %(line)s: %(name)s can no longer be ordered."),
        _("Choose another item, or take the line out."),
        fixer="requester",
    ),
    "requisitions.item_has_no_price": Wording(
        _("Line %(line)s: %(name)s has no price today."),
        _("Ask the person who answers for the agreement to see to the price list."),
        fixer="agreement_manager",
    ),
    "requisitions.price_changed": Wording(
        _(
            "Line %(line)s: the price of %(name)s is now %(price)s; in your cart it is %(cart_price)s."
        ),
        _("Take today's price, or choose another item."),
        fixer="requester",
    ),
    "requisitions.quantity_below_minimum": Wording(
        _("Line %(line)s: the least that can be ordered of %(name)s is %(least)s."),
        _("Order %(fitting)s, or take the line out."),
        fixer="requester",
    ),
    "requisitions.quantity_not_multiple": Wording(
        _("Line %(line)s: %(name)s is sold in steps of %(step)s; %(quantity)s does not fit."),
        _("Order %(fitting)s instead."),
        fixer="requester",
    ),
    "requisitions.wanted_day_has_passed": Wording(
        _("Line %(line)s: %(name)s is wanted on %(wanted)s, and that day has passed."),
        _("Choose a later day."),
        fixer="requester",
    ),
    "requisitions.not_a_delivery_day": Wording(
        _("Line %(line)s: %(name)s is not delivered to you on %(wanted)s."),
        _("The next possible day is %(next)s."),
        fixer="requester",
    ),
    "requisitions.cut_off_has_passed": Wording(
        _("Line %(line)s: orders of %(name)s for %(wanted)s closed at %(closed)s."),
        _("The next possible day is %(next)s."),
        fixer="requester",
    ),
    "requisitions.coding_missing": Wording(
        _("Line %(line)s: %(name)s is not coded."),
        _("Say what it is to be booked on."),
        fixer="requester",
    ),
    "requisitions.share_in_percent_and_amount": Wording(
        _("A share is given in percent and as an amount."), _("Give one of them.")
    ),
    "requisitions.nothing_to_copy": Wording(
        _("The line has no coding to copy."), _("Code it first.")
    ),
    "requisitions.amounts_cannot_be_copied": Wording(
        _("The line is split by amounts, which do not fit other lines."),
        _("Split it in percent, or code the other lines one by one."),
    ),
    "requisitions.goods_are_restricted": Wording(
        _("Line %(line)s: only certain people may buy goods such as %(name)s."),
        _("Hand the line over to the person who answers for such goods, and send the rest."),
        fixer="requester",
    ),
    "requisitions.nobody_answers_for_category": Wording(
        _("Line %(line)s: nobody is named who answers for goods such as %(name)s."),
        _("Say to whom the line is to go."),
    ),
    "requisitions.cart_of_other_person": Wording(
        _("The cart %(number)s does not belong to the person whom the lines go to."),
        _("Choose an open cart of that person, or none."),
    ),
    "requisitions.cart_of_other_unit": Wording(
        _("The cart %(number)s is for another unit or in another currency."),
        _("Choose an open cart for the same unit, or none."),
    ),
    "requisitions.cart_to_other_place": Wording(
        _("The cart %(number)s is to be delivered to another place."),
        _("Choose the same place to deliver to in both carts, or another cart."),
        fixer="requester",
    ),
    "requisitions.no_customer_number": Wording(
        _("%(seller)s takes orders only under a customer number, and %(unit)s has none there."),
        _("Ask the coordinator to get one."),
        fixer="coordinator",
    ),
    "requisitions.seller_has_not_answered": Wording(
        _("%(seller)s has been told of %(unit)s and has not answered with a customer number yet."),
        _(
            "Wait for the answer, or ask the coordinator to ring the supplier and write down the number."
        ),
        fixer="coordinator",
    ),
    "requisitions.seller_has_no_endpoint": Wording(
        _("%(seller)s has no electronic address that orders can be sent to."),
        _("Ask the coordinator to register it."),
        fixer="coordinator",
    ),
    "requisitions.quantity_not_positive": Wording(
        _("A quantity must be more than nothing."), _("Give a quantity, or take the line out.")
    ),
    "requisitions.no_such_item": Wording(
        _("There is no item %(item)s in any catalogue."), _("Search for the item again.")
    ),
    "requisitions.not_for_sale": Wording(
        _("%(name)s has no price today and cannot be ordered."), _("Choose another item.")
    ),
    "requisitions.item_in_other_currency": Wording(
        _("%(name)s is priced in %(theirs)s; the cart is in %(ours)s."),
        _("Put it in a cart of its own."),
    ),
    "requisitions.approval_of_former_version": Wording(
        _("The approval is about a former version of the cart."), _("Submit the cart again.")
    ),
    "requisitions.nothing_to_add": Wording(
        _("There is nothing to put in the cart."), _("Give a quantity of at least one article.")
    ),
    "requisitions.yours_to_mend": Wording(
        _("This is yours to mend; there is nobody to ask."), _("Choose one of the ways shown.")
    ),
    "requisitions.nobody_to_ask": Wording(
        _("Nobody here holds the role that can mend this."),
        _("Ask the coordinator to name somebody."),
        fixer="coordinator",
    ),
    "requisitions.asked_to_mend": Wording(
        _("%(unit)s cannot send the cart %(number)s: %(what)s"),
        _("Mend it; whoever asked can then send the cart."),
    ),
    "requisitions.lines_wait_for_you": Wording(
        _("%(lines)s lines of the cart %(number)s have been handed over to you."),
        _("Look at them and send the cart."),
    ),
    "requisitions.need_rejected": Wording(
        _("%(lines)s of the lines you asked for are not bought: %(names)s. Reason: %(reason)s"),
        _("Read why. What you still need, ask for anew."),
    ),
    "requisitions.need_substituted": Wording(
        _("Another article is bought instead of %(names)s. Reason: %(reason)s"),
        _("Read why, and speak with the coordinator if it will not do."),
    ),
    "requisitions.nothing_to_pool": Wording(
        _("The chosen lines stand in one cart already."), _("Choose lines of several carts.")
    ),
    "requisitions.no_needs_chosen": Wording(
        _("No lines are chosen."), _("Tick at least one line.")
    ),
    "requisitions.not_your_group": Wording(
        _("You do not coordinate the buying of such goods as “%(name)s”."),
        _("Choose lines of your own groups, or ask to be named as the coordinator."),
        "category_manager",
    ),
    "requisitions.not_handed_over": Wording(
        _("“%(name)s” stands in a cart that has not been handed over to you."),
        _("Wait until it is handed over, or speak with whoever asked for it."),
    ),
    "requisitions.returned_to_you": Wording(
        _("The requisition %(number)s has come back to you for change; it is a cart again."),
        _("Read what the approver wrote, change the cart and send it again."),
    ),
    "requisitions.only_less": Wording(
        _("Line %(line)s: an approver can order less of %(name)s, not more."),
        _("Return the requisition and say how many are to be asked for."),
    ),
    "requisitions.nothing_changed": Wording(
        _("Nothing is changed."), _("Change a quantity or a coding, or approve it as it is.")
    ),
    "requisitions.no_reason_to_change": Wording(
        _("Say why it is changed."), _("Write a reason; the requester reads it.")
    ),
    "requisitions.mark_restricted": Wording(
        _("The category is restricted; %(person)s answers for it.")
    ),
    "requisitions.mark_new_agreement": Wording(
        _("The requester has not bought under this agreement before.")
    ),
    "requisitions.mark_first_time": Wording(_("The requester has not bought this before.")),
    "requisitions.mark_unusually_many": Wording(
        _("More than usual: the most so far was %(most)s.")
    ),
    "requisitions.mark_for_somebody_else": Wording(_("It is needed by %(person)s.")),
    "requisitions.mark_not_for_sale": Wording(_("It can no longer be ordered.")),
    "requisitions.mark_price_changed": Wording(
        _("The price in the cart is %(price)s; today it is %(now)s.")
    ),
}
