"""The accessibility statement says what the law asks for, and leads to where faults are reported."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from avrop.site.tests.builders import a_reader
from avrop.support import queries
from avrop.support.kinds import Topic

pytestmark = pytest.mark.django_db


def statement(client: Client) -> str:
    """The statement as text with its links."""
    return html.unescape(client.get(reverse("accessibility")).content.decode())


def test_the_statement_says_what_the_law_asks_for() -> None:
    shown = statement(a_reader("requester").client)

    for asked in (
        "partially compliant with the law on accessibility of digital public service (2018:1937)",
        "What this statement covers",
        "What does not follow the law",
        "What the law does not cover",
        "unreasonable burden",
        "How it was tested",
        "Last assessed on 22 Nov 2026",
        "https://www.digg.se/tdosanmalan",
    ):
        assert asked in shown


def test_what_stops_somebody_becomes_a_case_about_access() -> None:
    reader = a_reader("requester")
    (address,) = re.findall(r'href="(/help\?about=accessibility)"', statement(reader.client))

    form = reader.client.get(address).content.decode()
    sent = {
        name: re.findall(rf'name="{name}" value="([^"]*)"', form)[0] for name in ("once", "sender")
    }
    chosen = re.findall(r'<input[^>]*name="topic"[^>]*checked[^>]*>', form)
    answer = reader.client.post(
        address, {**sent, "topic": Topic.ACCESS, "text": "Knappen går inte att nå"}
    )

    assert 'value="access"' in chosen[0]
    assert answer.status_code == 302
    (case,) = queries.my_cases(actor=reader.actor).items
    assert case.topic == Topic.ACCESS


def test_who_is_not_signed_in_can_write_and_can_report_without_an_account(settings: Any) -> None:
    settings.AVROP_ACCESSIBILITY_CONTACT = "tillganglig@ekvalla.example"

    shown = statement(Client())

    assert 'href="mailto:tillganglig@ekvalla.example"' in shown
    assert f'href="{reverse("report_fault")}"' in shown
