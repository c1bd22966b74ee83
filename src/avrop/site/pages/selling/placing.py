"""Forms with a row of fields for each line of a document, and where the problems of a line stand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from avrop.kernel.problems import Denial
from avrop.site.patterns.forms import PageForm

Place = tuple[str | int, ...]


class LinesForm(PageForm):
    """A form whose command counts its lines otherwise than the page does.

    `moved` says, once the lines that are sent are known, at which field the problems of a place stand.
    """

    moved: Mapping[Place, str]

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.moved = {}

    def refuse(self, denial: Denial) -> None:
        """Show a denial, each problem at the field of its line."""
        problems = tuple(
            replace(problem, place=(self.moved[problem.place[:2]],))
            if problem.place[:2] in self.moved
            else problem
            for problem in denial.problems
        )
        super().refuse(type(denial)(problems))

    def row(self, position: int, *names: str) -> list[Any]:
        """The fields of a line, bound, for the template."""
        return [self[f"line-{position}-{name}"] for name in names if self.has(position, name)]

    def has(self, position: int, name: str) -> bool:
        """Whether a line has this field."""
        return f"line-{position}-{name}" in self.fields

    def of_line(self, position: int, name: str) -> Any:
        """What a valid form holds in a field of a line; None where the line has no such field."""
        return self.cleaned_data.get(f"line-{position}-{name}")
