"""Words of the site itself."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from avrop.kernel.wording import Wording

WORDING: Mapping[str, Wording] = {
    "site.no_organisation": Wording(
        _("There is no organisation “%(organisation)s” here, or there are several."),
        _("Give its exact name, or its id."),
    ),
    "site.no_account": Wording(_("Nobody here signs in as “%(email)s”."), _("Check the address.")),
    "site.not_your_organisation": Wording(
        _("You do not belong to that organisation."),
        _("Choose one of those in the menu."),
    ),
    "site.which_organisation": Wording(
        _("This person belongs to several organisations: %(organisations)s."),
        _("Say which one with --organisation."),
    ),
    "site.form_sent_before": Wording(
        _("This form has been sent before, and what it asked for then has been done."),
        _("Look at what has become of it. To do it once more, as it stands now, send it again."),
    ),
    "site.count_is_no_number": Wording(
        _("Line %(line)s: “%(text)s” is not a number."), _("Write digits, such as 12 or 1,5.")
    ),
    "site.how_many_came": Wording(
        _("Line %(line)s: say how much of %(name)s has come."), _("Write the quantity you counted.")
    ),
    "site.how_many_are_missing": Wording(
        _("Line %(line)s: say how much of %(name)s is missing."),
        _("Write how many, or choose that some or none of it has come."),
    ),
    "site.nothing_counted": Wording(
        _("You have not said of any line what has come."),
        _("Choose all, some or none beside at least one line."),
    ),
}
