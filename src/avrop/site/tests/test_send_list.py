"""Whatever stops something says so whole: what it is, how it is mended, and by whom. Most of all on the
list of everything that stops a cart from being sent, which people mend one thing after another."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.utils.translation import override

import avrop
from avrop.agreements import rules as agreements
from avrop.approvals import rules as approvals
from avrop.authority import rules as authority
from avrop.authority.roles import CATALOGUE
from avrop.buying.requisitions import actions, queries
from avrop.buying.requisitions import rules as requisitions
from avrop.buying.requisitions.remedies import REQUESTER, Remedy, _remedy
from avrop.buying.requisitions.tests.builders import AT, a_town
from avrop.coding import rules as coding
from avrop.coding import splitting
from avrop.kernel.wording import OPERATOR, Wording, all_wording

ROLES = {role.code for role in CATALOGUE}
#: Where problems are made: `Problem("app.code"`, and the short ways to the same in some modules.
MADE = re.compile(r'\b(?:Problem|_at|_problem|_said)\(\s*(?:line,\s*"\w+",\s*)?"(\w+\.\w+)"')
#: Why a step of an approval is there, and what is to be looked at twice: nothing to mend.
REMARK = re.compile(r"\.(again|because|mark)_")
#: Everything that the list is put together of.
LISTED: tuple[Any, ...] = (
    *requisitions.SUBMITTING,
    requisitions._at,
    coding,
    splitting,
    authority,
    agreements.problems_ordering,
    agreements._time,
    agreements._right_to_use,
    agreements._size,
    agreements._room,
    approvals.nobody,
    approvals.problems_with_parts,
)


def every_problem() -> Iterator[tuple[str, str]]:
    """The code of each problem that is made anywhere, and where."""
    package = Path(avrop.__file__).parent
    for path in sorted(package.rglob("*.py")):
        if "tests" not in path.parts and path.name != "wording.py":
            for code in MADE.findall(path.read_text(encoding="utf-8")):
                yield code, path.relative_to(package).as_posix()


def listed_codes() -> list[str]:
    """The codes that can stand on the list."""
    sources = "\n".join(inspect.getsource(one) for one in LISTED)
    of_five_apps = r'"((?:requisitions|coding|authority|agreements|approvals)\.\w+)"'
    return sorted(set(re.findall(of_five_apps, sources)))


def wording(code: str) -> Wording:
    return all_wording()[code]


@pytest.mark.parametrize("language", ["sv", "en", "zh-hans"])
def test_every_problem_says_what_it_is_and_how_it_is_mended(language: str) -> None:
    with override(language):
        silent = [
            (code, where)
            for code, where in every_problem()
            if not REMARK.search(code)
            and not (
                code in all_wording() and str(wording(code).sentence) and str(wording(code).remedy)
            )
        ]

    assert silent == []


def test_whoever_can_mend_something_is_a_role_there_is() -> None:
    unknown = {
        code: one.fixer
        for code, one in all_wording().items()
        if one.fixer not in {"", OPERATOR, *ROLES}
    }

    assert unknown == {}


def test_the_list_can_hold_what_five_apps_say() -> None:
    apps = {code.partition(".")[0] for code in listed_codes()}

    assert apps == {"requisitions", "coding", "authority", "agreements", "approvals"}
    assert len(listed_codes()) > 50


@pytest.mark.parametrize("code", listed_codes())
def test_what_is_to_be_asked_for_names_whom_to_ask_and_nothing_else_does(code: str) -> None:
    is_others = wording(code).fixer not in {"", REQUESTER}
    kind = _remedy(code)

    assert str(wording(code).sentence)
    assert str(wording(code).remedy)
    assert (kind is Remedy.ASK) == is_others or kind is Remedy.EXPLAIN


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "sentence"),
    [("en", "The cart is empty."), ("sv", "Varukorgen är tom."), ("zh-hans", "购物车为空。")],
)
def test_every_finding_is_told_whole_in_the_readers_language(language: str, sentence: str) -> None:
    town = a_town()
    cart = actions.start_requisition(town.school, actor=town.requester, at=AT)

    with override(language):
        findings = queries.preflight(cart, actor=town.requester, at=AT).findings

    assert sentence in [finding.sentence for finding in findings]
    for finding in findings:
        assert finding.sentence
        assert finding.how
        assert finding.place
        assert finding.fixer in ROLES
        assert "%(" not in finding.sentence + finding.how
