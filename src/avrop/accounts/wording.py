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
    "accounts.too_many_tries": Wording(
        _("There have been too many tries to sign in. The next one is let through at %(until)s."),
        _(
            "Wait until then. If you do not remember the password, ask a system administrator for a "
            "new sign-in link."
        ),
        fixer="system_administrator",
    ),
    "accounts.too_many_reports": Wording(
        _("Many reports have come from where you are. The next one is taken in at %(until)s."),
        _("Wait until then and send it again; what you have written is still here."),
    ),
    "accounts.too_many_checks": Wording(
        _("Many documents have been checked from where you are. The next one is at %(until)s."),
        _("Wait until then and send it again, or sign in."),
    ),
    "accounts.password_too_short": Wording(
        _("The password is shorter than %(least)s characters."),
        _("Choose a longer one; a few words that mean something to you only are easy to remember."),
    ),
    "accounts.password_too_long": Wording(
        _("The password is longer than the %(most)s characters there is room for."),
        _("Choose a shorter one."),
    ),
    "accounts.password_is_common": Wording(
        _("Many people have this password, and whoever guesses tries it first."),
        _("Choose another one."),
    ),
    "accounts.link_is_used": Wording(
        _("The link has been used, is too old, or is not whole."),
        _("Ask the system administrator who gave it to you for a new one."),
        fixer="system_administrator",
    ),
    "accounts.no_organisation": Wording(
        _("Your account does not belong to any organisation here."),
        _("Ask a system administrator of your organisation to add you."),
        fixer="system_administrator",
    ),
}
