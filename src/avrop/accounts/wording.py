"""Words of the accounts app."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from avrop.kernel.wording import Wording

WORDING: Mapping[str, Wording] = {
    "accounts.not_signed_in": Wording(
        _("You are not signed in."), _("Sign in, or send a valid API key.")
    ),
    "accounts.wrong_password": Wording(
        _("The e-mail address and the password do not belong together."),
        _("Check both and try again."),
    ),
    "accounts.no_organisation": Wording(
        _("Your account does not belong to any organisation here."),
        _("Ask a system administrator of your organisation to add you."),
        fixer="system_administrator",
    ),
}
