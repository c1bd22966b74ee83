"""A judgement as it is told to programs: one shape for the command line and the API.

verdict_of(judge(raw), file="order.xml")
"""

from collections.abc import Mapping
from dataclasses import dataclass

from avrop.documents.findings import Finding, Severity
from avrop.documents.judging import Judgement
from avrop.documents.wording import message, place_in_words, remedy

#: The languages of findings as programs name them (BCP 47).
LANGUAGES = ("sv", "en", "zh-Hans")


@dataclass(frozen=True, slots=True)
class ToldFinding:
    """One finding: the rule's official `id`, where it is (`xpath`, `row`, and in words by language),
    what is wrong and what to do about it by language. `more` counts those of its rule not listed."""

    id: str
    rule_set: str
    severity: Severity
    place: Mapping[str, str | int]
    messages: Mapping[str, str]
    remedy: Mapping[str, str]
    more: int


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was found in a file. `judged` is false where the rules could not be asked; `schema_ok` is
    the verdict of the UBL schema alone, null where it was not asked. `fatal` and `warning` name the
    rules that are broken, each once."""

    file: str
    document_type: str | None
    rule_set: str
    judged: bool
    schema_ok: bool | None
    fatal: tuple[str, ...]
    warning: tuple[str, ...]
    findings: tuple[ToldFinding, ...]


def verdict_of(judgement: Judgement, *, file: str = "") -> Verdict:
    """A judgement in the three languages of the product."""
    kind = judgement.kind
    return Verdict(
        file=file,
        document_type=kind.name.replace("_", "-") if kind else None,
        rule_set=judgement.rule_set,
        judged=judgement.judged,
        schema_ok=judgement.schema_ok,
        fatal=judgement.rule_ids(Severity.FATAL),
        warning=judgement.rule_ids(Severity.WARNING),
        findings=tuple(_told(each) for each in judgement.findings),
    )


def _told(finding: Finding) -> ToldFinding:
    return ToldFinding(
        id=finding.rule_id,
        rule_set=finding.rule_set,
        severity=finding.severity,
        place={
            "xpath": finding.xpath,
            "row": finding.place.row,
            **{language: place_in_words(finding, language) for language in LANGUAGES},
        },
        messages={language: message(finding, language) for language in LANGUAGES},
        remedy={language: remedy(finding, language) for language in LANGUAGES},
        more=finding.more,
    )
