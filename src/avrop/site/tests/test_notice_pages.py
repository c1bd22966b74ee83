"""The page on which one chooses notices, and the organisation's rules for them."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import timezone

from avrop.notices import queries
from avrop.notices.kinds import How, Occasion
from avrop.notices.rules import DEFAULT, NoticeRule
from avrop.site.tests.builders import a_reader
from avrop.site.tests.desk import page, sent

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()


def test_she_chooses_what_she_is_told_of_and_when_not_to_be_disturbed() -> None:
    anna = a_reader("requester")

    status, _ = sent(
        anna.client,
        reverse("my_notices"),
        "MyNoticesForm",
        orders="at_once",
        goods="never",
        quiet_from="20:00",
        quiet_until="06:00",
        digest_at="08:15",
    )

    mine = queries.my_notices(actor=anna.actor, at=timezone.now())
    chose = {one.occasion: one.chose for one in mine.occasions if one.chose}
    assert status == 302
    assert chose == {Occasion.ORDERS: How.AT_ONCE, Occasion.GOODS: How.NEVER}
    assert [f"{one:%H:%M}" for one in (mine.times.quiet_from, mine.times.digest_at)] == [
        "20:00",
        "08:15",
    ]
    assert 'value="08:15"' in page(anna.client, "my_notices")


def test_what_is_mandatory_offers_nothing_less_and_a_digest_at_night_is_told_at_its_field() -> None:
    anna = a_reader("requester")

    shown = page(anna.client, "my_notices")
    refused = sent(
        anna.client,
        reverse("my_notices"),
        "MyNoticesForm",
        quiet_from="20:00",
        quiet_until="06:00",
        digest_at="05:00",
    )

    payments = shown.split('name="payments"')[1].split("</select>")[0]
    assert "Mandatory: it cannot be turned off." in shown
    assert ('value="at_once"' in payments, 'value="never"' in payments) == (True, False)
    assert (refused[0], 'href="#digest_at"' in refused[1]) == (409, True)


def test_the_coordinator_decides_a_rule_and_takes_it_away() -> None:
    coordinator = a_reader("coordinator")
    address = reverse("notice_rules")

    decided = sent(
        coordinator.client,
        address,
        "RuleForm",
        **{
            "decide-occasion": "goods",
            "decide-roles": ["receiver"],
            "decide-how": "at_once",
            "decide-is_mandatory": "on",
            "decide-valid_from": TODAY.isoformat(),
            "decide-reason": "Beslut 4",
        },
    )
    rules = queries.notice_rules(actor=coordinator.actor, at=timezone.now()).rules
    taken = sent(
        coordinator.client,
        address,
        "TakeAwayForm",
        **{
            "take-rule": str(len(rules.rules) - 1),
            "take-valid_from": TODAY.isoformat(),
            "take-reason": "Beslut 5",
        },
    )

    left = queries.notice_rules(actor=coordinator.actor, at=timezone.now()).rules
    assert (decided[0], taken[0]) == (302, 302)
    assert rules.rules[-1] == NoticeRule(Occasion.GOODS, How.AT_ONCE, ("receiver",), True)
    assert left == DEFAULT
