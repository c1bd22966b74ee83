"""The official rules of an operator run beside ours; here it is a stylesheet of our own that answers
in SVRL, since nothing of theirs is in the project."""

import json
import socket
import threading
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from avrop.documents import KINDS, write
from avrop.documents.second_opinion import (
    NoSecondOpinion,
    broken_in,
    compare,
    fits,
    require_saxon,
    stylesheets,
)
from avrop.documents.tests.builders import an_order
from avrop.site.cli.checking import checking

# Three of the rules that Peppol has for an order, and one that it has not.
SHEET = """<xsl:stylesheet version="2.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:svrl="http://purl.oclc.org/dsdl/svrl"
  xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2"
  xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2">
  <xsl:template match="/">
    <svrl:schematron-output>
      <xsl:for-each select="//*[not(*) and not(normalize-space())]">
        <svrl:failed-assert id="PEPPOL-COMMON-R001" flag="fatal"/>
      </xsl:for-each>
      <xsl:if test="not(/*/cbc:ID)"><svrl:failed-assert id="PEPPOL-T01-B00107"/></xsl:if>
      <xsl:if test="/*/cbc:Note = 'hush'">
        <svrl:successful-report id="OURS-R001" role="warning"/>
      </xsl:if>
      EXTRA
    </svrl:schematron-output>
  </xsl:template>
</xsl:stylesheet>"""
needs_saxon = pytest.mark.usefixtures("saxon")


@pytest.fixture
def saxon() -> None:
    pytest.importorskip("saxonche", reason="the extra second-opinion is not installed")


def a_sheet(folder: Path, name: str = "PEPPOLBIS-T01.xslt", extra: str = "") -> Path:
    file = folder / name
    file.write_text(SHEET.replace("EXTRA", extra), "utf-8")
    return file


def a_file(folder: Path, raw: bytes, name: str = "order.xml") -> Path:
    file = folder / name
    file.write_bytes(raw)
    return file


def told(*arguments: object) -> Result:
    return CliRunner().invoke(checking, ["compare", *map(str, arguments)])


@needs_saxon
def test_two_that_say_the_same_agree_and_the_command_ends_well(tmp_path: Path) -> None:
    sheet = a_sheet(tmp_path)
    sound = a_file(tmp_path, write(an_order(1)))
    empty = a_file(
        tmp_path, sound.read_bytes().replace(b"<cbc:ID>", b"<cbc:ID/><cbc:ID>", 1), "e.xml"
    )

    results = list(compare(sheet, [sound, empty], processes=2))
    result = told(sheet, sound, empty)

    assert [each.agrees for each in results] == [True, True]
    assert [each.agreed for each in results] == [0, 1]
    assert (result.exit_code, result.stdout) == (
        0,
        "2 documents: 2 agree, 0 disagree, 0 not compared\n",
    )


@needs_saxon
def test_every_rule_that_only_one_of_them_finds_broken_is_told(tmp_path: Path) -> None:
    sheet = a_sheet(tmp_path, extra="<xsl:comment>PEPPOL-T01-R001</xsl:comment>")
    start = b"<cbc:IssueDate>"
    file = a_file(
        tmp_path, write(an_order(1)).replace(start, b"<cbc:Note>hush</cbc:Note>" + start, 1)
    )

    result = told(sheet, file, "--json")

    row = json.loads(result.stdout)
    assert result.exit_code == 1
    assert row["agrees"] is False
    assert row["document_type"] == "order"
    assert row["ours_only"] == {"fatal": [], "warning": []}
    assert row["theirs_only"] == {"fatal": [], "warning": ["OURS-R001"]}
    assert row["trouble"] is None


@needs_saxon
def test_what_their_files_do_not_have_is_no_disagreement(tmp_path: Path) -> None:
    sheet = a_sheet(tmp_path)
    strange = b"<cbc:Nonsense>x</cbc:Nonsense><cbc:ID>"
    file = a_file(tmp_path, write(an_order(1)).replace(b"<cbc:ID>", strange, 1))

    (result,) = compare(sheet, [file], processes=1)

    assert result.agrees
    assert result.unheard == ("PEPPOL-T01-B00110",)


@needs_saxon
def test_a_document_that_could_not_be_compared_never_agrees(tmp_path: Path) -> None:
    folder = tmp_path / "rules"
    folder.mkdir()
    a_sheet(folder, "PEPPOLBIS-T19.xslt")
    order = a_file(tmp_path, write(an_order(1)))
    broken = a_file(tmp_path, b"<a", "broken.xml")

    result = told(folder, order, broken)

    assert result.exit_code == 1
    assert "order.xml: NOT COMPARED: no stylesheet is for order" in result.stdout
    assert "broken.xml: NOT COMPARED: documents.truncated" in result.stdout
    assert "2 documents: 0 agree, 0 disagree, 2 not compared" in result.stdout


@needs_saxon
def test_a_stylesheet_reaches_nobody_on_the_network(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.1)
        port = server.getsockname()[1]
        sheet = a_sheet(
            tmp_path,
            extra=f"<xsl:copy-of select=\"doc('http://127.0.0.1:{port}/x.xml')\"/>",
        )
        caught: list[object] = []
        waiting = threading.Event()

        def wait() -> None:
            while not waiting.is_set():
                try:
                    caught.append(server.accept())
                except TimeoutError:
                    continue

        thread = threading.Thread(target=wait)
        thread.start()
        (result,) = compare(sheet, [a_file(tmp_path, write(an_order(1)))], processes=1)
        waiting.set()
        thread.join()

    assert caught == []
    assert not result.agrees
    assert result.trouble


def test_without_the_extra_it_is_said_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from importlib import metadata

    def absent(_name: str) -> str:
        raise metadata.PackageNotFoundError

    monkeypatch.setattr(metadata, "version", absent)

    result = told(a_sheet(tmp_path), a_file(tmp_path, write(an_order(1))))

    assert result.exit_code == 1
    assert "pip install 'avrop[second-opinion]'" in result.stderr


def test_a_version_with_compromised_certificates_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from importlib import metadata

    monkeypatch.setattr(metadata, "version", lambda _name: "13.1.0")

    with pytest.raises(NoSecondOpinion, match=r"13\.1\.1"):
        require_saxon()


def test_rules_that_are_not_compiled_are_refused(tmp_path: Path) -> None:
    (tmp_path / "PEPPOLBIS-T01.sch").write_text("<schema/>", "utf-8")

    with pytest.raises(NoSecondOpinion, match="compiled"):
        stylesheets(tmp_path)


def test_an_answer_that_is_no_svrl_is_refused() -> None:
    with pytest.raises(NoSecondOpinion, match="SVRL"):
        broken_in(b"<html/>")


@pytest.mark.parametrize(
    ("name", "kinds"),
    [
        ("PEPPOLBIS-T01.xslt", {"order"}),
        ("PEPPOLBIS-T110.xsl", {"order_agreement"}),
        ("CEN-EN16931-UBL.xslt", {
            "invoice", "credit_note", "self_billing_invoice", "self_billing_credit_note"
        }),
        ("PEPPOL-EN16931-UBL.xslt", {"invoice", "credit_note"}),
        ("PEPPOL-EN16931-UBL-SB.xslt", {"self_billing_invoice", "self_billing_credit_note"}),
        ("PEPPOL-EN16931-CII.xslt", set()),
        ("peppol-MLS-1.0.xslt", {"mls"}),
        ("rules.xslt", set(KINDS)),
    ],
)  # fmt: skip
def test_the_name_of_a_stylesheet_tells_what_it_is_for(name: str, kinds: set[str]) -> None:
    assert {kind.name for kind in KINDS.values() if fits(Path(name), kind)} == kinds
