"""Signing in with e-mail and password. What an account may do is never asked here."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest

from avrop.accounts.models import Account
from avrop.kernel.compiled import Given, compiled

#: Asked for in every request.
_signed_in = compiled(lambda: Account.objects.filter(id=Given("id"), is_active=True))


class PasswordBackend:
    """Django's contract for `AUTHENTICATION_BACKENDS`."""

    def authenticate(
        self, request: HttpRequest | None, email: str = "", password: str = "", **kwargs: Any
    ) -> Account | None:
        """The account, if the password is right and the account is active."""
        account = Account.objects.filter(email__iexact=email or kwargs.get("username", "")).first()
        if account is None:
            Account().set_password(password)  # the same time for an unknown address
            return None
        return account if account.is_active and account.check_password(password) else None

    def get_user(self, user_id: UUID) -> Account | None:
        """The account of a session."""
        return _signed_in.first(id=user_id)
