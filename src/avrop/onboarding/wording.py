"""Words of new departments and of requesters who come, move and leave."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from avrop.kernel.wording import Wording

WORDING: Mapping[str, Wording] = {
    "onboarding.name_missing": Wording(
        _("The department has no name."), _("Write what it is called."), fixer="manager"
    ),
    "onboarding.place_missing": Wording(
        _("Nobody has said where in the organisation the department lies."),
        _("Choose the unit that it belongs to."),
        fixer="manager",
    ),
    "onboarding.opening_day_missing": Wording(
        _("The day from which the department orders is missing."),
        _("Give the first day."),
        fixer="manager",
    ),
    "onboarding.opens_in_the_past": Wording(
        _("The department cannot begin on %(day)s: that day has passed."),
        _("Give today or a later day."),
        fixer="manager",
    ),
    "onboarding.street_missing": Wording(
        _("The street of the delivery address is missing."), _("Write it."), fixer="manager"
    ),
    "onboarding.postal_code_missing": Wording(
        _("The postal code of the delivery address is missing."), _("Write it."), fixer="manager"
    ),
    "onboarding.city_missing": Wording(
        _("The town of the delivery address is missing."), _("Write it."), fixer="manager"
    ),
    "onboarding.opening_hours_missing": Wording(
        _("The hours when somebody can take goods in are missing."),
        _("Write them, such as: Monday to Friday 7–16."),
        fixer="manager",
    ),
    "onboarding.food_undecided": Wording(
        _("Nobody has said whether the department orders food."),
        _("Choose yes or no."),
        fixer="manager",
    ),
    "onboarding.coding_missing": Wording(
        _("What the department’s purchases are booked on is missing."),
        _("Write the usual coding; the finance officer knows it."),
        fixer="manager",
    ),
    "onboarding.reference_missing": Wording(
        _("The reference that the department’s invoices carry is missing."),
        _("Write it; the finance officer knows it."),
        fixer="manager",
    ),
    "onboarding.contact_missing": Wording(
        _("Nobody is named to speak with at the department."),
        _("Write who suppliers and drivers can speak with."),
        fixer="manager",
    ),
    "onboarding.contact_unreachable": Wording(
        _("Whoever is spoken with at the department has neither e-mail nor telephone."),
        _("Give at least one of them."),
        fixer="manager",
    ),
    "onboarding.email_shape": Wording(
        _("“%(text)s” is no e-mail address."), _("Check it."), fixer="manager"
    ),
    "onboarding.nobody_orders": Wording(
        _("Nobody is named who is to order for the department."),
        _("Name at least one person."),
        fixer="manager",
    ),
    "onboarding.person_without_name": Wording(
        _("The person with the address “%(email)s” has no name."),
        _("Write the name."),
        fixer="manager",
    ),
    "onboarding.person_without_email": Wording(
        _("“%(name)s” has no right e-mail address."),
        _("Write the address that the person signs in with."),
        fixer="manager",
    ),
    "onboarding.no_agreement": Wording(
        _("No agreement is chosen for the department to order under."),
        _("Choose those whose suppliers are to know the department."),
        fixer="manager",
    ),
    "onboarding.too_long": Wording(
        _("At most %(most)s characters can be kept."), _("Write it shorter.")
    ),
    "onboarding.too_many_people": Wording(
        _("At most %(most)s people can be named in the form."),
        _("Name the first of them; the finance officer adds the others."),
        fixer="manager",
    ),
    "onboarding.no_reason": Wording(_("No reason is given."), _("Write why.")),
    "onboarding.no_centre": Wording(
        _("That organisation takes no goods in for us."),
        _("Choose a distribution centre."),
        fixer="coordinator",
    ),
    "onboarding.days_missing": Wording(
        _("The department orders food, and nobody has said on which days it can come."),
        _("Ask the distribution centre for delivery days first."),
        fixer="coordinator",
    ),
    "onboarding.no_usable_agreement": Wording(
        _("None of the chosen agreements is in force."),
        _("Send the form back, so that others can be chosen."),
        fixer="coordinator",
    ),
    "onboarding.has_it_already": Wording(
        _("That person answers for the department already."), _("Choose somebody else.")
    ),
    "onboarding.cannot_coordinate": Wording(
        _("That person may not bring new departments about there."),
        _("Choose a coordinator, or have the right given."),
        fixer="system_administrator",
    ),
    "onboarding.number_missing": Wording(
        _("The customer number is missing."),
        _("Write the number that orders from this department are to carry."),
    ),
    "onboarding.number_shape": Wording(
        _("The customer number holds signs that cannot be written on an order."),
        _("Write letters and digits."),
    ),
    "onboarding.no_delivery_day": Wording(
        _("No delivery day is chosen."), _("Choose at least one day of the week.")
    ),
    "onboarding.weekdays_shape": Wording(
        _("Each day of the week can be given once, from Monday to Sunday."),
        _("Check the days."),
    ),
    "onboarding.window_ends_first": Wording(
        _("The delivery cannot end at %(closes)s when it begins at %(opens)s."),
        _("Check the hours of that day."),
    ),
    "onboarding.days_before_shape": Wording(
        _("Orders can close at most %(most)s days before the delivery."), _("Check the number.")
    ),
    "onboarding.link_is_altered": Wording(
        _("This address does not open anything here."),
        _("Check that you have the whole address from the letter, or ask for a new one."),
        fixer="coordinator",
    ),
    "onboarding.link_is_used": Wording(
        _("This has been answered already, on %(at)s: the address works once."),
        _("If the answer was wrong, tell whoever asked; they can ask you again."),
        fixer="coordinator",
    ),
    "onboarding.link_is_replaced": Wording(
        _("This address no longer works: a newer one was sent, or the question was taken back."),
        _("Use the newest address that you have, or ask whoever sent it."),
        fixer="coordinator",
    ),
    "onboarding.link_has_expired": Wording(
        _("This address worked until %(at)s."),
        _("Ask whoever sent it for a new one."),
        fixer="coordinator",
    ),
    "onboarding.to_number": Wording(
        _("%(number)s: the new department %(name)s waits for its GLN."),
        _("Look at the form and give the department a GLN, or send the form back."),
    ),
    "onboarding.to_register": Wording(
        _("%(number)s: the new department %(name)s waits for its next step."),
        _("Ask the distribution centre where food is ordered; then register and tell suppliers."),
    ),
    "onboarding.to_mend": Wording(
        _("%(number)s: the form of %(name)s was sent back to you."),
        _("Read why, change the form and send it again, or give the department up."),
    ),
    "onboarding.is_ready": Wording(
        _("%(number)s: %(name)s is set up and can order from all its suppliers."),
        _("Tell those who are to order."),
    ),
    "onboarding.requesters_wanted": Wording(
        _("%(number)s: %(name)s is registered, and those who order for it are not here yet."),
        _("Add the people named in the form, each with a short code."),
    ),
    "onboarding.centre_is_late": Wording(
        _("%(number)s: %(organisation)s has not answered with delivery days for %(name)s."),
        _("Ring them and write down what they say, or ask again."),
    ),
    "onboarding.supplier_is_late": Wording(
        _("%(number)s: %(organisation)s has not answered with a customer number for %(name)s."),
        _("Ring them and write down the number, or ask again."),
    ),
    "onboarding.days_asked": Wording(
        _("%(customer)s asks on which days food can come to %(name)s."),
        _("Answer with days, hours and until when they can order."),
    ),
    "onboarding.taker_wanted": Wording(
        _("%(name)s has moved or left, and nobody has taken over what was open."),
        _("Name who takes it over."),
    ),
    "onboarding.sign_in_wanted": Wording(
        _("%(name)s is new and cannot sign in yet."),
        _("Give the person the link to choose a password by."),
    ),
    "onboarding.taker_needed": Wording(
        _(
            "%(name)s has %(carts)s carts, %(orders)s orders and %(tasks)s tasks open that nobody "
            "else has."
        ),
        _("Choose who takes them over."),
        fixer="finance_officer",
    ),
    "onboarding.takes_from_himself": Wording(
        _("%(name)s cannot take over from himself or herself."), _("Choose somebody else.")
    ),
    "onboarding.is_there_already": Wording(
        _("%(name)s works in that unit already."), _("Choose another unit.")
    ),
    "onboarding.nothing_to_take": Wording(
        _("Whoever is new leaves nothing behind."), _("Nobody need take anything over.")
    ),
    "onboarding.something_is_left": Wording(
        _("Something is left to do: %(count)s on the list."), _("Do what the list marks as left.")
    ),
    "onboarding.remains_person": Wording(_("The person is here.")),
    "onboarding.remains_moved": Wording(_("The person works in the new unit.")),
    "onboarding.remains_short_code": Wording(
        _("There is a short code for the unit."), _("Add a short code."), fixer="finance_officer"
    ),
    "onboarding.remains_mandate": Wording(
        _("There is a mandate to order for the unit."),
        _("Give the mandate of a requester."),
        fixer="finance_officer",
    ),
    "onboarding.remains_sign_in": Wording(
        _("The person can sign in."),
        _("Give the link to choose a password by."),
        fixer="system_administrator",
    ),
    "onboarding.remains_former_codes": Wording(
        _("No former short code goes on; going on: %(count)s."),
        _("End them in the register of short codes."),
        fixer="finance_officer",
    ),
    "onboarding.remains_former_mandates": Wording(
        _("No former mandate goes on; going on: %(count)s."),
        _("Revoke them."),
        fixer="finance_officer",
    ),
    "onboarding.remains_carts": Wording(
        _("No cart is left behind; left: %(count)s."),
        _("Name who takes over."),
        fixer="finance_officer",
    ),
    "onboarding.remains_orders": Wording(
        _("Somebody follows every open order; without anybody: %(count)s."),
        _("Name who takes over."),
        fixer="finance_officer",
    ),
    "onboarding.remains_tasks": Wording(
        _("No task waits for this person alone; waiting: %(count)s."),
        _("Name who takes over."),
        fixer="finance_officer",
    ),
}
