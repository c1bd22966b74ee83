"""Who adds or removes a second factor shows first that it is he: a stolen session must not be able
to give itself one."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from uuid import UUID

from django.contrib.auth import authenticate
from django.utils.translation import gettext_lazy

from avrop.accounts import actions
from avrop.accounts.announcing import announce_refusal
from avrop.accounts.models import Account
from avrop.accounts.queries import has_password
from avrop.accounts.second_factors import has_second_factor
from avrop.kernel.problems import Invalid, Problem, refuse_if
from avrop.site import browsers, guarding
from avrop.site.actors import ProofAsked, Request, is_vouched_for_in_part
from avrop.site.pages.account.codes import SecretForm
from avrop.site.pages.performing import now
from avrop.site.patterns.fields import TextField

#: Somebody without a password (signed in elsewhere) must have done so within this time.
JUST_NOW_SECONDS = 600


def password_field(label: object, **options: object) -> TextField:
    """A password: never shown, never kept."""
    field = TextField(label, kind="password", longest=1024, **options)
    field.strip = False
    return field


class NewPasswordForm(SecretForm):
    """The present password and the one to come."""

    present = password_field(
        gettext_lazy("The password you have now"), autocomplete="current-password"
    )
    password = password_field(gettext_lazy("The new password"), autocomplete="new-password")


def is_password(request: Request, password: str) -> None:
    """`Invalid` where it is not the reader's; tried in vain it is counted as at the sign-in."""
    account = Account.objects.get(id=UUID(str(request.user.pk)))
    keys = actions.begin_try(
        account.email,
        address=browsers.address_of(request),
        browser=browsers.known_to(request, account.id),
        account_id=account.id,
        at=now(),
    )
    if authenticate(request, email=account.email, password=password) is None:
        announce_refusal(account.id, "accounts.wrong_password", at=now())
        raise Invalid((Problem("accounts.wrong_present_password", place=("present",)),))
    actions.forgive_try(keys, at=now())


def asks_password(request: Request) -> bool:
    """Whether the reader must give his password before he gets a first second factor. Who has one
    already must have shown it just now: raises ProofAsked where he has not, and where one who has
    neither signed in too long ago. `Refused` where others vouch for him in some of his organisations
    only: what he adds would open the rest of them too."""
    refuse_if([Problem("accounts.vouched_for_in_part")] if is_vouched_for_in_part(request) else [])
    account_id = UUID(str(request.user.pk))
    if has_second_factor(account_id):
        until = guarding.proven_until(request)
        if until is None or until < datetime.now(UTC):
            raise ProofAsked
        return False
    if has_password(account_id):
        return True
    if not signed_in_just_now(request):
        raise ProofAsked
    return False


def signed_in_just_now(request: Request) -> bool:
    """Whether the session is new."""
    return bool(time.time() - request.session.get(guarding.BEGAN_AT, 0.0) < JUST_NOW_SECONDS)
