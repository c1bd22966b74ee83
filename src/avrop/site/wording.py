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
}
