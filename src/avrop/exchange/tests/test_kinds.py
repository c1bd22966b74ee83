"""A document of any kind that can be read: taken in where somebody takes its kind, else kept and said
no to in a clear sentence."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from django.utils.translation import override

from avrop import documents
from avrop.documents.common import Identifier
from avrop.documents.reading import DIRECTIONS
from avrop.documents.tests import builders as samples
from avrop.exchange import actions, queries
from avrop.exchange.queries import MessageView
from avrop.exchange.tests.builders import Organisation, an_organisation

pytestmark = pytest.mark.django_db
SAMPLES = {documents.kind_of(build()).name: build for build in samples.ALL}


def addressed_to(receiver: Organisation, document: documents.Document) -> bytes:
    """The same document for an organisation here."""
    scheme, _, value = receiver.participant.partition(":")
    role = DIRECTIONS[documents.kind_of(document).name][1]
    party = replace(getattr(document, role), endpoint=Identifier(value, scheme))
    return documents.write(replace(document, **{role: party}))


def after_coming_to(
    receiver: Organisation, document: documents.Document, run_jobs: Callable[[], int]
) -> MessageView:
    content = addressed_to(receiver, document)
    kept = actions.receive(content, channel="as4", actor=receiver.routine, at=datetime.now(UTC))
    run_jobs()
    return queries.message(kept.id, actor=receiver.routine)


def test_there_is_a_sample_of_every_kind() -> None:
    assert set(SAMPLES) == set(documents.KINDS)


# Orders have a taker in these tests; what answers a message is taken in by the exchange itself.
TAKEN_BY_NOBODY = sorted(set(documents.KINDS) - {"order"} - queries.ANSWERS)


@pytest.mark.parametrize("kind", TAKEN_BY_NOBODY)
def test_a_kind_that_nobody_takes_in_is_kept_and_said_no_to(
    kind: str, run_jobs: Callable[[], int]
) -> None:
    document = SAMPLES[kind]()

    view = after_coming_to(an_organisation(), document, run_jobs)

    assert (view.state, view.kind) == ("undeliverable", kind)
    assert view.document_number == document.number
    assert [finding.code for finding in view.findings] == ["exchange.no_taker"]
    with override("en"):
        sentence = str(queries.said(view.findings[0]).sentence)
    assert sentence == f"Documents of the kind “{kind}” are not taken in here."
