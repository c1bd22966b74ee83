"""Every text is translated, and every code, state, event and permission has words."""

from __future__ import annotations

import importlib
import importlib.util
import re
import sys
from pathlib import Path
from types import ModuleType

import pytest
from babel.messages.catalog import Catalog
from django.apps import apps
from django.db.models import Choices
from django.utils import translation
from django.utils.functional import Promise

from avrop.approvals import lifecycle as approvals
from avrop.buying.invoices import lifecycle as invoices
from avrop.buying.orders import kinds as order_kinds
from avrop.buying.payables import lifecycle as payables
from avrop.buying.requisitions import lifecycle as requisitions
from avrop.exchange import lifecycle as messages
from avrop.kernel.outbox import all_events
from avrop.kernel.permissions import all_permissions
from avrop.kernel.wording import Wording, all_wording
from avrop.selling.sales import lifecycle as sales
from avrop.site import translations
from avrop.site.happenings import HAPPENINGS

ROOT = Path(__file__).parents[4]
PLACE = re.compile(r"%\(\w+\)[sd]|%[sd]|%%")


def _tool() -> ModuleType:
    """tools/translations.py, which is no part of the package."""
    path = ROOT / "tools" / "translations.py"
    if not path.exists():
        pytest.skip("the tools are not beside this package")
    spec = importlib.util.spec_from_file_location("translations_tool", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


#: Where apps keep what must have words.
SPEAKING = {"events", "permissions", "lifecycle", "kinds", "models", "rules", "disposal"}


@pytest.fixture(scope="module", autouse=True)
def _every_word_known() -> None:
    """Events, permissions and choices are known once their modules have been imported."""
    package = translations.LOCALES.parent
    for path in sorted(package.rglob("*.py")):
        parts = path.relative_to(package).with_suffix("").parts
        if parts[-1] in SPEAKING and "tests" not in parts:
            importlib.import_module(".".join(("avrop", *parts)))


@pytest.fixture(scope="module")
def tool() -> ModuleType:
    """What collects the texts."""
    return _tool()


@pytest.fixture(scope="module")
def collected(tool: ModuleType) -> Catalog:
    """Every text in the source."""
    found: Catalog = tool.collected()
    return found


def _catalogue(tool: ModuleType, folder: str) -> Catalog:
    path = translations.LOCALES / folder / "LC_MESSAGES" / "django.po"
    found: Catalog = tool.read(path)
    return found


def _keys(catalogue: Catalog) -> set[tuple[str, str | None]]:
    return {(_texts(message.id)[0], message.context) for message in catalogue if message.id}


def _texts(one_or_more: object) -> tuple[str, ...]:
    """A text, or the forms of a text that counts something."""
    return tuple(one_or_more) if isinstance(one_or_more, (list, tuple)) else (str(one_or_more),)


@pytest.mark.parametrize("folder", ["sv", "zh_Hans"])
def test_every_text_is_translated_and_no_other(
    tool: ModuleType, collected: Catalog, folder: str
) -> None:
    catalogue = _catalogue(tool, folder)

    wanted, known = _keys(collected), _keys(catalogue)
    empty = [one.id for one in catalogue if one.id and not tool.is_translated(one.string)]

    assert (sorted(map(str, wanted - known)), sorted(map(str, known - wanted))) == ([], [])
    assert empty == []
    assert [one.id for one in catalogue if one.id and "fuzzy" in one.flags] == []
    assert list(catalogue.obsolete) == []


@pytest.mark.parametrize("folder", ["sv", "zh_Hans"])
def test_a_translation_names_the_same_facts_as_its_text(tool: ModuleType, folder: str) -> None:
    differing = []

    for message in _catalogue(tool, folder):
        texts, strings = _texts(message.id), _texts(message.string)
        allowed = set().union(*(_places(text) for text in texts))
        if message.id and any(_places(string) != allowed for string in strings):
            differing.append(message.id)

    assert differing == []


def _places(text: str) -> set[str]:
    return set(PLACE.findall(text)) - {"%%"}


def test_chinese_sentences_have_chinese_punctuation(tool: ModuleType) -> None:
    """GB/T 15834: the full-width comma, semicolon, colon, question and exclamation marks."""
    halves = re.compile("[\u4e00-\u9fff][,;:!?]|[,;:!?][\u4e00-\u9fff]")

    catalogue = _catalogue(tool, "zh_Hans")

    assert [text for one in catalogue for text in _texts(one.string) if halves.search(text)] == []


@pytest.mark.parametrize("language", ["sv", "en", "zh-hans"])
def test_every_code_can_be_said(language: str) -> None:
    wrong = []

    with translation.override(language):
        for code, wording in all_wording().items():
            assert isinstance(wording, Wording)
            for text in (str(wording.sentence), str(wording.remedy)):
                if not _can_be_filled_in(text):
                    wrong.append(code)

    assert wrong == []
    assert len(all_wording()) > 500


class _Anything(dict[str, int]):
    def __missing__(self, name: str) -> int:
        return 0


def _can_be_filled_in(text: str) -> bool:
    """Whether `text % facts` works, and leaves no doubled sign where there are no facts to fill in."""
    try:
        filled = text % _Anything()
    except (TypeError, ValueError):
        return False
    return "%(" not in filled and ("%%" not in text or "%(" in text)


def test_every_event_has_a_sentence_and_every_sentence_an_event() -> None:
    events = {event.name for event in all_events() if ".tests." not in event.__module__}

    assert (sorted(events - HAPPENINGS.keys()), sorted(HAPPENINGS.keys() - events)) == ([], [])


def test_every_permission_says_what_it_lets_one_do() -> None:
    ours = [one for one in all_permissions() if "_tests." not in one.name]

    assert [one.name for one in ours if not isinstance(one.label, Promise)] == []


def test_every_state_has_a_name_in_the_readers_language() -> None:
    nameless = [
        f"{kind.__module__}.{kind.__name__}.{member.name}"
        for kind in _choices()
        for member in kind
        if not isinstance(member._label_, Promise)
    ]

    assert nameless == []


def _choices() -> set[type[Choices]]:
    """Every list of values that a model or a lifecycle of ours speaks of."""
    modules = {
        name: module
        for name, module in sys.modules.items()
        if name.startswith("avrop.") and ".tests" not in name
    }
    found = {
        value
        for module in modules.values()
        for value in vars(module).values()
        if isinstance(value, type) and issubclass(value, Choices) and value.__module__ in modules
    }
    assert apps.ready
    return found


def test_a_translation_is_compiled_when_it_is_older(tmp_path: Path) -> None:
    folder = tmp_path / "sv" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "django.po").write_text('msgid "Order"\nmsgstr "Beställning"\n', encoding="utf-8")

    first, second = translations.compile_if_older(tmp_path), translations.compile_if_older(tmp_path)

    assert (first, second) == (1, 0)
    assert (folder / "django.mo").stat().st_size > 0


@pytest.mark.parametrize(
    ("state", "word"),
    [
        (messages.State.DELIVERED, "Levererat"),
        (sales.Stage.DELIVERED, "Levererad"),
        (messages.State.RECEIVED, "Mottaget"),
        (invoices.State.RECEIVED, "Mottagen"),
        (approvals.StepState.APPROVED, "Godkänt"),
        (requisitions.State.APPROVED, "Godkänd"),
        (payables.ProposalState.WITHDRAWN, "Återtaget"),
        (payables.PaymentState.WITHDRAWN, "Återtagen"),
        (requisitions.State.ORDERED, "Beställd"),
        (order_kinds.EntryKind.ORDERED, "Beställt"),
    ],
)
def test_a_state_agrees_in_gender_with_what_it_is_the_state_of(state: Choices, word: str) -> None:
    with translation.override("sv"):
        assert str(state.label) == word


@pytest.mark.parametrize(
    ("folder", "attest"), [("sv", ("attest",)), ("zh_Hans", ("签批", "最终审批"))]
)
def test_a_need_is_approved_and_an_invoice_attested_in_every_language(
    tool: ModuleType, folder: str, attest: tuple[str, ...]
) -> None:
    mixed = [
        message.id
        for message in _catalogue(tool, folder)
        if message.id
        and ("attest" in str(message.id).lower())
        != any(word in str(message.string).lower() for word in attest)
    ]

    assert mixed == []
