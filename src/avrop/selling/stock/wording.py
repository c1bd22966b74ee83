"""Words of the stock app."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from avrop.kernel.wording import Wording

WORDING: Mapping[str, Wording] = {
    "stock.not_available": Wording(
        _("There is too little of %(item)s: %(available)s can be promised."),
        _("Promise less or a later day, offer another article, or book goods in."),
        fixer="warehouse",
    ),
    "stock.unknown_item": Wording(
        _("The assortment has no article %(item)s."),
        _("Add the article first."),
        fixer="order_clerk",
    ),
    "stock.not_by_hand": Wording(
        _("A movement of the kind “%(kind)s” is not booked by hand."),
        _("Choose received, found, missing, returned, restocked or scrapped."),
    ),
    "stock.bad_quantity": Wording(
        _("The quantity of %(item)s must be above zero."), _("Give a quantity above zero.")
    ),
    "stock.item_id_twice_or_missing": Wording(
        _("The article number “%(item)s” is missing or stands twice."),
        _("Give every article a number of its own."),
    ),
    "stock.no_name": Wording(_("The article %(item)s has no name."), _("Give the article a name.")),
    "stock.bad_price": Wording(
        _("The price of %(item)s is below zero, or is for no quantity."),
        _("Give a price that is not negative, for a quantity above zero."),
    ),
    "stock.price_unit_differs": Wording(
        _("%(item)s is priced in another unit than it is ordered in, but has no catch weight."),
        _("Price it in the unit it is ordered in, or mark it as a catch-weight article."),
    ),
    "stock.bad_gtin": Wording(
        _("“%(gtin)s” is not a valid GTIN for %(item)s."), _("Check the digits on the package.")
    ),
    "stock.bad_unit": Wording(
        _("“%(unit)s” is not a UN/ECE unit code (article %(item)s)."),
        _("Use a code of Recommendation 20 or 21, such as C62 or KGM."),
    ),
    "stock.bad_vat_kind": Wording(
        _("“%(vat_kind)s” is not a kind of goods that VAT is known for (article %(item)s)."),
        _("Choose a kind from the VAT table."),
    ),
    "stock.bad_action": Wording(
        _("“%(action)s” is not what a catalogue can do."),
        _("Choose Add, Replace, Update or Delete."),
    ),
    "stock.customer_has_no_endpoint": Wording(
        _("The customer has no electronic address."),
        _("Register the customer's Peppol identifier."),
        fixer="order_clerk",
    ),
    "stock.nothing_to_offer": Wording(
        _("The assortment has no article on offer."), _("Add articles first.")
    ),
    "stock.sheet_unreadable": Wording(
        _("The file is not a spreadsheet that can be read."),
        _("Save it as an Excel workbook (.xlsx) and send it again."),
    ),
    "stock.sheet_empty": Wording(
        _("The price list has no lines."),
        _("Fill in one article a row, below the headings, on the first sheet."),
    ),
    "stock.sheet_bad_price": Wording(
        _("Row %(row)s has no price that can be read: “%(price)s”."),
        _("Write the price as a number, such as 12.50."),
    ),
}
