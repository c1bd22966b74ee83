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
    "accounts.too_many_codes": Wording(
        _("There have been too many codes. The next one is let through at %(until)s."),
        _("Wait until then, or use a passkey."),
    ),
    "accounts.wrong_present_password": Wording(
        _("This is not the password you have now."), _("Type it again.")
    ),
    "accounts.wrong_code": Wording(
        _("The code is not right."),
        _(
            "Take the code that your app shows now, for this site. If it goes on, look that the "
            "clock of "
            "the device is right."
        ),
    ),
    "accounts.code_was_used": Wording(
        _("This code has been used; each works once."), _("Wait for the next one.")
    ),
    "accounts.wrong_passkey": Wording(
        _("The passkey was not accepted."),
        _("Try again, or choose another way to show that it is you."),
    ),
    "accounts.passkey_copied": Wording(
        _("This passkey seems to have been copied, and is not accepted any more."),
        _("Use another way to sign in, remove the passkey, and tell a system administrator."),
        fixer="system_administrator",
    ),
    "accounts.has_totp": Wording(
        _("The account has an app for one-time codes already."),
        _("Remove it first if you want to use another one."),
    ),
    "accounts.no_second_factor": Wording(
        _("The account has no second factor yet."),
        _("Add an app for one-time codes, or a passkey, on the page “Your sign-in”."),
    ),
    "accounts.session_is_over": Wording(
        _("The session has ended, or was continued elsewhere."),
        _("Sign in again. If you did not end it yourself, look through your sessions."),
    ),
    "accounts.other_browser": Wording(
        _("The session began in another browser, and has been ended for safety."),
        _("Sign in again. If it was not you who moved it, choose a new password."),
    ),
    "accounts.unknown_identity": Wording(
        _("%(name)s vouches for you, but no account of this site is yours."),
        _("Ask a system administrator of your organisation to add you."),
        fixer="system_administrator",
    ),
    "accounts.elsewhere_failed": Wording(
        _("Signing in with %(name)s did not succeed."),
        _("Try again. If it goes on, sign in another way and tell a system administrator."),
        fixer="system_administrator",
    ),
    "accounts.forged_link": Wording(
        _("The link is not one of ours, or is not whole."),
        _("Open it again from where you got it, or ask for a new one."),
    ),
    "accounts.key_opens_nothing": Wording(
        _("The API key opens nothing: it is unknown, too old or revoked."),
        _("Ask whoever issued it for a new one."),
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
    "accounts.too_many_links": Wording(
        _("Many links have been asked for from where you are. The next one is sent at %(until)s."),
        _("Look through your mail, also what was sorted out as advertising, or wait until then."),
    ),
    "accounts.answer_as_oneself": Wording(
        _("Another organisation vouches for you in this session, and cannot answer for you here."),
        _("Sign in with your password or a passkey, and answer then."),
    ),
    "accounts.no_mail": Wording(
        _("This installation sends no mail."), _("Ask whoever operates it for a link.")
    ),
    "accounts.address_unproven": Wording(
        _("Nobody has shown yet that the e-mail address of the account is in your hands."),
        _("Have a link sent to the address, choose a password by it, and answer then."),
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
    "accounts.vouched_for_in_part": Wording(
        _(
            "You are signed in for some of your organisations only, and a second factor opens all of "
            "them."
        ),
        _("Sign in with your password or a passkey, and try again."),
    ),
    "accounts.no_organisation": Wording(
        _("Your account does not belong to any organisation here."),
        _("Ask a system administrator of your organisation to add you."),
        fixer="system_administrator",
    ),
}
