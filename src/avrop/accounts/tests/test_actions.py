"""Links that are followed once, and tries to sign in that are counted."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from threading import Barrier, Thread
from uuid import UUID, uuid4

import pytest

from avrop.accounts import actions, queries
from avrop.accounts.models import Account, SignInTries
from avrop.kernel.problems import Invalid, Missing, Refused

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
GOOD = "fyra vanliga ord"
HOME, ELSEWHERE = "192.0.2.1", "198.51.100.9"


def an_email() -> str:
    return f"{uuid4().hex}@example.com"


def an_account(email: str | None = None) -> UUID:
    return actions.make_account(email or an_email(), name="Alva Berg", password=None, at=NOON)


def fail(email: str, times: int, *, address: str = HOME, browser: str = "") -> None:
    """Try in vain so many times, each as soon as one may."""
    for _ in range(times):
        actions.begin_try(email, address=address, browser=browser, at=NOON)


# Links and the password for emergencies


@pytest.mark.django_db
def test_of_two_who_use_the_password_for_emergencies_at_one_time_one_gets_in() -> None:
    account_id = an_account()
    actions.renew_break_glass(account_id, at=NOON)

    actions.spend_break_glass(account_id)

    with pytest.raises(Missing) as refusal:
        actions.spend_break_glass(account_id)
    assert refusal.value.codes == ["accounts.not_signed_in"]


@pytest.mark.django_db
def test_by_a_link_somebody_chooses_a_password_once() -> None:
    account_id = an_account()
    token = actions.make_link(account_id, at=NOON)

    chosen = actions.accept_link(token, GOOD, at=NOON)

    assert chosen == account_id
    assert Account.objects.get(id=account_id).check_password(GOOD)
    assert queries.has_password(account_id)
    with pytest.raises(Missing) as refusal:
        actions.accept_link(token, "ett annat lösenord", at=NOON)
    assert refusal.value.codes == ["accounts.link_is_used"]


@pytest.mark.django_db
def test_a_poor_password_leaves_the_link_as_it_was() -> None:
    account_id = an_account()
    token = actions.make_link(account_id, at=NOON)

    with pytest.raises(Invalid) as refusal:
        actions.accept_link(token, "1234567890", at=NOON)

    assert refusal.value.codes == ["accounts.password_too_short", "accounts.password_is_common"]
    invited = queries.invited_by(token, at=NOON)
    assert invited is not None
    assert (invited.account_id, invited.name) == (account_id, "Alva Berg")


@pytest.mark.django_db
def test_a_link_ends_after_a_week_or_when_there_is_a_newer_one() -> None:
    account_id = an_account()
    first = actions.make_link(account_id, at=NOON)
    second = actions.make_link(account_id, at=NOON)

    assert queries.invited_by(first, at=NOON) is None
    assert queries.invited_by(second, at=NOON + timedelta(days=7, seconds=-1)) is not None
    assert queries.invited_by(second, at=NOON + timedelta(days=7)) is None
    assert queries.invited_by("\ud800", at=NOON) is None


# Tries


@pytest.mark.django_db
def test_after_five_wrong_passwords_one_has_to_wait_and_is_told_until_when() -> None:
    email = an_email()
    fail(email, 5)

    with pytest.raises(Refused) as refusal:
        actions.begin_try(email.upper(), address=ELSEWHERE, at=NOON + timedelta(seconds=29))

    (problem,) = refusal.value.problems
    assert problem.code == "accounts.too_many_tries"
    assert problem.values == {"until": NOON + timedelta(minutes=1)}
    actions.begin_try(email, address=ELSEWHERE, at=NOON + timedelta(seconds=30))


@pytest.mark.django_db
def test_a_try_that_has_to_wait_makes_the_wait_no_longer() -> None:
    email = an_email()
    fail(email, 5)

    for _ in range(20):
        with pytest.raises(Refused):
            actions.begin_try(email, address=HOME, at=NOON)

    actions.begin_try(email, address=HOME, at=NOON + timedelta(seconds=30))


@pytest.mark.django_db
def test_the_right_password_begins_the_count_anew() -> None:
    email = an_email()
    fail(email, 4)

    keys = actions.begin_try(email, address=HOME, at=NOON)
    actions.forgive_try(keys, at=NOON)

    fail(email, 5)


@pytest.mark.django_db
def test_a_browser_that_is_known_is_not_kept_out_by_somebody_elses_guessing() -> None:
    email = an_email()
    fail(email, 5, address=ELSEWHERE)

    actions.begin_try(email, address=HOME, browser="hers", at=NOON)

    with pytest.raises(Refused):
        actions.begin_try(email, address=HOME, at=NOON)
    fail(email, 4, browser="hers")
    with pytest.raises(Refused):
        actions.begin_try(email, address=HOME, browser="hers", at=NOON)


@pytest.mark.django_db
def test_one_address_that_tries_many_accounts_is_slowed_and_others_are_not() -> None:
    for _ in range(50):
        actions.begin_try(an_email(), address=ELSEWHERE, at=NOON)

    with pytest.raises(Refused):
        actions.begin_try(an_email(), address=ELSEWHERE, at=NOON)
    actions.begin_try(an_email(), address=HOME, at=NOON)


@pytest.mark.django_db
def test_signing_in_as_oneself_now_and_then_does_not_pay_for_guessing() -> None:
    mine = an_email()

    for _ in range(50):
        actions.begin_try(an_email(), address=ELSEWHERE, at=NOON)
        if SignInTries.objects.filter(free_at__gt=NOON).exists():
            break
        actions.forgive_try(actions.begin_try(mine, address=ELSEWHERE, at=NOON), at=NOON)

    with pytest.raises(Refused):
        actions.begin_try(an_email(), address=ELSEWHERE, at=NOON)


@pytest.mark.django_db
def test_what_is_forgotten_is_not_kept() -> None:
    fail(an_email(), 1)

    actions.begin_try(an_email(), address=ELSEWHERE, at=NOON + timedelta(hours=1, seconds=1))

    assert SignInTries.objects.count() == 2


def test_many_tries_at_once_get_no_more_through_than_one_after_another(committed: None) -> None:
    from django.db import connection

    email, address, at = an_email(), uuid4().hex, datetime.now(UTC)
    start, through = Barrier(8), []

    def guess() -> None:
        start.wait()
        for _ in range(4):
            try:
                actions.begin_try(email, address=address, at=at)
                through.append(1)
            except Refused:
                pass
        connection.close()

    guessers = [Thread(target=guess) for _ in range(8)]
    for each in guessers:
        each.start()
    for each in guessers:
        each.join()

    assert len(through) == 5
