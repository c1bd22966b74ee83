"""Documents shown from the command line, without any database: as text, as a page, as a PDF, and many of
them in one report."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from django.utils.translation import get_language, override

from avrop import documents
from avrop.documents import Catalogue, CatalogueLine, Limits, Order, OrderLine, UnreadableDocument
from avrop.documents.catalogue import CataloguePrice
from avrop.documents.common import Identifier, Item, MonetaryTotal, Period, Price
from avrop.documents.parties import Party
from avrop.site.cli import avrop
from avrop.site.sheets import reporting
from avrop.site.sheets.opening import opened
from avrop.values import Quantity

DAY = date(2026, 3, 2)
BUYER = Party(name="Ekvalla kommun", endpoint=Identifier("7300010000001", "0088"))
SELLER = Party(name="Mejeri AB", endpoint=Identifier("7300070011115", "0088"))
MILK = Item(name="Mellanmjölk <1 l>", sellers_id="M-1")


def _order() -> Order:
    line = OrderLine("1", Quantity(Decimal(12), "LTR"), MILK, Price(Decimal(10)), Decimal(120))
    total = MonetaryTotal(line_amount=Decimal(120), payable=Decimal(120))
    return Order("AO-1", DAY, "SEK", BUYER, SELLER, (line,), total=total)


@pytest.fixture(autouse=True)
def _language_as_before() -> Iterator[None]:
    with override(get_language()):
        yield


@pytest.fixture
def order(tmp_path: Path) -> Path:
    """An order in a file; not everything that its rules ask for is in it."""
    file = tmp_path / "order.xml"
    file.write_bytes(documents.write(_order()))
    return file


def _run(*words: str | Path) -> Result:
    return CliRunner().invoke(avrop, ["documents", *map(str, words)])


def test_a_document_is_told_in_the_language_that_is_asked_for(order: Path) -> None:
    swedish, chinese = (_run("show", order, "--language", each) for each in ("sv", "zh-hans"))

    assert (swedish.exit_code, chinese.exit_code) == (0, 0)
    assert swedish.output.startswith("Beställning AO-1\n")
    assert "Mellanmjölk <1 l>" in swedish.output
    assert chinese.output.startswith("订单 AO-1\n")


def test_what_the_rules_find_is_told_with_the_document(order: Path) -> None:
    order.write_bytes(order.read_bytes().replace(b'unitCode="LTR"', b'unitCode="LITRES"'))

    shown = _run("show", order, "--language", "en").output

    assert "The document must not be used" in shown
    assert shown.index("\n1  ") < shown.index("“LITRES”") < shown.index("line 1, quantity")


def test_amounts_in_what_is_no_currency_are_told_as_they_stand(order: Path) -> None:
    content = order.read_bytes().replace(b">SEK<", b">sek<").replace(b'"SEK"', b'"sek"')
    order.write_bytes(content)

    text, page = (
        _run(*words, "--language", "en") for words in (("show", order), ("check", "--html", order))
    )

    assert (text.exit_code, page.exit_code) == (0, 1)
    assert "120\N{NO-BREAK SPACE}sek" in text.output
    assert "120\N{NO-BREAK SPACE}sek" in page.output


def test_a_document_is_written_as_a_page_and_as_a_pdf(order: Path, tmp_path: Path) -> None:
    page = _run("show", order, "--html", "--language", "sv")
    file = tmp_path / "order.pdf"
    paper = _run("show", order, "--pdf", "-o", file)

    assert (page.exit_code, paper.exit_code) == (0, 0)
    assert page.output.startswith('<!doctype html>\n<html lang="sv">')
    assert "Mellanmjölk &lt;1 l&gt;" in page.output
    assert file.read_bytes().startswith(b"%PDF")


def test_of_what_cannot_be_read_it_is_told_why(tmp_path: Path) -> None:
    file = tmp_path / "poem.xml"
    file.write_text("<poem/>")

    told = _run("show", file, "--html", "--language", "en")

    assert told.exit_code == 1
    assert "could not be judged" in told.stderr
    assert "documents.unknown_root" in told.stderr
    assert not told.stdout


def test_of_a_long_price_list_the_first_lines_are_shown_and_that_is_said(tmp_path: Path) -> None:
    line = CatalogueLine("1", MILK, prices=(CataloguePrice(Decimal(10), "SEK"),))
    lines = tuple(replace(line, id=str(number)) for number in range(1, 252))
    catalogue = Catalogue("P-1", DAY, Period(DAY, None), SELLER, BUYER, lines)
    file = tmp_path / "catalogue.xml"
    file.write_bytes(documents.write(catalogue))

    shown = _run("show", file, "--language", "en").output

    assert "\n200 " in shown
    assert "\n201 " not in shown
    assert "Only the first lines are shown; the file has them all." in shown


@pytest.mark.parametrize("kind", ["order", "catalogue"])
def test_what_is_longer_than_it_may_be_is_not_opened(kind: str, order: Path) -> None:
    content = BytesIO(order.read_bytes())

    with pytest.raises(UnreadableDocument):
        opened(content, kind, limits=Limits(size=1_000))


def test_many_files_are_told_of_on_one_page(order: Path, tmp_path: Path) -> None:
    (tmp_path / "poem.xml").write_text("<poem/>")
    report = tmp_path / "report.html"

    judged = _run("check", "--html", "--language", "en", "-o", report, tmp_path)

    page = report.read_text()
    assert judged.exit_code == 1
    assert "Files: 2. Valid: " in page
    assert "Not judged: 1." in page
    assert ">poem.xml</a>" in page
    assert "Mellanmjölk &lt;1 l&gt;" in page
    assert page.index("documents.unknown_root") < page.index("<article")


def test_a_report_of_very_many_files_stays_bounded(
    order: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(6):
        (tmp_path / f"order-{number}.xml").write_bytes(order.read_bytes())
    monkeypatch.setattr(reporting, "MOST_FILES", 4)
    monkeypatch.setattr(reporting, "MOST_SHEETS", 2)

    page = _run("check", "--html", "--language", "en", tmp_path).output

    assert page.count("<article") == 2
    assert "Files: 7." in page
    assert "3 more files are not listed here." in page


def _alone(tmp_path: Path, *words: str | Path) -> subprocess.CompletedProcess[str]:
    """The command in a process of its own, with neither database nor state."""
    program = (
        "import sys; from avrop.site.cli import main\n"
        "try: main()\n"
        "finally: print('django' in sys.modules, file=sys.stderr)"
    )
    unwanted = {"DJANGO_SETTINGS_MODULE", "AVROP_DATABASE_URL", "AVROP_OWNER_DATABASE_URL"}
    environment = {name: value for name, value in os.environ.items() if name not in unwanted}
    known = {"AVROP_STATE": str(tmp_path / "state"), "PYTHONPATH": os.pathsep.join(sys.path)}
    return subprocess.run(
        [sys.executable, "-c", program, "documents", *map(str, words)],
        env=environment | known,
        capture_output=True,
        text=True,
        check=False,
    )


def test_documents_are_shown_without_a_database_and_judged_without_django(
    order: Path, tmp_path: Path
) -> None:
    shown = _alone(tmp_path, "show", order, "--html", "--language", "zh-hans")
    judged = _alone(tmp_path, "check", "--json", order)

    assert shown.returncode == 0
    assert '<html lang="zh-Hans">' in shown.stdout
    assert judged.stderr.strip() == "False"
    assert not (tmp_path / "state").exists()
