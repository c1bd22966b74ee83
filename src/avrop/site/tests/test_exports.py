"""What is taken out is written down, whichever way it goes (SEC-03)."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from avrop import site
from avrop.exchange.queries import MessageView, messages_page
from avrop.kernel.exports import Exported
from avrop.kernel.models import EventRow
from avrop.kernel.outbox import Event
from avrop.kernel.scope import tenant_scope
from avrop.site.cli import avrop
from avrop.site.tests.builders import Reader, a_reader
from avrop.testing.worlds import publishing

pytestmark = pytest.mark.django_db


def with_a_message(reader: Reader) -> MessageView:
    reader.client.post(reverse("upload"), {"files": SimpleUploadedFile("a.xml", b"<Order/>")})
    (message,) = messages_page(actor=reader.actor).items
    return message


def taken_out(events: list[Event]) -> list[Exported]:
    return [event for event in events if isinstance(event, Exported)]


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_a_list_as_a_file_is_written_down_with_its_filters_and_how_many_rows(form: str) -> None:
    reader = a_reader("coordinator")
    with_a_message(reader)
    chosen = {"direction": "in", "as": form}

    with publishing(reader.world.tenant_id) as events:
        reader.client.get(reverse("messages"), {**chosen, "kind": "nonsense"})
        reader.client.get(reverse("messages"), {"direction": "in"})

    assert events == [Exported(None, "messages", form, "web", ("direction=in",), 1)]
    with tenant_scope(reader.world.tenant_id):
        row = EventRow.objects.get(name=Exported.name)
    assert row.person_id == reader.actor.person_id


def test_the_bytes_of_a_message_are_written_down_by_page_and_by_api() -> None:
    reader = a_reader("coordinator")
    message = with_a_message(reader)

    with publishing(reader.world.tenant_id) as events:
        reader.client.get(reverse("download", args=[message.id]))
        reader.client.get(f"/api/v1/messages/{message.id}/payload")
        reader.client.get(f"/api/v1/messages/{message.id}")
        reader.client.get(reverse("payload", args=[message.id]))

    asked = (f"message_id={message.id}",)
    assert taken_out(events) == [
        Exported(message.id, "payload", "xml", "web", ("direction=in", "kind="), 1),
        Exported(message.id, "exchange.payload", "bytes", "api", asked, 1),
    ]


def test_what_is_taken_out_from_the_command_line_is_written_down(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("avrop.site.cli.ground.stand_up", lambda **_: None)
    reader = a_reader("coordinator")
    message = with_a_message(reader)
    organisation = str(reader.world.tenant_id)
    run = CliRunner().invoke

    with publishing(reader.world.tenant_id) as events:
        shown = run(
            avrop,
            ["messages", "show", str(message.id), "--payload", "--organisation", organisation],
        )
        folder = ["messages", "export", str(tmp_path / "out"), "--organisation", organisation]
        written = run(avrop, folder)
        chain = run(avrop, ["audit", "export", organisation, "--to", str(tmp_path / "chain.jsonl")])

    assert (shown.exit_code, written.exit_code, chain.exit_code) == (0, 0, 0), chain.output
    assert [(one.what, one.rows, one.face) for one in taken_out(events)] == [
        ("payload", 1, "cli"),
        ("payloads", 1, "cli"),
        ("audit", 0, "cli"),
    ]


def test_files_leave_the_site_by_one_way_only() -> None:
    """A page that made its own attachment would take something out without a word."""
    ways = re.compile(r"Content-Disposition|as_attachment|FileResponse|StreamingHttpResponse")
    root = Path(site.__path__[0])
    found = {
        str(file.relative_to(root))
        for file in root.rglob("*.py")
        if "tests" not in file.parts and ways.search(file.read_text(encoding="utf-8"))
    }

    pictures = "pages/receiving/receipts.py"  # shown in the page, never as a file of their own
    assert found == {"patterns/downloads.py", pictures}
