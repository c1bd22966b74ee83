"""The pages of documents that stand alone, as files in a browser: nothing that axe finds and nothing to
scroll sideways, on the narrowest screen in light colours and on a wide one in dark ones."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner
from django.utils.translation import override

from avrop.documents import judge, read
from avrop.site.cli import avrop
from avrop.site.sheets import sheet_of
from avrop.site.sheets.standing_alone import page_of
from avrop.site.sheets.verdicts import verdict_in_words
from avrop.site.tests.peppol_examples import EXAMPLES, example
from tests.browser.faults import faults_of

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = [pytest.mark.browser]
LANGUAGES = ("sv", "en", "zh-hans")


def _page(kind: str, language: str, *, wrong: bool = False) -> str:
    raw = example(kind).read_bytes()
    if wrong:
        raw = raw.replace(b'unitCode="', b'unitCode="IN-NO-LIST-')
    with override(language):
        judgement = judge(raw)
        return page_of(
            sheet_of(read(raw).document, judgement.findings), verdict_in_words(judgement)
        )


@pytest.mark.parametrize(
    ("kind", "language"),
    [(kind, LANGUAGES[place % 3]) for place, kind in enumerate(EXAMPLES)],
)
def test_the_page_of_every_kind_of_document_is_for_everybody(
    kind: str, language: str, browser: Browser, tmp_path: Path
) -> None:
    file = tmp_path / "document.html"
    file.write_text(_page(kind, language), encoding="utf-8")
    page = browser.new_page()

    page.goto(file.as_uri())

    assert faults_of(page, f"{kind}-{language}") == {}
    page.close()


def test_what_was_found_is_for_everybody_too(browser: Browser, tmp_path: Path) -> None:
    file = tmp_path / "document.html"
    file.write_text(_page("invoice", "sv", wrong=True), encoding="utf-8")
    page = browser.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))

    page.goto(file.as_uri())

    assert page.locator("tr.sheet__found").count() > 0
    assert faults_of(page, "findings") == {}
    assert asked == [file.as_uri()]
    page.close()


def test_the_report_of_many_documents_is_for_everybody(browser: Browser, tmp_path: Path) -> None:
    for kind in ("order", "mlr", "catalogue"):
        raw = example(kind).read_bytes().replace(b'unitCode="', b'unitCode="IN-NO-LIST-')
        (tmp_path / f"{kind}.xml").write_bytes(raw)
    (tmp_path / "poem.xml").write_text("<poem/>")
    report = tmp_path / "report.html"
    words = ["documents", "check", "--html", "--language", "en", "-o", str(report), str(tmp_path)]
    with override("en"):
        CliRunner().invoke(avrop, words)
    page = browser.new_page()

    page.goto(report.as_uri())
    page.get_by_role("link", name="order.xml").click()

    assert page.locator("article").count() == 4
    assert faults_of(page, "report") == {}
    page.close()
