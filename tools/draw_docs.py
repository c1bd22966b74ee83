"""Draws what the docs can take from the code: lifecycles and the reference of events, permissions,
codes, operations and settings. Run `python tools/draw_docs.py`; a test fails when a page is not true.
"""

from __future__ import annotations

import importlib
import inspect
import os
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LIFECYCLES, REFERENCE = ROOT / "docs" / "lifecycles", ROOT / "docs" / "reference"
#: A page that people write, with parts between marks that are drawn.
ORGANISATION = ROOT / "docs" / "organisation.md"
NOTE = "Drawn from the code by `tools/draw_docs.py`; do not edit."


def pages() -> dict[Path, str]:
    """Every drawn page and its text."""
    drawn = {LIFECYCLES / name: text for name, text in _lifecycles()}
    for name, title, header, rows in (
        ("operations.md", "Operations", ("Name", "Kind", "Takes", "What it does"), _operations()),
        ("events.md", "Events", ("Name", "Facts", "What happened"), _events()),
        (
            "permissions.md",
            "Permissions",
            ("Name", "Activity", "Kind", "Allows", "Held by"),
            _permissions(),
        ),
        (
            "codes.md",
            "Codes of problems, standings and tasks",
            ("Code", "In words", "Remedy", "Who"),
            _codes(),
        ),
        ("settings.md", "Settings", ("Environment variable", "Used in"), _settings()),
    ):
        drawn[REFERENCE / name] = _table(title, header, rows)
    parts = {
        "roles": (("Role", "Code", "Level", "Side", "Rights"), _roles()),
        "gates": (("Code", "In words", "Remedy", "Who"), _gates()),
        "never gated": (("Name", "Allows"), _never_gated()),
        "conflict rules": (("Deed", "Kept apart from", "For how long"), _conflicts()),
        "roles apart": (("Roles", "Kept apart from"), _roles_apart()),
        "what deeds are held against": (("Deed", "By the right", "Held against"), _held_against()),
        "responsibility matrix": (
            ("Part of the process", "Activity", "Answers", "Does it", "Is asked", "Is told"),
            _matrix(),
        ),
        "decision levels": (("Part of the process", "Decided"), _levels()),
        "managers' duties": (("Duty", "How often", "Shown by a link"), _duties()),
    }
    drawn[ORGANISATION] = _with_parts(ORGANISATION, parts)
    return drawn


def _with_parts(
    page: Path, parts: dict[str, tuple[tuple[str, ...], Iterator[tuple[str, ...]]]]
) -> str:
    """A page with its drawn parts as they should be."""
    text = page.read_text(encoding="utf-8")
    for name, (header, rows) in parts.items():
        table = "\n".join([_row(header), _row(("---",) * len(header)), *map(_row, rows)])
        mark = re.escape(f"<!-- drawn: {name} -->")
        drawn = f"<!-- drawn: {name} -->\n{table}\n<!-- end -->"
        text = re.sub(f"{mark}.*?<!-- end -->", lambda _, new=drawn: new, text, flags=re.DOTALL)
    return text


def _table(title: str, header: tuple[str, ...], rows: Iterator[tuple[str, ...]]) -> str:
    lines = [f"# {title}", "", NOTE, "", _row(header), _row(("---",) * len(header))]
    return "\n".join([*lines, *map(_row, rows)]) + "\n"


def _row(cells: tuple[str, ...]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in cells) + " |"


def _lifecycles() -> Iterator[tuple[str, str]]:
    from django.apps import apps

    from avrop.kernel.lifecycle import Lifecycle

    for config in apps.get_app_configs():
        module = _module(config.name, "lifecycle")
        for variable, table in vars(module).items() if module else ():
            if isinstance(table, Lifecycle):
                subject = table.name.replace("_", " ")
                if variable in ("INBOUND", "OUTBOUND"):
                    subject = f"{variable.lower()} {subject}"
                name = f"{config.label}-{subject.replace(' ', '-')}.md"
                title = f"# Lifecycle: {subject} (`{config.name}`)"
                yield name, f"{title}\n\n{NOTE}\n\n```mermaid\n{table.mermaid()}```\n"


def _module(app: str, name: str) -> object | None:
    if not app.startswith("avrop."):
        return None
    try:
        return importlib.import_module(f"{app}.{name}")
    except ModuleNotFoundError as missing:
        if missing.name != f"{app}.{name}":
            raise
        return None


def _operations() -> Iterator[tuple[str, ...]]:
    from avrop.kernel.commands import all_operations
    from avrop.kernel.routes import all_routes

    paths = {route.operation.name: f"{route.method} /{route.path}" for route in all_routes()}
    for one in all_operations():
        kind = f"{'command' if one.writes else 'query'} {paths.get(one.name, '')}".strip()
        yield f"`{one.name}`", kind, ", ".join(one.parameters()), one.summary


def _events() -> Iterator[tuple[str, ...]]:
    import dataclasses

    from avrop.kernel.outbox import all_events

    for kind in all_events():
        if kind.__module__.startswith("avrop.") and ".tests." not in kind.__module__:
            facts = ", ".join(field.name for field in dataclasses.fields(kind))
            yield f"`{kind.name}`", facts, (inspect.getdoc(kind) or "").partition("\n")[0]


def _roles() -> Iterator[tuple[str, ...]]:
    from avrop.authority.roles import CATALOGUE
    from avrop.kernel.permissions import all_permissions

    rights: dict[str, list[str]] = {}
    for one in all_permissions():
        if "_tests." in one.name or len(one.roles) == len(CATALOGUE):  # every role's
            continue
        for code in one.roles:
            rights.setdefault(code, []).append(f"`{one.name}`")
    for role in sorted(CATALOGUE, key=lambda role: (role.side, LEVELS.index(role.level))):
        names = f"{role.name.in_language('en')} ({role.name.in_language('sv')})"
        held = ", ".join(rights.get(role.code, []))
        yield names, f"`{role.code}`", str(role.level), str(role.side), held


LEVELS = ("strategic", "tactical", "operational")


def _gates() -> Iterator[tuple[str, ...]]:
    from avrop.authority.passes import PassKind

    kinds = tuple(f"`authority.{kind}_" for kind in PassKind)
    return (row for row in _codes() if row[0].startswith(kinds) and "(pass)" in row[1])


def _never_gated() -> Iterator[tuple[str, ...]]:
    from avrop.authority.passes import NEVER_GATED

    return (row[:1] + row[3:4] for row in _permissions() if row[0].strip("`") in NEVER_GATED)


def _conflicts() -> Iterator[tuple[str, ...]]:
    from avrop.authority.separation import DEFAULT, is_always

    for pair in DEFAULT.pairs:
        days = "for ever" if pair.within_days is None else f"for {pair.within_days} days"
        yield (
            f"`{pair.first}`",
            f"`{pair.second}`",
            f"{days}, always and without dispensation" if is_always(pair) else days,
        )


def _roles_apart() -> Iterator[tuple[str, ...]]:
    from avrop.authority.desks import DEFAULT

    for pair in DEFAULT.pairs:
        yield tuple(", ".join(f"`{role}`" for role in side) for side in (pair.first, pair.second))


def _held_against() -> Iterator[tuple[str, ...]]:
    from avrop.kernel.permissions import all_permissions

    for one in all_permissions():
        for deed in one.deeds:
            yield f"`{deed}`", f"`{one.name}`", ", ".join(map(str, one.asks)) or "nothing"


def _matrix() -> Iterator[tuple[str, ...]]:
    from django.utils.translation import override

    from avrop.authority.roles import CATALOGUE as ROLES
    from avrop.responsibility.activities import CATALOGUE
    from avrop.responsibility.matrix import Rows
    from avrop.responsibility.reading import products_matrix

    rows = Rows(products_matrix())
    with override("en"):
        names = {role.code: role.name.in_language("en") for role in ROLES}
        for one in CATALOGUE:
            row = rows.of(one.code)
            told = (", ".join(names[role] for role in row.roles(each)) or "–" for each in "ARCI")
            yield str(one.part.label), f"{one.name} (`{one.code}`)", *told


def _levels() -> Iterator[tuple[str, ...]]:
    from django.utils.translation import override

    from avrop.responsibility.activities import Part
    from avrop.responsibility.parts import DEFAULT, Level

    with override("en"):
        for one in DEFAULT.decided:
            yield str(Part(one.part).label), str(Level(one.level).label)


def _duties() -> Iterator[tuple[str, ...]]:
    from django.utils.translation import override

    from avrop.responsibility.duties import DEFAULT, Frequency

    with override("en"):
        for one in DEFAULT.duties:
            often = str(Frequency(one.frequency).label)
            yield one.text["en"], often, "yes" if one.needs_evidence else "no"


def _permissions() -> Iterator[tuple[str, ...]]:
    from django.utils.translation import override

    from avrop.kernel.permissions import all_permissions

    with override("en"):
        for one in all_permissions():
            if "_tests." in one.name:
                continue
            yield f"`{one.name}`", one.activity, one.kind, str(one.label), ", ".join(one.roles)


def _codes() -> Iterator[tuple[str, ...]]:
    from django.utils.translation import override

    from avrop.kernel.wording import all_wording

    with override("en"):
        for code, wording in sorted(all_wording().items()):
            yield f"`{code}`", str(wording.sentence), str(wording.remedy), wording.fixer


def _settings() -> Iterator[tuple[str, ...]]:
    used: dict[str, set[str]] = {}
    files = [*ROOT.glob("src/avrop/**/*.py"), ROOT / "avrop"]
    for file in files:
        if "tests" not in file.parts:
            for name in re.findall(r"[\"'](AVROP_[A-Z_]+)[\"']", file.read_text(encoding="utf-8")):
                used.setdefault(name, set()).add(str(file.relative_to(ROOT)))
    for name in sorted(used):
        yield f"`{name}`", ", ".join(f"`{where}`" for where in sorted(used[name]))


def main() -> None:
    """Write all pages, and take away those whose subject is gone."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "avrop.site.settings")
    import django

    django.setup()
    wanted = pages()
    for folder in (LIFECYCLES, REFERENCE):
        folder.mkdir(parents=True, exist_ok=True)
        for file in folder.glob("*.md"):
            if file not in wanted:
                file.unlink()
    for file, text in wanted.items():
        file.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
