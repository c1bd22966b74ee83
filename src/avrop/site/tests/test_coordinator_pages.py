"""What coordinators look after: what is stuck, and price lists that wait."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from avrop.kernel.jobs import running_here
from avrop.site.tests.builders import a_reader

pytestmark = pytest.mark.django_db


def test_what_is_stuck_is_listed_with_why_and_leads_to_its_message() -> None:
    reader = a_reader("coordinator")
    with running_here():
        reader.client.post(reverse("upload"), {"files": SimpleUploadedFile("a.xml", b"<Order/>")})

    page = reader.client.get(reverse("stuck_messages")).content.decode()

    assert "a.xml" in page
    assert "Refused" in page or "Undeliverable" in page


def test_nothing_stuck_is_said_in_words() -> None:
    page = a_reader("coordinator").client.get(reverse("stuck_messages")).content.decode()

    assert "Nothing is stuck." in page


def test_price_lists_that_have_not_come_say_what_to_expect() -> None:
    page = a_reader("category_manager").client.get(reverse("price_lists")).content.decode()

    assert "No price list has come yet." in page
