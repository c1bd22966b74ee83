"""What the rules say of a document as a whole, in a sentence."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from avrop.documents import Judgement

VALID, NOT_VALID, NOT_JUDGED = "valid", "not_valid", "not_judged"


@dataclass(frozen=True, slots=True)
class VerdictInWords:
    """A verdict for people. `code` is "valid", "not_valid" or "not_judged"; the counts are those of
    findings, also of those that are not listed."""

    code: str
    sentence: str
    fatal: int = 0
    warnings: int = 0


def verdict_in_words(judgement: Judgement) -> VerdictInWords:
    """The verdict in the reader's language."""
    fatal = sum(1 + one.more for one in judgement.findings if one.is_fatal)
    warnings = sum(1 + one.more for one in judgement.findings if not one.is_fatal)
    code = NOT_JUDGED
    if judgement.judged:
        code = VALID if judgement.valid else NOT_VALID
    return VerdictInWords(code, _sentence(code, judgement, fatal, warnings), fatal, warnings)


def _sentence(code: str, judgement: Judgement, fatal: int, warnings: int) -> str:
    rules = {"rules": judgement.rule_set}
    if code == VALID and not warnings:
        return _("The document keeps every rule of release %(rules)s.") % rules
    if code == VALID:
        return ngettext(
            "The document is valid by release %(rules)s; there is %(count)s warning.",
            "The document is valid by release %(rules)s; there are %(count)s warnings.",
            warnings,
        ) % {**rules, "count": warnings}
    if code == NOT_VALID:
        return ngettext(
            "The document must not be used: it has %(count)s error by release %(rules)s.",
            "The document must not be used: it has %(count)s errors by release %(rules)s.",
            fatal,
        ) % {**rules, "count": fatal}
    return (
        _(
            "The document could not be judged by the rules of release %(rules)s, so it must not be used."
        )
        % rules
    )
