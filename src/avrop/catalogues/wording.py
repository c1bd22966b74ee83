"""Words of the catalogues app. What is wrong with a line is the seller's to mend."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from avrop.kernel.wording import Wording

WORDING: Mapping[str, Wording] = {
    "catalogues.no_item_id": Wording(
        _("Line %(line)s names no article."),
        _("Give the seller's article number or a GTIN."),
    ),
    "catalogues.item_twice": Wording(
        _("The article %(item)s stands twice in the list."),
        _("Keep one line for each article."),
    ),
    "catalogues.unknown_line_action": Wording(
        _("Line %(line)s asks for “%(action)s”."), _("Write Add, Update or Delete.")
    ),
    "catalogues.list_not_kept": Wording(
        _("The list was taken in as a file, which was not kept."),
        _("Take the file in again, for its agreement."),
    ),
    "catalogues.item_is_there": Wording(
        _("Line %(line)s adds the article %(item)s, which is there already."),
        _("Send it as an update."),
    ),
    "catalogues.item_is_not_there": Wording(
        _("Line %(line)s is about the article %(item)s, which is not in the catalogue."),
        _("Send it as an addition, or correct the article number."),
    ),
    "catalogues.text_too_long": Wording(
        _("A text on line %(line)s is longer than %(limit)s characters."), _("Shorten it.")
    ),
    "catalogues.no_name": Wording(_("The article on line %(line)s has no name."), _("Name it.")),
    "catalogues.invalid_gtin": Wording(
        _("%(gtin)s on line %(line)s is not a GTIN: its check digit is wrong."),
        _("Correct the number."),
    ),
    "catalogues.unknown_unit": Wording(
        _("“%(unit)s” on line %(line)s is not a unit code."),
        _("Use a code of UN/ECE Recommendation 20 or 21."),
    ),
    "catalogues.number_out_of_range": Wording(
        _("The number %(number)s on line %(line)s is too small or too large."),
        _("Correct the number."),
    ),
    "catalogues.other_currency": Wording(
        _("The price on line %(line)s is in %(currency)s; the agreement is in %(agreed)s."),
        _("State the price in the agreement's currency."),
    ),
    "catalogues.price_unit_unrelated": Wording(
        _(
            "On line %(line)s the price is for %(price_unit)s, but nothing says how many of them "
            "a %(unit)s holds."
        ),
        _("State the content, the typical weight, or the factor to the orderable unit."),
    ),
    "catalogues.no_vat": Wording(
        _("Nothing says how the article %(item)s is taxed."), _("State the VAT category and rate.")
    ),
    "catalogues.no_price": Wording(
        _("The article %(item)s has no price."),
        _("Accept it to show it without a price; it cannot be ordered."),
    ),
    "catalogues.agreed_in_other_unit": Wording(
        _("The highest price of %(item)s was agreed for %(agreed)s, not for %(unit)s."),
        _("Compare the prices by hand."),
    ),
    "catalogues.above_agreed_price": Wording(
        _("The article %(item)s costs %(price)s; at most %(agreed)s was agreed."),
        _("Reject the line, or accept it with the reason."),
    ),
    "catalogues.price_fixed": Wording(
        _("The article %(item)s becomes %(percent)s %% dearer; prices are fixed until %(until)s."),
        _("Reject the line, or accept it with the reason."),
    ),
    "catalogues.price_raised": Wording(
        _("The article %(item)s becomes %(percent)s %% dearer, content compared."),
        _("Reject the line, or accept it with the reason."),
    ),
    "catalogues.other_pack": Wording(
        _("The pack of the article %(item)s changes from %(before)s to %(now)s."),
        _("Compare prices by content, then accept or reject the line."),
    ),
    "catalogues.unknown_action": Wording(
        _("A catalogue cannot ask for “%(action)s”."), _("Write Add, Replace, Update or Delete.")
    ),
    "catalogues.already_has_one": Wording(
        _("The agreement already has a catalogue."), _("Send it with the action Replace.")
    ),
    "catalogues.nothing_to_change": Wording(
        _("The agreement has no catalogue that “%(action)s” could change."),
        _("Send the whole catalogue first."),
    ),
    "catalogues.not_a_catalogue": Wording(
        _("The file is not a Peppol Catalogue."), _("Give a Peppol Catalogue 3.")
    ),
    "catalogues.agreement_of_other_seller": Wording(
        _("The agreement %(agreement)s is with another seller."),
        _("Choose an agreement of the seller that sent the list."),
    ),
    "catalogues.same_list_again": Wording(
        _("The newest list of the agreement %(agreement)s says exactly the same."),
        _("Reject this one: nothing needs to be done."),
    ),
    "catalogues.not_in_review": Wording(
        _("The list %(number)s is not in review."),
        _("Lines are decided on before a list comes into force."),
    ),
    "catalogues.line_not_quarantined": Wording(
        _("Only quarantined lines of this list can be decided on."),
        _("Choose among the quarantined lines."),
    ),
    "catalogues.unknown_decision": Wording(
        _("“%(decision)s” is not a decision about a line."), _("Accept or reject it.")
    ),
    "catalogues.needs_a_person": Wording(
        _("Favourites belong to a person."), _("Sign in as the person whose favourites they are.")
    ),
    "catalogues.no_reason": Wording(_("There is no reason."), _("Write down why.")),
    "catalogues.has_expired": Wording(
        _("The list held until %(valid_until)s only."), _("Ask the seller for a newer list.")
    ),
    "catalogues.lines_held_back": Wording(
        _("%(count)s lines are held back, and the list may only come into force whole."),
        _("Decide on the quarantined lines, and have the seller mend the rejected ones."),
    ),
    "catalogues.day_is_taken": Wording(
        _("Another list of the agreement begins on %(day)s or later."),
        _("Choose a later day, or reject the other list."),
    ),
    "catalogues.bad_percentage": Wording(
        _("%(percent)s %% cannot be a limit for rises."), _("Give zero or more.")
    ),
    "catalogues.task_review": Wording(
        _("The price list %(number)s of %(seller)s, valid from %(valid_from)s, waits for review."),
        _("Look at what it changes, decide on the lines held back, and put it in force."),
    ),
    "catalogues.task_assign": Wording(
        _("Nobody knows which agreement the price list %(number)s of %(seller)s is for."),
        _("Choose the agreement, or reject the list."),
    ),
}
