"""Accounts and keys. Global tables: a human being signs in before an organisation is chosen."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from avrop.values import uuid7


class AccountManager(BaseUserManager["Account"]):
    """Finds accounts by e-mail, whatever its case."""

    def get_by_natural_key(self, username: str | None) -> Account:
        """The account with this e-mail address."""
        return self.get(email__iexact=username)


class Account(AbstractBaseUser):
    """One human being's sign-in. `language` is the reader's, or "" for the browser's.
    `is_break_glass`: for when nobody else can sign in; its password works once, and using it raises
    the alarm. `proved_at`: when its holder showed that the address is hers; what opens the account is
    her own since then."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    email = models.EmailField(unique=True, max_length=254)
    name = models.CharField(max_length=200)
    language = models.CharField(max_length=10, default="", blank=True)
    is_active = models.BooleanField(default=True)
    is_break_glass = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    proved_at = models.DateTimeField(null=True)

    objects: ClassVar[AccountManager] = AccountManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        db_table = "accounts_account"

    def __str__(self) -> str:
        return self.email


class ApiKey(models.Model):
    """A key for programs: acts as one account, as one person, in one organisation.

    Only the key's SHA-256 is stored; keys are 256 random bits, so no slow hash is needed. `issued_by` is
    the person who issued it; NULL for the operator.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    account: Any = models.ForeignKey(Account, models.DO_NOTHING, related_name="+")
    tenant_id = models.UUIDField()
    person_id = models.UUIDField()
    name = models.CharField(max_length=200)
    issued_by = models.UUIDField(null=True)
    key_hash = models.BinaryField(unique=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "accounts_api_key"


class SignInLink(models.Model):
    """A link by which somebody chooses a password and signs in: once, until it expires.

    Only the token's SHA-256 is stored, as of keys. `proves_address`: nobody but the holder of the
    address was given it, or whom the operator of the installation trusts to be that.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    account: Any = models.ForeignKey(Account, models.DO_NOTHING, related_name="+")
    token_hash = models.BinaryField(unique=True)
    proves_address = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "accounts_sign_in_link"


class SignInTries(models.Model):
    """How often a password was tried in vain for an account, from a browser or from an address; and how
    often somebody without an account has reported a fault or had a document checked.

    `key` is a digest, so that nobody's address is kept. From `free_at` the next try is let through;
    `turned_away` counts those that came before.
    """

    key = models.CharField(primary_key=True, max_length=64)
    failures = models.PositiveIntegerField(default=0)
    turned_away = models.PositiveIntegerField(default=0)
    last_at = models.DateTimeField()
    free_at = models.DateTimeField()

    class Meta:
        db_table = "accounts_sign_in_tries"
        indexes: ClassVar = [models.Index(fields=["last_at"], name="accounts_tries_last_at")]


class SessionRow(models.Model):
    """A sign-in as its holder is shown it: how, with what browser, since when, and why it ended.

    Of the key of a session only a digest is stored, here and where Django keeps sessions: who reads the
    database cannot sign in with what he finds. `former_hash` is of the key before the last change;
    whoever still comes with that one, or with one of a session that has ended, is counted in `refused`.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    account: Any = models.ForeignKey(Account, models.DO_NOTHING, related_name="+")
    key_hash = models.CharField(max_length=40, unique=True)
    former_hash = models.CharField(max_length=40, default="")
    browser = models.CharField(max_length=60, default="")
    method = models.CharField(max_length=60)
    began_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    changed_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=30, default="")
    refused = models.PositiveIntegerField(default=0)

    class Meta:
        db_table = "accounts_session"
        indexes: ClassVar = [
            models.Index(fields=["account", "seen_at"], name="accounts_session_account"),
            models.Index(fields=["former_hash"], name="accounts_session_former"),
            models.Index(
                fields=["began_at"],
                condition=models.Q(method="break_glass"),
                name="accounts_session_emergency",
            ),
        ]
