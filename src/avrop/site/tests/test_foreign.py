"""Data inside a Chinese page says that it is Swedish; words of ours, codes and addresses don't."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from avrop.site.foreign import marked
from avrop.site.tests.builders import a_reader


@pytest.mark.parametrize(
    ("shown", "said"),
    [
        (
            "<p>第 1 行,Ägg, 24 st:开票 5 件</p>",
            '<p>第 1 行,<span lang="sv">Ägg, 24 st</span>:开票 5 件</p>',
        ),
        (
            "<p>Fisk &amp; Grönt AB 希望变更</p>",
            '<p><span lang="sv">Fisk &amp; Grönt AB</span> 希望变更</p>',
        ),
        (
            "<p>(商品 Smör 500 g)</p>",
            '<p>(商品 <span lang="sv">Smör 500 g</span>)</p>',
        ),
        (
            '<select><option value="1">Bokskolan</option><option>全部</option></select>',
            '<select><option lang="sv" value="1">Bokskolan</option><option>全部</option></select>',
        ),
        ("<p>14.90&nbsp;SEK/件</p>", "<p>14.90&nbsp;SEK/件</p>"),
        ("<p>订单 AO-2026-00006</p>", "<p>订单 AO-2026-00006</p>"),
        ("<p>bo@gard.example</p>", "<p>bo@gard.example</p>"),
        ('<b lang="en">Hello <i>you</i> all</b>', '<b lang="en">Hello <i>you</i> all</b>'),
        ("<title>Anna Lind</title>", "<title>Anna Lind</title>"),
        ("<pre>konto</pre>", "<pre>konto</pre>"),
    ],
)
def test_what_is_not_chinese_in_a_chinese_page_is_marked_as_swedish(shown: str, said: str) -> None:
    assert marked(shown) == said


@pytest.mark.django_db
@pytest.mark.parametrize(("language", "times"), [("zh-hans", 1), ("en", 0), ("sv", 0)])
def test_only_pages_in_chinese_are_gone_through(language: str, times: int) -> None:
    client: Client = a_reader("requester").client
    client.cookies["django_language"] = language

    page = client.get(reverse("accessibility")).content.decode()

    assert (page.count('<span lang="sv">') > 0) == bool(times)
