"""What we write ourselves must keep every rule."""

from collections.abc import Callable

import pytest

from avrop.documents import Document, check, read, write
from avrop.documents.tests import builders


@pytest.mark.parametrize("build", builders.ALL)
def test_a_document_of_ours_keeps_every_rule(build: Callable[[], Document]) -> None:
    document = build()

    findings = check(document)

    assert findings == ()


@pytest.mark.parametrize("build", builders.ALL)
def test_a_document_of_ours_comes_back_as_it_was(build: Callable[[], Document]) -> None:
    document = build()

    received = read(write(document))

    assert received.document == document
    assert received.valid
