"""One page about many documents: what the rules say of each, all findings by rule, and the documents
themselves with what was found at its place.

However many files there are, the page stays bounded: of files, documents and findings only so many are
listed, those with errors first, and the page says how many more there are.
"""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import dataclass, field, replace

from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from avrop.documents import Judgement
from avrop.kernel.presentation import shown
from avrop.site.sheets.laying_out import title_of
from avrop.site.sheets.opening import Opened
from avrop.site.sheets.remarks import placed, remark_on
from avrop.site.sheets.shapes import Remark, Sheet
from avrop.site.sheets.standing_alone import language_tag, styles
from avrop.site.sheets.verdicts import (
    NOT_JUDGED,
    NOT_VALID,
    VALID,
    VerdictInWords,
    verdict_in_words,
)
from avrop.site.words import DOCUMENTS

MOST_FILES, MOST_SHEETS, MOST_PLACES = 1_000, 40, 5
#: So much of a document is in the report; the document's own page has it all.
MOST_ROWS, MOST_REMARKS = 100, 200


@dataclass(frozen=True, slots=True)
class ReportedFile:
    """A file that was judged; `sheet` is its document where it could be read and there is room for it,
    `remarks` are all findings where it is not."""

    name: str
    kind: str
    verdict: VerdictInWords
    sheet: Sheet | None = None
    remarks: tuple[Remark, ...] = ()
    anchor: str = ""

    @property
    def title(self) -> str:
        """What the document is called, else its kind."""
        return title_of(self.sheet) if self.sheet else str(DOCUMENTS.get(self.kind, self.kind))


@dataclass(slots=True)
class Broken:
    """A rule that is broken somewhere: how often, in how many files, and the first places."""

    code: str
    is_fatal: bool
    sentence: str
    remedy: str
    count: int = 0
    files: int = 0
    places: list[tuple[str, str]] = field(default_factory=list)


class Report:
    """Gathers what was judged, file by file, in memory that does not grow with their number."""

    def __init__(self) -> None:
        self.codes: Counter[str] = Counter()
        self.broken: dict[tuple[bool, str], Broken] = {}
        self.wrong: list[ReportedFile] = []
        self.right: list[ReportedFile] = []
        self.rule_set = ""

    def wants_sheet(self, judgement: Judgement) -> bool:
        """Whether there is room for the document itself."""
        listed = self.right if judgement.valid else self.wrong
        return sum(1 for one in listed if one.sheet) < MOST_SHEETS

    def add(self, name: str, judgement: Judgement, opened: Opened | None = None) -> None:
        """Take in a verdict, and the document where that is wanted."""
        verdict = verdict_in_words(judgement)
        sheet = _laid_out(opened, judgement) if opened is not None else None
        self.codes[verdict.code] += 1
        self.rule_set = judgement.rule_set
        remarks = tuple(map(remark_on, judgement.findings))
        self._count(name, remarks, judgement)
        listed = self.right if judgement.valid else self.wrong
        if len(listed) < MOST_FILES:
            kind = judgement.kind.name if judgement.kind else ""
            left = remarks[:MOST_REMARKS] if not sheet and len(listed) < MOST_SHEETS else ()
            listed.append(ReportedFile(name, kind, verdict, sheet, left))

    def _count(self, name: str, remarks: tuple[Remark, ...], judgement: Judgement) -> None:
        seen: set[tuple[bool, str]] = set()
        for remark, finding in zip(remarks, judgement.findings, strict=True):
            key = (remark.is_fatal, remark.code)
            rule = self.broken.setdefault(
                key, Broken(remark.code, remark.is_fatal, remark.sentence, remark.remedy)
            )
            rule.count += 1 + finding.more
            rule.files += key not in seen
            seen.add(key)
            if len(rule.places) < MOST_PLACES:
                rule.places.append((name, remark.place))

    def page(self) -> str:
        """The report in the reader's language, as a page that stands alone."""
        listed = self._listed()
        rules = sorted(self.broken.values(), key=lambda one: (-one.count, one.code))
        values = {
            "title": _("Documents judged"),
            "summary": self._summary(),
            "files": listed,
            "files_left": shown(self.codes.total() - len(listed)) if self._is_cut(listed) else "",
            "severities": (
                (_("Errors"), [rule for rule in rules if rule.is_fatal]),
                (_("Warnings"), [rule for rule in rules if not rule.is_fatal]),
            ),
            "folder": _folder([one.name for one in listed]),
            "documents": [one for one in listed if one.anchor],
            "styles": styles(),
            "language": language_tag(),
        }
        return render_to_string("site/documents/report.html", values)

    def _is_cut(self, listed: list[ReportedFile]) -> bool:
        return self.codes.total() > len(listed)

    def _listed(self) -> list[ReportedFile]:
        """The files listed, those with errors first, each document that is shown with its anchor."""
        room = MOST_SHEETS
        listed: list[ReportedFile] = []
        for one in (*self.wrong, *self.right)[:MOST_FILES]:
            if room and (one.sheet or one.remarks):
                room -= 1
                listed.append(replace(one, anchor=f"document-{len(listed) + 1}"))
            else:
                listed.append(replace(one, sheet=None, remarks=()))
        return listed

    def _summary(self) -> str:
        return _(
            "Files: %(files)s. Valid: %(valid)s. Not valid: %(not_valid)s. Not judged: %(not_judged)s. "
            "Rules of release %(rules)s."
        ) % {
            "files": shown(self.codes.total()),
            "valid": shown(self.codes[VALID]),
            "not_valid": shown(self.codes[NOT_VALID]),
            "not_judged": shown(self.codes[NOT_JUDGED]),
            "rules": self.rule_set,
        }


def _laid_out(opened: Opened, judgement: Judgement) -> Sheet:
    """The document with its first lines and findings, and how many findings more there are."""
    shown_here, rest = judgement.findings[:MOST_REMARKS], judgement.findings[MOST_REMARKS:]
    sheet = opened.sheet(shown_here, most_rows=MOST_ROWS)
    if not rest:
        return sheet
    told = _("There is more than is shown here: %(count)s further findings.")
    more = Remark(
        told % {"count": shown(sum(1 + one.more for one in rest))},
        is_fatal=any(one.is_fatal for one in rest),
    )
    return placed(sheet, [more])


def _folder(names: list[str]) -> str:
    """The folder that all files lie in, with what ends it; files are then named from there on."""
    folders = {os.path.dirname(name) for name in names}
    if not folders or "" in folders:
        return ""
    try:
        return os.path.join(os.path.commonpath(folders), "")
    except ValueError:  # on drives of their own, or some by their whole path
        return ""
