"""`avrop bench`: what lies under `benchmarks/`, each figure beside its floor."""

from __future__ import annotations

import importlib.util
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import click

from avrop.launcher.places import state_folder
from avrop.site.cli.ground import stand_up

#: Benchmarks of what needs no database.
WITHOUT_DATABASE = frozenset({"documents"})
BENCHMARKS = Path(__file__).resolve().parents[4] / "benchmarks"


@dataclass(frozen=True, slots=True)
class Figure:
    """A measured value beside its floor (the least the machine needs) or its peer, and the `limit` that
    it must stay below where one has been set."""

    name: str
    value: float
    unit: str
    floor: float | None = None
    limit: float | None = None

    @property
    def ratio(self) -> float | None:
        """How many times the floor."""
        return self.value / self.floor if self.floor else None


@click.command()
@click.argument("name", required=False)
@click.option("--json", "as_json", is_flag=True, help="One JSON object a figure.")
@click.option("--long", "is_long", is_flag=True, help="Also what takes many minutes.")
def bench(name: str | None, as_json: bool, is_long: bool) -> None:
    """Run the benchmarks, or only NAME. Without NAME it runs them all.

    They fill a database with a great many rows: one of their own, beside the site's, unless
    AVROP_DATABASE_URL names another. That of documents needs none.
    """
    import msgspec

    found = sorted(BENCHMARKS.glob("bench_*.py"))
    chosen = [file for file in found if name in (None, file.stem.removeprefix("bench_"))]
    if not chosen:
        names = ", ".join(file.stem.removeprefix("bench_") for file in found)
        raise click.UsageError(f"There is no benchmark {name}. There are: {names}")
    if any(file.stem.removeprefix("bench_") not in WITHOUT_DATABASE for file in chosen):
        if "AVROP_DATABASE_URL" not in os.environ:
            os.environ["AVROP_STATE"] = str(state_folder() / "bench")
        stand_up()
    for file in chosen:
        for figure in _figures(file, is_long=is_long):
            row = {
                "name": figure.name,
                "value": round(figure.value, 6),
                "unit": figure.unit,
                "floor": None if figure.floor is None else round(figure.floor, 6),
                "ratio": None if figure.ratio is None else round(figure.ratio, 2),
                "limit": figure.limit,
            }
            if as_json:
                click.echo(msgspec.json.encode(row).decode())
            else:
                beside = "" if row["floor"] is None else f"  floor {row['floor']}  ×{row['ratio']}"
                if figure.limit is not None:
                    beside += f"  limit {figure.limit:g}"
                    beside += "" if figure.value <= figure.limit else "  TOO MUCH"
                click.echo(f"{figure.name:32} {row['value']:>12} {figure.unit}{beside}")


def _figures(file: Path, *, is_long: bool) -> Iterator[Figure]:
    specification = importlib.util.spec_from_file_location(file.stem, file)
    assert specification is not None
    assert specification.loader is not None
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    yield from module.figures()
    if is_long and hasattr(module, "long_figures"):
        yield from module.long_figures()
