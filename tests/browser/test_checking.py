"""Checking a document in a browser: a file is chosen, and what is found can be read by everybody."""

from __future__ import annotations

from typing import Any

import pytest

from avrop import documents
from avrop.documents.tests.builders import an_order
from tests.browser.site_walk import FEW

pytestmark = [pytest.mark.browser]


def test_a_verdict_with_its_findings_has_no_fault_of_access(walker: Any) -> None:
    reader = walker("coordinator")
    broken = documents.write(an_order(lines=3)).replace(b"GLN", b"").replace(b"SEK", b"XXY")
    file = {"name": "order.xml", "mimeType": "application/xml", "buffer": broken}

    reader.open("/check-a-document")
    reader.page.get_by_label("The document, as an XML file").set_input_files([file])
    reader.page.get_by_role("button", name="Check", exact=True).click()

    verdict = reader.page.get_by_role("region", name="Verdict").get_by_role("status")
    assert verdict.inner_text().startswith("The document is not valid.")
    assert reader.page.get_by_role("heading", name="What must be mended").is_visible()
    assert reader.faults(FEW) == {}
