"""Opening and sending pages as people do, for the tests of the desk."""

from __future__ import annotations

import re
from typing import Any

from django.test import Client
from django.urls import reverse


def page(client: Client, name: str, *arguments: object, **query: str) -> str:
    """A page that works, as text."""
    answer = client.get(reverse(name, args=arguments), query)
    assert answer.status_code == 200, answer.content.decode()[-600:]
    return answer.content.decode()


def sent(client: Client, address: str, form: str, **values: Any) -> tuple[int, str]:
    """Open a page and send one of its forms, with the hidden values that stand in it."""
    answer = client.post(address, {**keys_in(client.get(address).content.decode(), form), **values})
    return answer.status_code, answer.content.decode() or str(answer.headers.get("Location"))


def keys_in(shown: str, form: str) -> dict[str, str]:
    """The hidden values of a form of a page."""
    for body in re.findall(r"<form.*?</form>", shown, re.DOTALL):
        keys = dict(re.findall(r'type="hidden" name="([\w-]+)" value="([^"]*)"', body))
        if keys.get("form") == form:
            return keys
    raise AssertionError(f"the page has no form {form}")
