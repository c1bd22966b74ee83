"""The edges of the API: whatever a program asks for, it is answered as a program."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.db import connection
from django.http import HttpRequest
from django.test import Client
from django.test.utils import CaptureQueriesContext

from avrop.site.pages import errors

METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]


def a_program(language: str = "en") -> Client:
    """A client that is not signed in and has no token for forms."""
    return Client(headers={"accept-language": language}, enforce_csrf_checks=True)


def told(answer: Any) -> dict[str, Any]:
    """The one problem of an answer."""
    assert answer["Content-Type"] == "application/problem+json"
    (problem,) = json.loads(answer.content)["problems"]
    found: dict[str, Any] = problem
    return found


@pytest.mark.django_db
@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("address", ["/api/v1/", "/api/v1/no-such/thing", "/api/v2/orders"])
def test_where_there_is_no_address_the_answer_is_a_problem(address: str, method: str) -> None:
    answer = a_program().generic(method, address)

    assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")
    if method != "HEAD":
        assert told(answer)["code"] == "not_found"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "There is nothing at this address."),
        ("sv", "Det finns inget på den här adressen."),
        ("zh-hans", "此地址没有任何内容。"),
    ],
)
def test_it_is_said_in_the_readers_language(language: str, sentence: str) -> None:
    answer = a_program(language).get("/api/v1/no-such")

    assert told(answer)["sentence"] == sentence
    assert told(answer)["remedy"] != ""


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/api/v1/openapi.json", "/api/v1/orders"])
def test_an_address_names_the_methods_it_takes(address: str) -> None:
    with CaptureQueriesContext(connection) as statements:
        answer = a_program().generic("PUT", address)

    assert (answer.status_code, answer["Allow"]) == (405, "GET")
    assert told(answer)["code"] == "method_not_allowed"
    assert told(answer)["remedy"] == "Use one of these instead: GET."
    assert len(statements) == 0


def test_what_breaks_below_the_api_is_told_as_a_problem() -> None:
    request = HttpRequest()
    request.path = "/api/v1/orders"

    answer = errors.broken(request)

    assert (answer.status_code, told(answer)["code"]) == (500, "broken")
