"""Words of the parties app."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from avrop.kernel.wording import OPERATOR, Wording

_KEEPER = "system_administrator"

WORDING: Mapping[str, Wording] = {
    "parties.is_protected": Wording(
        _("The person's identity is protected, and is not stated here."),
        _("Ask a system administrator, who ends the protection first if the decision has ended."),
        fixer=_KEEPER,
    ),
    "parties.no_protection_decision": Wording(
        _("No decision is named."), _("Give the reference of the decision to protect.")
    ),
    "parties.name_missing": Wording(_("There is no name."), _("Give a name.")),
    "parties.too_long": Wording(
        _("The text is longer than the %(most)s characters there is room for."), _("Shorten it.")
    ),
    "parties.country_shape": Wording(
        _("“%(text)s” is not a country code."), _("Give the two letters of ISO 3166, such as SE.")
    ),
    "parties.unknown_time_zone": Wording(
        _("“%(text)s” is not a time zone."), _("Give a place, such as Europe/Stockholm.")
    ),
    "parties.unknown_currency": Wording(
        _("“%(text)s” is not a currency."), _("Give the three letters of ISO 4217, such as SEK.")
    ),
    "parties.founded_already": Wording(
        _("%(organisation)s has been founded here already with the number %(number)s."),
        _("Use that organisation, or check the number."),
        fixer=OPERATOR,
    ),
    "parties.signs_in_already": Wording(
        _("%(name)s has chosen a password already."),
        _("Ask the operator of the installation for a new link, if the password is lost."),
        fixer=OPERATOR,
    ),
    "parties.account_is_shared": Wording(
        _("The account of %(name)s belongs to another organisation here too."),
        _("Ask the operator of the installation for the link."),
        fixer=OPERATOR,
    ),
    "parties.number_is_the_operators": Wording(
        _("Your organisation's registered number is changed by whoever runs the installation."),
        _("Leave the number as it was, or ask the operator of the installation to change it."),
        fixer=OPERATOR,
    ),
    "parties.vat_id_shape": Wording(
        _("“%(text)s” is not a VAT number."),
        _("Give the country's two letters and the number, such as SE556036079301."),
    ),
    "parties.gs1_prefix_shape": Wording(
        _("“%(text)s” is not a GS1 company prefix."), _("Give its four to twelve digits.")
    ),
    "parties.email_shape": Wording(
        _("“%(text)s” is not an e-mail address."), _("Check the address and try again.")
    ),
    "parties.email_missing": Wording(
        _("Who signs in needs an e-mail address."),
        _("Give an e-mail address, or say that the person never signs in."),
    ),
    "parties.endpoint_known": Wording(
        _("%(organisation)s is already reached at that electronic address."),
        _("Change that organisation instead of registering it again."),
    ),
    "parties.legal_id_known": Wording(
        _("%(organisation)s is already registered with that number."),
        _("Change that organisation instead of registering it again."),
    ),
    "parties.gln_taken": Wording(
        _("GLN %(gln)s is or has been somebody else's. A GLN is never used again."),
        _("Allocate a new one."),
    ),
    "parties.gln_outside_prefix": Wording(
        _("GLN %(gln)s does not begin with our own company prefix %(prefix)s."),
        _("Allocate a GLN from our own series."),
    ),
    "parties.moved_place_keeps_gln": Wording(
        _("GLN %(gln)s names the former place. Another place needs another GLN."),
        _("Give the new place a GLN of its own, or say that the address was only wrong."),
    ),
    "parties.place_without_address": Wording(
        _("The place has no street or no city, so no driver finds it."),
        _("Give its street and its city."),
    ),
    "parties.place_known": Wording(
        _("The unit has a delivery address called %(place)s on the same days already."),
        _("Choose a name that tells the two apart."),
    ),
    "parties.place_is_over": Wording(
        _("%(place)s ended after %(day)s."),
        _("If goods are taken in there again, put its last day right first."),
    ),
    "parties.place_of_another_unit": Wording(
        _("%(place)s is a delivery address of another unit."),
        _("Choose where the goods are to be delivered anew."),
        fixer="requester",
    ),
    "parties.place_has_ended": Wording(
        _("No goods are taken in at %(place)s after %(day)s."),
        _("Choose another place to deliver to, or an earlier day."),
        fixer="requester",
    ),
    "parties.place_has_not_begun": Wording(
        _("No goods are taken in at %(place)s before %(day)s."),
        _("Choose another place to deliver to, or a later day."),
        fixer="requester",
    ),
    "parties.unit_has_gln": Wording(
        _("The unit has GLN %(gln)s already."), _("Use that one; a unit has one GLN of its own.")
    ),
    "parties.no_gs1_prefix": Wording(
        _("We have no GS1 company prefix to allocate from."),
        _("Enter the prefix on our own organisation, or give a GLN by hand."),
        fixer=_KEEPER,
    ),
    "parties.gln_series_full": Wording(
        _("There is no free GLN left under the company prefix %(prefix)s."),
        _("Get another prefix from GS1."),
        fixer=_KEEPER,
    ),
    "parties.ends_before_beginning": Wording(
        _("The last day, %(valid_until)s, comes before the first, %(valid_from)s."),
        _("Change one of the days."),
    ),
    "parties.unit_inside_itself": Wording(
        _("A unit cannot lie within itself: %(unit)s is the unit or lies below it."),
        _("Choose a unit elsewhere in the organisation."),
    ),
    "parties.unit_not_open": Wording(
        _("The unit %(unit)s is not open on %(day)s."), _("Choose another unit or another day.")
    ),
    "parties.unit_is_closed": Wording(
        _("The unit is closed already, from the end of %(day)s."),
        _("Open a new unit, if the place is to be used again."),
    ),
    "parties.unit_has_open_units": Wording(
        _("%(count)s units below it are open after that day."), _("Close or move them first.")
    ),
    "parties.unit_has_people": Wording(
        _("%(count)s people still work there after that day."),
        _("Name the unit that takes over, or move them first."),
    ),
    "parties.successor_not_open": Wording(
        _("%(unit)s cannot take over: it is the same unit, or it closes no later."),
        _("Name another unit."),
    ),
    "parties.person_known": Wording(
        _("%(name)s belongs to the organisation already."),
        _("Change or move the person instead of adding him or her again."),
    ),
    "parties.person_has_left": Wording(
        _("%(name)s has left, or leaves, after %(day)s."), _("Choose somebody who stays.")
    ),
    "parties.taker_is_leaving": Wording(
        _("%(name)s cannot take over from himself or herself."), _("Name somebody else.")
    ),
    "parties.person_without_account": Wording(
        _("%(name)s has no account, so no program can act as him or her."),
        _("Add the person with an e-mail address first."),
    ),
    "parties.key_of_another": Wording(
        _("%(name)s is a human being or has the duties of one: others could act as him or her."),
        _(
            "Issue a key for yourself, or for a person who is there for the program only: whom nobody "
            "signs in as, and who has no right to approve, attest or release."
        ),
    ),
    "parties.key_lives_too_long": Wording(
        _("A key opens something until a day from today to %(last)s."), _("Choose such a day.")
    ),
    "parties.unknown_purpose": Wording(
        _("There is no purpose of contacts called “%(purpose)s”."),
        _("Choose orders, e_commerce, agreement, coordination, distribution, it or system_vendor."),
    ),
    "parties.contact_unreachable": Wording(
        _("The contact can be reached neither by e-mail nor by telephone."), _("Give one of them.")
    ),
    "parties.unknown_document_kind": Wording(
        _("There is no kind of document called “%(kind)s”."), _("Choose one of those we can read.")
    ),
    "parties.weekdays_shape": Wording(
        _("The delivery days are not days of the week."),
        _("Give at least one number from 1, Monday, to 7, Sunday."),
    ),
    "parties.days_before_out_of_range": Wording(
        _("Orders can close at most %(most)s days before the delivery."),
        _("Give a number of days from 0 up to that."),
    ),
    "parties.response_hours_out_of_range": Wording(
        _("The promised response time is not between one hour and %(most)s hours."),
        _("Give another number of hours."),
    ),
    "parties.later_terms": Wording(
        _("Other terms with the same partner begin on %(valid_from)s already."),
        _("Let these end before that day."),
    ),
    "parties.no_delivery_address": Wording(
        _("%(unit)s has no address to deliver to."),
        _("Enter the unit's delivery address."),
        fixer="coordinator",
    ),
    "parties.no_invoice_reference": Wording(
        _("%(unit)s has no reference for its invoices to carry."),
        _("Enter the unit's invoice reference."),
        fixer="coordinator",
    ),
    "parties.no_customer_number": Wording(
        _("%(supplier)s takes no orders without a customer number, and %(unit)s has none there."),
        _("Ask the supplier's contact for e-commerce, and enter the number."),
        fixer="coordinator",
    ),
    "parties.supplier_has_not_answered": Wording(
        _(
            "%(supplier)s has been told of %(unit)s and has not answered with a customer number yet."
        ),
        _("Wait for the answer, or ring the supplier and write down what he says."),
        fixer="coordinator",
    ),
    "parties.gln_not_reserved": Wording(
        _("The GLN %(gln)s is not kept for this unit."),
        _("Give the unit a number of its own series."),
        fixer="coordinator",
    ),
    "parties.no_order_contact": Wording(
        _("Nobody is named at %(supplier)s to speak with about the orders of %(unit)s."),
        _("Enter a contact for orders and deviations."),
        fixer="coordinator",
    ),
    "parties.no_delivery_days": Wording(
        _("Nobody has said on which days food from %(supplier)s comes to %(unit)s."),
        _("Ask the distribution centre, and enter the delivery days."),
        fixer="coordinator",
    ),
    "parties.number_is_anothers": Wording(
        _("%(name)s has the number “%(text)s” already."), _("Check the number.")
    ),
    "parties.move_in_the_past": Wording(
        _("A unit cannot be moved on %(day)s, which is over."), _("Choose today or a later day.")
    ),
    "parties.merge_with_itself": Wording(
        _("%(unit)s cannot be merged with itself, or with nothing."),
        _("Choose at least one other unit that is to close."),
    ),
    "parties.split_into_too_few": Wording(
        _("A unit is split into at least two and at most %(most)s."), _("Change the parts.")
    ),
    "parties.split_people": Wording(
        _("The people do not fit: somebody stands in two parts, or does not work in %(unit)s."),
        _("Let each of the unit's people stand in one part."),
    ),
    "parties.employment_is_main": Wording(
        _("This is the main employment. It ends when the person moves or leaves."),
        _("Move the person to another unit, or say that he or she leaves."),
    ),
    "parties.import_empty": Wording(
        _("There is nothing in the file."), _("Choose the file with the units or the people.")
    ),
    "parties.import_too_large": Wording(
        _("The file is larger than %(most)s MB."), _("Send it in parts.")
    ),
    "parties.import_unreadable": Wording(
        _("The file is neither a workbook (.xlsx) nor a text with separators (.csv)."),
        _("Save it as .xlsx without a password, or as .csv, and try again."),
    ),
    "parties.import_bomb": Wording(
        _("The workbook grows beyond all measure when it is unpacked."),
        _("Save it anew, with nothing in it but the rows."),
    ),
    "parties.import_too_wide": Wording(
        _("A sheet has more than %(rows)s rows or %(columns)s columns."),
        _("Take away what is not needed, or send it in parts."),
    ),
    "parties.import_no_sheet": Wording(
        _("No sheet is known by its name or its headings."),
        _("Name the sheets as one of these: %(names)s. The template has all headings."),
    ),
    "parties.import_sheet_twice": Wording(
        _("The sheet “%(sheet)s” holds the same kind of rows as another."),
        _("Put them on one sheet."),
    ),
    "parties.import_unknown_column": Wording(
        _("There is no column called “%(heading)s”."),
        _("Take it away, or use a heading of the template."),
    ),
    "parties.import_column_twice": Wording(
        _("The column “%(heading)s” stands there twice."), _("Keep one of them.")
    ),
    "parties.import_column_missing": Wording(
        _("The column “%(heading)s” is missing."), _("Add it. The template has all headings.")
    ),
    "parties.import_cell_missing": Wording(_("The cell is empty."), _("Fill it in.")),
    "parties.import_bad_day": Wording(
        _("“%(text)s” is not a day."), _("Write it as year, month and day: 2026-08-01.")
    ),
    "parties.import_bad_flag": Wording(
        _("“%(text)s” is neither yes nor no."), _("Write yes, or leave the cell empty.")
    ),
    "parties.import_bad_amount": Wording(
        _("“%(text)s” is not an amount."), _("Write a number, such as 50000 or 50000,00.")
    ),
    "parties.import_disposed": Wording(
        _("The file %(file)s is not kept any more: files of imports are for ninety days."),
        _("Take the file in anew; what an applied one changed is still told row by row."),
    ),
    "parties.import_bad_currency": Wording(
        _("“%(text)s” is not a currency."), _("Write its code of three letters, such as SEK.")
    ),
    "parties.import_bad_sign": Wording(
        _("The cell holds a sign that cannot be kept."), _("Write the text anew.")
    ),
    "parties.import_doubled": Wording(
        _("“%(text)s” stands in row %(row)s already."),
        _("Keep one of the rows, or mend the number."),
    ),
    "parties.import_unknown_unit": Wording(
        _("There is no unit with the code “%(text)s”, here or in the file."),
        _("Check the code, or add the unit."),
    ),
    "parties.import_unknown_person": Wording(
        _("Nobody has the number or the address “%(text)s”, here or in the file."),
        _("Check it, or add the person."),
    ),
    "parties.import_others_address": Wording(
        _("The e-mail address belongs to %(name)s, who has another number."),
        _("Check the number and the address."),
    ),
    "parties.import_others_employment": Wording(
        _("The employment “%(text)s” is somebody else's."), _("Check the numbers.")
    ),
    "parties.import_nameless": Wording(
        _("There is neither a number nor an e-mail address to know the person by."),
        _("Fill in one of them."),
    ),
    "parties.import_unit_twice": Wording(
        _("The unit stands here, and in a main employment of the same file too."),
        _("Leave it out in one of the two places."),
    ),
    "parties.import_cycle": Wording(
        _("The units lie in one another in a ring: %(ring)s."),
        _("Let one of them lie somewhere else."),
    ),
    "parties.import_outlives": Wording(
        _("The unit goes on after %(unit)s, in which it lies, has closed on %(day)s."),
        _("Let it close no later, or lie somewhere else."),
    ),
    "parties.import_has_faults": Wording(
        _("The file has %(count)s faults, so nothing of it is done."),
        _("Mend the file and take it in again."),
    ),
    "parties.import_is_applied": Wording(
        _("%(file)s has been applied already."), _("Take in a new file.")
    ),
    "parties.import_is_stale": Wording(
        _(
            "The organisation has changed since %(file)s was shown, so it would do something else now."
        ),
        _("Take the file in again, and look at what it changes."),
    ),
    "parties.works_on_other_side": Wording(
        _(
            "The address belongs to somebody who works for an organisation on the other side of the "
            "trade: a buyer's people are not a supplier's."
        ),
        _(
            "Use another address, or ask the organisation that she works for to decide that she may "
            "work here too."
        ),
    ),
    "parties.no_side": Wording(
        _("This organisation both buys and sells, so there is no other side to be let to."),
        _("Nothing has to be decided: the person can be added there as she is."),
    ),
    "parties.no_account": Wording(
        _("%(name)s does not sign in here."), _("Give the person an account first.")
    ),
    "parties.other_side_is_over": Wording(_("%(day)s is past."), _("Choose today or a later day.")),
    "parties.leaves_before": Wording(
        _("%(name)s works here no longer than %(day)s."), _("Choose that day or an earlier one.")
    ),
    "parties.no_decision": Wording(
        _("The decision has no reference."), _("Write which decision this rests on.")
    ),
    "parties.was_let_here": Wording(
        _(
            "%(name)s is here by the decision of an organisation on the other side, which has her as "
            "its own."
        ),
        _("It is for that organisation to decide."),
    ),
    "parties.decides_for_oneself": Wording(
        _("Nobody decides this for himself."), _("Ask another administrator.")
    ),
    "parties.absence_is_over": Wording(
        _("The absence is over: its last day was %(day)s."), _("Tell of days that are to come.")
    ),
    "parties.absence_not_longer": Wording(
        _("The absence ends on %(day)s already."), _("Tell of another absence for further days.")
    ),
    "parties.absence_was": Wording(
        _("What was decided until %(day)s stands, so the absence cannot be taken back before."),
        _("Choose that day or a later one."),
    ),
    "parties.absence_too_long": Wording(
        _("An absence is told for at most %(days)s days at a time."),
        _("Choose an earlier last day, and tell of the rest when the time comes."),
    ),
    "parties.no_absence_reference": Wording(
        _("The absence has no reference by which it is known again."),
        _("Give the HR system's own number of it, at most 100 characters."),
    ),
    "parties.others_absence": Wording(
        _("The absence “%(text)s” is somebody else's."), _("Check the numbers.")
    ),
    "parties.aside_without_reason": Wording(
        _("There is no reason."), _("Say why this can be left as it is.")
    ),
    "parties.aside_until": Wording(
        _("Something is put aside until a day from %(first)s to %(last)s."), _("Choose such a day.")
    ),
    "parties.aside_is_over": Wording(
        _("It is not put aside any more."), _("Open the list again to see what is left to do.")
    ),
    "parties.quality_part_of_address": Wording(
        _("The delivery address of %(unit)s is not whole: “%(text)s”."),
        _("Enter street, postal code and city."),
        fixer="coordinator",
    ),
    "parties.quality_no_gln": Wording(
        _("%(unit)s orders, and has no GLN."),
        _("Allocate one of our own series."),
        fixer="coordinator",
    ),
    "parties.quality_no_opening_hours": Wording(
        _("Nobody has said when goods can be left at %(unit)s."),
        _("Enter the unit's opening hours."),
        fixer="coordinator",
    ),
    "parties.quality_no_unit_contact": Wording(
        _("Suppliers do not know whom to speak with about deliveries to %(unit)s."),
        _("Name a contact of ours for orders, for the unit or for all."),
        fixer="coordinator",
    ),
    "parties.quality_own_address_missing": Wording(
        _("%(name)s has no electronic address, so no documents reach us."),
        _("Enter the address that we receive at."),
        fixer=_KEEPER,
    ),
    "parties.quality_never_employed": Wording(
        _("Nothing says where %(name)s works."),
        _("Enter an employment or, for whoever is no longer here, a last day."),
        fixer="finance_officer",
    ),
    "parties.quality_no_contact_there": Wording(
        _("We trade with %(supplier)s, and nobody there is named to speak with about orders."),
        _("Enter a contact for orders and deviations."),
        fixer="coordinator",
    ),
    "parties.quality_postal_code": Wording(
        _("The postal code “%(text)s” of %(unit)s does not have five digits."),
        _("Correct the postal code of the delivery address."),
        fixer="coordinator",
    ),
    "parties.quality_vat_differs": Wording(
        _("The VAT number %(text)s of %(name)s does not hold its organisation number %(number)s."),
        _("Compare both with the register of companies, and correct the one that is wrong."),
        fixer=_KEEPER,
    ),
    "parties.quality_city_differs": Wording(
        _("%(unit)s lies in “%(text)s”; other units with the postal code %(code)s in “%(usual)s”."),
        _("Correct the postal code or the city of the delivery address."),
        fixer="coordinator",
    ),
    "parties.quality_hours_backwards": Wording(
        _("%(unit)s closes before it opens: “%(text)s”."),
        _("Correct the opening hours."),
        fixer="coordinator",
    ),
    "parties.quality_units_alike": Wording(
        _("%(unit)s has the same name as other units beside it: %(count)s."),
        _("Merge them, or give them names that can be told apart."),
        fixer="coordinator",
    ),
    "parties.quality_people_alike": Wording(
        _("%(name)s has the same name as others in %(unit)s: %(count)s."),
        _("Let whoever stands there twice leave once."),
        fixer="finance_officer",
    ),
    "parties.quality_organisations_alike": Wording(
        _("%(name)s has the same name as other organisations here: %(count)s."),
        _("Use one of them from now on, or give them names that can be told apart."),
        fixer=_KEEPER,
    ),
    "parties.quality_email_domain": Wording(
        _("%(name)s has the address %(text)s; nearly everybody else has one at %(usual)s."),
        _("Correct the e-mail address."),
        fixer="finance_officer",
    ),
    "parties.quality_phone": Wording(
        _("“%(text)s” of %(name)s can hardly be a telephone number."),
        _("Correct the telephone number."),
        fixer="coordinator",
    ),
    "parties.quality_closing_with_people": Wording(
        _("%(unit)s closes after %(day)s, and people work there longer than that: %(count)s."),
        _("Name the unit that takes over, or move them."),
        fixer="coordinator",
    ),
    "parties.quality_in_closed_unit": Wording(
        _("%(name)s works in %(unit)s, which closed after %(day)s."),
        _("Move the person to another unit."),
        fixer="finance_officer",
    ),
    "parties.quality_employment_over": Wording(
        _("The last employment of %(name)s ended on %(day)s, and no last day is set."),
        _("Set the last day, or enter the new employment."),
        fixer="finance_officer",
    ),
    "parties.quality_contact_bounced": Wording(
        _("Mail to %(name)s at %(partner)s came back on %(day)s."),
        _("Ask for the right address, and name the contact anew."),
        fixer="coordinator",
    ),
    "parties.quality_contact_stale": Wording(
        _("Nobody has confirmed since %(day)s that %(name)s is right for %(partner)s."),
        _("Ask, and confirm or replace the contact."),
        fixer="coordinator",
    ),
    "parties.quality_supplier_silent": Wording(
        _(
            "%(supplier)s was told of %(unit)s on %(day)s and has not answered with a customer "
            "number."
        ),
        _("Ring the supplier, and write down what he says."),
        fixer="coordinator",
    ),
    "parties.quality_import_old": Wording(
        _("Units and people were last taken from a file on %(day)s, over %(days)s days ago."),
        _("Take in a new file."),
        fixer=_KEEPER,
    ),
}
