"""What a password must be, and how long somebody who guesses one waits. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address

from avrop.kernel.problems import Problem

#: A password of this length needs no rules about signs and digits (NIST SP 800-63B, 3.1.1.2).
SHORTEST_PASSWORD = 12
LONGEST_PASSWORD = 1024
LINK_LIVES = timedelta(days=7)

#: What is forgotten when nobody has tried for so long.
FORGOTTEN_AFTER = timedelta(hours=1)
FIRST_WAIT = timedelta(seconds=30)
#: Also what the holder of an account loses at most by somebody else's guessing.
LONGEST_WAIT = timedelta(minutes=15)
#: Tries in vain before the first wait. A whole town hall may come from one address.
FREE_TRIES = {"account": 5, "browser": 5, "address": 50, "code": 5}
#: Reports without an account before the first wait, from one address and from all that nobody knows.
FREE_REPORTS = {"reporter": 5, "unknown reporters": 20}
#: Documents checked without an account before the first wait.
FREE_CHECKS = {"checker": 20, "unknown checkers": 60}
#: Links mailed to who asks for one before the first wait.
FREE_LINKS = {"link asker": 5, "unknown link askers": 20}
#: Those who come with a key or a link that opens nothing are counted, and not kept waiting: it costs no
#: more than any other page.
FREE_STRANGERS = {"stranger": 2**31 - 1}
FREE = {**FREE_TRIES, **FREE_REPORTS, **FREE_CHECKS, **FREE_LINKS, **FREE_STRANGERS}


@dataclass(frozen=True, slots=True)
class Tries:
    """Tries in vain of one kind; from `free_at` the next one is let through."""

    failures: int
    last_at: datetime
    free_at: datetime


def after_a_try(kind: str, former: Tries, *, at: datetime) -> Tries:
    """What is known when a password is tried, as if it were wrong: whoever is right is forgiven.

    Counting before looking lets no more tries through when many are made at once.
    """
    is_forgotten = at - former.last_at >= FORGOTTEN_AFTER
    failures = 1 if is_forgotten else former.failures + 1
    return Tries(failures, at, at + wait_after(failures, FREE[kind]))


def wait_after(failures: int, free: int) -> timedelta:
    """How long the next try has to wait: nothing at first, then twice as long each time."""
    beyond = failures - free
    if beyond < 0:
        return timedelta(0)
    doublings = min(beyond, 10)  # more would only grow numbers that the longest wait cuts off
    return min(FIRST_WAIT * (1 << doublings), LONGEST_WAIT)


def place_of(address: str) -> str:
    """What of a network address is one place: an IPv6 network of /64 belongs to one customer."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    if isinstance(parsed, IPv6Address) and parsed.ipv4_mapped is None:
        return f"{IPv6Address(int(parsed) >> 64 << 64)}/64"
    return str(getattr(parsed, "ipv4_mapped", None) or parsed)


def next_whole_minute(moment: datetime) -> datetime:
    """The minute to tell people, who see no seconds: never before the moment itself."""
    whole = moment.replace(second=0, microsecond=0)
    return whole if whole == moment else whole + timedelta(minutes=1)


def problems_with_password(password: str, *, is_common: bool) -> Iterator[Problem]:
    """Why this cannot be somebody's password."""
    place = ("password",)
    if len(password) < SHORTEST_PASSWORD:
        yield Problem("accounts.password_too_short", {"least": SHORTEST_PASSWORD}, place)
    if len(password) > LONGEST_PASSWORD:
        yield Problem("accounts.password_too_long", {"most": LONGEST_PASSWORD}, place)
    if is_common:
        yield Problem("accounts.password_is_common", place=place)
