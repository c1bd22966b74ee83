"""Words of the sales app."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from avrop.kernel.wording import Wording

WORDING: Mapping[str, Wording] = {
    "sales.order_known_already": Wording(
        _("The customer's order %(order)s has come already: it is our %(sales_order)s."),
        _("Look at the order that is here; a changed order is sent as an order change."),
    ),
    "sales.no_delivery_place": Wording(
        _("The order does not say where the goods are to be delivered."),
        _("Ask the customer, and note the place when you check the order."),
        fixer="order_clerk",
    ),
    "sales.date_has_passed": Wording(
        _("The date %(date)s has passed."), _("Choose a day that is still to come.")
    ),
    "sales.line_date_has_passed": Wording(
        _("Line %(line)s (%(item)s) is wanted on %(date)s, which has passed."),
        _("Promise another day."),
        fixer="order_clerk",
    ),
    "sales.bad_quantity": Wording(
        _("The quantity of line %(line)s (%(item)s) must be above zero."),
        _("Ask the customer how much is wanted."),
        fixer="order_clerk",
    ),
    "sales.item_unknown": Wording(
        _("Line %(line)s asks for %(item)s, which our assortment does not have."),
        _("Offer a substitute, or add the article."),
        fixer="order_clerk",
    ),
    "sales.item_withdrawn": Wording(
        _("Line %(line)s asks for %(item)s, which we no longer offer."),
        _("Offer a substitute."),
        fixer="order_clerk",
    ),
    "sales.unit_differs": Wording(
        _("Line %(line)s (%(item)s) is ordered in %(ordered)s; we sell it in %(ours)s."),
        _("Ask the customer which quantity is meant."),
        fixer="order_clerk",
    ),
    "sales.currency_differs": Wording(
        _("Line %(line)s (%(item)s) is ordered in another currency than we sell it in."),
        _("Agree on the currency with the customer."),
        fixer="order_clerk",
    ),
    "sales.price_differs": Wording(
        _("Line %(line)s (%(item)s) is ordered at %(ordered)s; agreed is %(agreed)s."),
        _("Answer with the right price, or correct the price list."),
        fixer="order_clerk",
    ),
    "sales.on_hold": Wording(
        _("The order is on hold (%(hold_type)s): %(reason)s"),
        _("Ask who may release holds of this kind."),
        fixer="order_manager",
    ),
    "sales.review_by_another": Wording(
        _("An order is reviewed by another person than who keyed it."),
        _("Ask a colleague to look it through."),
        fixer="order_clerk",
    ),
    "sales.nothing_to_review": Wording(
        _("The order %(order)s needs no review."),
        _("Only orders that were keyed by hand are reviewed, once."),
    ),
    "sales.not_reviewed": Wording(
        _("The order was keyed by hand and nobody has reviewed it."),
        _("Have another person review it first."),
        fixer="order_clerk",
    ),
    "sales.reason_missing": Wording(_("This step needs a reason."), _("Say why.")),
    "sales.answered_already": Wording(
        _("The order %(order)s has been answered."),
        _("An acknowledgement comes before the answer."),
    ),
    "sales.no_changes": Wording(
        _("An answer with changes names at least one changed line."),
        _("Accept the order as it is, or name what differs."),
    ),
    "sales.line_unknown": Wording(
        _("The order has no line %(line)s."), _("Use the line numbers of the customer's order.")
    ),
    "sales.line_twice": Wording(
        _("Line %(line)s stands twice in the answer."), _("Answer each line once.")
    ),
    "sales.substitute_unknown": Wording(
        _("%(item)s, offered for line %(line)s, is not an article on offer."),
        _("Choose an article of the assortment."),
    ),
    "sales.promise_too_much": Wording(
        _("Line %(line)s: now and later together may not pass the ordered %(ordered)s."),
        _("Promise at most what was ordered."),
    ),
    "sales.later_without_date": Wording(
        _("Line %(line)s promises a rest without saying when."), _("Give the day of the rest.")
    ),
    "sales.all_lines_rejected": Wording(
        _("Every line is rejected."), _("Reject the order instead, with a reason.")
    ),
    "sales.no_lines": Wording(_("The order has no lines."), _("Add at least one line.")),
    "sales.bad_source": Wording(
        _("“%(source)s” is not a way an order is keyed from."),
        _("Choose keyed, portal, api or file."),
    ),
    "sales.line_says_nothing": Wording(
        _("Line %(line)s names neither an article nor a thing with its unit."),
        _("Give the article's number, or a name and a unit code."),
    ),
    "sales.bad_channel": Wording(
        _("“%(channel)s” is not a way people speak with each other here."),
        _("Choose phone, email, visit, letter or other."),
    ),
    "sales.bad_effect": Wording(
        _("“%(effect)s” is not what a contact can bring about."),
        _("Choose none, as_ordered, changed_lines_removed or cancelled."),
    ),
    "sales.contact_says_nothing": Wording(
        _("The note does not say with whom you spoke, or about what."), _("Write down both.")
    ),
    "sales.too_late": Wording(
        _("The order %(order)s has come too far for that (%(stage)s)."),
        _("Agree on a return or a credit instead."),
    ),
    "sales.not_a_step": Wording(
        _("“%(verb)s” is not a step of a sales order here."),
        _("Choose one of the steps that the order's lifecycle names."),
    ),
    "sales.hold_is_released": Wording(
        _("The hold has been released already."), _("Open the order again.")
    ),
    "sales.hold_by_another": Wording(
        _("A hold of this kind is not released by the person who set it."),
        _("Ask another who may release it."),
        fixer="order_manager",
    ),
    "sales.permission_unknown": Wording(
        _("There is no right called “%(permission)s”."), _("Choose a right from the list.")
    ),
    "sales.bad_department": Wording(
        _("“%(department)s” is not a department."), _("Choose one of the departments.")
    ),
    "sales.department_has_it": Wording(
        _("The order lies with that department already."), _("Choose another department.")
    ),
    "sales.given_already": Wording(
        _("The order has been given away and nobody has taken it yet."),
        _("Wait for an answer, or ask the other department to return it."),
    ),
    "sales.bad_priority": Wording(
        _("“%(priority)s” is not a priority."), _("Choose low, normal, high or urgent.")
    ),
    "sales.link_is_revoked": Wording(
        _("The link was revoked before; nobody can use it."),
        _("Make a new link where one is still needed."),
        fixer="order_clerk",
    ),
    "sales.invited_order_not_here": Wording(
        _("The order %(number)s is on its way and has not come here yet."),
        _("Open the link again in a few minutes."),
    ),
    "sales.link_is_closed": Wording(
        _("The link is too old, or has been taken back."),
        _("Ask the one who sent you the order for a new link."),
    ),
    "sales.only_people_cross": Wording(
        _("Only a person can do the work of the other desk."),
        _("Have a person do it, or give the routine the right of its own desk."),
        fixer="order_manager",
    ),
    "sales.not_the_other_desk": Wording(
        _("That is not the role of another desk than yours."),
        _("Choose one of the roles that are offered."),
    ),
    "sales.hold_by_who_carries_out": Wording(
        _("You have set this hold, and whoever carries orders out does not release his own."),
        _("Ask an order manager, or somebody else who may release it."),
        fixer="order_manager",
    ),
}
