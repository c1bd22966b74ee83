"""Every finding can be said in every language."""

import ast
import json
import re
import string
from collections.abc import Iterator
from pathlib import Path

import pytest

from avrop.documents import KINDS, judge
from avrop.documents.findings import Finding, Place
from avrop.documents.remedies import BY_CODE, BY_RULE, CORRECT_AND_RESEND, remedy_of
from avrop.documents.rules import MODELLED, in_force
from avrop.documents.rules.release import TABLES
from avrop.documents.rules.structure import model_of
from avrop.documents.terms import TERMS
from avrop.documents.ubl.documents import SHAPES
from avrop.documents.ubl.shapes import Shape
from avrop.documents.wording import MESSAGES, message, place_in_words, remedy
from avrop.documents.words import LANGUAGES, Wording

SOURCE = Path(__file__).parents[1]
UNWANTED = re.compile(r"UBL-CR-\d+")
CODE = re.compile(r'"((?:documents|rules)\.[a-z_0-9]+)"')


def codes_in_source() -> set[str]:
    files = [
        *SOURCE.glob("*.py"),
        *(SOURCE / "ubl").glob("*.py"),
        *(SOURCE / "rules").rglob("*.py"),
    ]
    found = {code for file in files for code in CODE.findall(file.read_text("utf-8"))}
    kinds = {"number", "date", "time", "boolean", "binary"}
    return found | {f"documents.not_a_{kind}" for kind in kinds}


def test_every_code_has_a_sentence_and_every_sentence_a_code() -> None:
    assert codes_in_source() == set(MESSAGES)
    assert set(BY_CODE) <= set(MESSAGES)


REMEDIES = {**BY_CODE, **BY_RULE, "otherwise": CORRECT_AND_RESEND}
SAID = {**{f"{code} (remedy)": wording for code, wording in REMEDIES.items()}, **MESSAGES}


@pytest.mark.parametrize("wording", SAID.values(), ids=SAID)
def test_a_sentence_says_the_same_in_every_language(wording: Wording) -> None:
    names = [
        {field for _, field, _, _ in string.Formatter().parse(sentence) if field}
        for sentence in (wording.en, wording.sv, wording.zh)
    ]

    assert names[0] == names[1] == names[2]
    assert len({wording.en, wording.sv, wording.zh}) == 3


def fields_of(sentence: str) -> set[str]:
    return {field for _, field, _, _ in string.Formatter().parse(sentence) if field}


def unsaid(finding: Finding) -> list[str]:
    """What is wrong with the words about a finding, in any language."""
    if finding.code not in MESSAGES:
        return [f"{finding.rule_id}: {finding.code} has no sentence"]
    wanted = fields_of(MESSAGES[finding.code].en) | fields_of(remedy_of(finding).en)
    wrong = [f"{finding.rule_id}: no {name}" for name in wanted - set(finding.values)]
    without = Finding(finding.code, values=dict.fromkeys(finding.values, "1"))
    for language in LANGUAGES:
        for said in (message(without, language), remedy(without, language)):
            if set("{}") & set(said) or "  " in said or "()" in said or "“”" in said:
                wrong.append(f"{finding.rule_id}: {said}")
        if not message(finding, language).rstrip(".。"):
            wrong.append(f"{finding.rule_id}: says nothing in {language}")
    return wrong


def test_a_rule_without_words_is_noticed() -> None:
    wordless = Finding("rules.made_up", rule_id="X-R-001")
    holed = Finding("rules.attribute_missing", rule_id="X-R-002", values={"value": "x"})

    assert unsaid(wordless) == ["X-R-001: rules.made_up has no sentence"]
    assert unsaid(holed) == ["X-R-002: no attribute"]


def rules_in_tables() -> set[str]:
    """Every id of a structure rule, and of the elements outside the norm."""
    release = in_force()
    found = set()
    for transaction in MODELLED:
        above = [model_of(transaction, release.folder)]
        while above:
            model = above.pop()
            above.extend(model.children.values())
            found |= {rule for _, rule in model.mandatory} | {rule for _, rule in model.attributes}
            found |= {rule for _, rule, _ in model.lists} | {model.closed, model.no_location}
            found |= {model.fixed[1]} if model.fixed else set()
    return found - {""} | set(
        UNWANTED.findall((TABLES / release.folder / "billing.json").read_text())
    )


def test_every_rule_of_every_document_is_said_in_three_languages(peppol: Path) -> None:
    records = json.loads((peppol / "expected.json").read_text("utf-8"))["documents"]
    official = {
        rule["id"]: rule for rule in json.loads((peppol / "rules.json").read_text("utf-8"))["rules"]
    }
    said: set[str] = set()
    wrong: set[str] = set()

    for record in records:
        kind = KINDS[record["doc_type"].replace("-", "_")]
        findings = judge((peppol / record["file"]).read_bytes(), kind=kind, all_rules=True).findings
        said |= {each.rule_id for each in findings}
        wrong |= {each for finding in findings for each in unsaid(finding)}

    assert wrong == set()
    assert len(said) > 800
    assert said - {"UBL"} <= set(official)


def test_every_rule_of_the_tables_is_one_of_the_published_ones(peppol: Path) -> None:
    official = {
        rule["id"] for rule in json.loads((peppol / "rules.json").read_text("utf-8"))["rules"]
    }

    assert rules_in_tables() <= official
    assert len([rule for rule in rules_in_tables() if rule.startswith("UBL-CR-")]) > 600


def faults_in_source() -> Iterator[tuple[str, str, set[str]]]:
    """Every fault made in the source with its code and values in sight: file, code, their names."""
    for file in (SOURCE / "rules").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name)):
                continue
            if node.func.id != "Fault" or len(node.args) < 3:
                continue
            code, values = node.args[2], node.args[3] if len(node.args) > 3 else None
            if isinstance(code, ast.Constant) and (values is None or isinstance(values, ast.Dict)):
                keys = values.keys if values is not None else []
                yield (
                    file.name,
                    str(code.value),
                    {str(ast.literal_eval(key)) for key in keys if key},
                )


def test_the_values_of_every_fault_fill_its_sentence() -> None:
    found = list(faults_in_source())

    holed = [
        (file, code) for file, code, names in found if not fields_of(MESSAGES[code].en) <= names
    ]
    assert holed == []
    assert len(found) > 80


HALF_WIDTH = re.compile(r"[\u4e00-\u9fff][,;:!?()]|[,;:!?()][\u4e00-\u9fff]|[\u4e00-\u9fff]\.")


@pytest.mark.parametrize("wording", SAID.values(), ids=SAID)
def test_chinese_is_punctuated_as_chinese(wording: Wording) -> None:
    assert HALF_WIDTH.search(wording.zh) is None
    assert wording.zh.endswith("。")


def test_a_sum_is_told_by_what_it_is_the_sum_of() -> None:
    values = {"expected": "125", "found": "120"}
    of_lines = Finding("rules.amount_differs", rule_id="BR-CO-10", values=values)
    to_pay = Finding("rules.amount_differs", rule_id="BR-CO-16", values=values)

    assert remedy(of_lines, "en") == "The sum of the lines is that of all line amounts."
    assert "förskott" in remedy(to_pay, "sv")


def test_a_remedy_by_rule_is_one_for_a_published_rule(peppol: Path) -> None:
    official = {
        rule["id"] for rule in json.loads((peppol / "rules.json").read_text("utf-8"))["rules"]
    }

    assert set(BY_RULE) - official == set()


def test_an_empty_value_is_shown_as_nothing_stated() -> None:
    finding = Finding("rules.code_unknown", values={"value": ""})

    assert message(finding, "en") == "The code “–” is not in the code list that applies."


@pytest.mark.parametrize("language", [*LANGUAGES, "fi"])
def test_a_finding_without_its_values_is_still_a_sentence(language: str) -> None:
    for code in MESSAGES:
        finding = Finding(code)

        assert message(finding, language)[-1] in ".。"
        assert remedy(finding, language)[-1] in ".。"


def test_every_element_that_we_read_has_a_name_in_every_language() -> None:
    elements = {name for shape in SHAPES.values() for name in elements_of(shape)}

    assert elements - set(TERMS) == set()
    assert all(len(set(names)) >= 2 and all(names) for names in TERMS.values())


def elements_of(shape: Shape[object]) -> Iterator[str]:
    for entry in shape.table:
        for step in entry.path:
            if not step.startswith("@"):
                yield step.rstrip("*").partition(":")[2]
        if entry.codec.shape is not None:
            yield from elements_of(entry.codec.shape)


def test_a_place_is_said_in_the_readers_language() -> None:
    finding = Finding("rules.negative", place=Place("3", ("LineItem", "Price")))

    assert place_in_words(finding, "en") == "line 3, price"
    assert place_in_words(finding, "sv") == "rad 3, pris"
    assert place_in_words(finding, "zh-hans") == "第 3 行，价格"


def test_a_place_in_a_broken_file_is_a_row_and_column() -> None:
    finding = Finding("documents.truncated", place=Place(row=7, column=12))

    assert place_in_words(finding, "sv") == "filens rad 7, tecken 12"
