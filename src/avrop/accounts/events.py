"""What happens to accounts. Written in each organisation that the account's holder works for, as
about the person that she is there; what concerns nobody known, in the operator's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from avrop.kernel.outbox import Event


@dataclass(frozen=True)
class SignedIn(Event):
    """Somebody signed in. `method`: password, code, passkey, link, demonstration, break_glass, or
    the id of another sign-in."""

    name: ClassVar[str] = "accounts.signed_in"
    person_id: UUID
    session_id: UUID
    method: str


@dataclass(frozen=True)
class SessionEnded(Event):
    """A session ended before its time. `why`: signed_out, revoked, other_browser, former_key,
    password or administrator."""

    name: ClassVar[str] = "accounts.session_ended"
    person_id: UUID
    session_id: UUID
    why: str


@dataclass(frozen=True)
class AccessRefused(Event):
    """Somebody was not let in. `why` is the code that he was told or would have been; `count` how many
    times it has happened in a row: after the first, only each tenth, hundredth and so on is written.
    `person_id` is whose account was tried, None where there is none."""

    name: ClassVar[str] = "accounts.access_refused"
    person_id: UUID | None
    why: str
    count: int


@dataclass(frozen=True)
class IdentityProven(Event):
    """Somebody who was signed in showed a second factor. `method` as in `SignedIn`."""

    name: ClassVar[str] = "accounts.identity_proven"
    person_id: UUID
    method: str


@dataclass(frozen=True)
class SecondFactorAdded(Event):
    """A second factor was added. `kind`: totp, passkey or recovery_codes."""

    name: ClassVar[str] = "accounts.second_factor_added"
    person_id: UUID
    kind: str


@dataclass(frozen=True)
class SecondFactorRemoved(Event):
    """A second factor was removed."""

    name: ClassVar[str] = "accounts.second_factor_removed"
    person_id: UUID
    kind: str


@dataclass(frozen=True)
class PasswordChanged(Event):
    """A password was chosen anew."""

    name: ClassVar[str] = "accounts.password_changed"
    person_id: UUID


@dataclass(frozen=True)
class BreakGlassUsed(Event):
    """Somebody signed in with the account for emergencies."""

    name: ClassVar[str] = "accounts.break_glass_used"
    person_id: UUID
    session_id: UUID


@dataclass(frozen=True)
class BreakGlassRenewed(Event):
    """The account for emergencies got a new password."""

    name: ClassVar[str] = "accounts.break_glass_renewed"
    person_id: UUID


@dataclass(frozen=True)
class AccountClaimed(Event):
    """The holder of an account's address has come: whatever opened the account before opens it no
    more."""

    name: ClassVar[str] = "accounts.account_claimed"
    person_id: UUID
