"""Documents of many lines, a part at a time: pages that show them, and forms that ask about each.

A page that drew five thousand lines at once would take seconds to make and longer to read, and a form of
so many would not be taken: what a request may hold is bounded. So a part is shown, the buttons between
the parts send the form, and what was changed on the others goes with it unseen.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Generic, TypeVar, cast

from django import forms
from django.http import QueryDict

from avrop.kernel.problems import Denial
from avrop.site.actors import Request
from avrop.site.patterns.forms import Line, PageForm

LINES_ON_PAGE = 50
#: What the address, or the form, says of the part: how many lines come before it. `TO` is the next.
FROM, TO = "from", "to"
FIELD = re.compile(r"line-([0-9]{1,9})-[a-z]+")
Place = tuple[str | int, ...]
Row = TypeVar("Row")
FieldsOf = Callable[[Any], Iterable[tuple[str, forms.Field]]]


@dataclass(frozen=True, slots=True)
class Part(Generic[Row]):
    """Some of the lines of a document, one after another; `start` come before them."""

    rows: tuple[Row, ...]
    start: int
    total: int

    @property
    def first(self) -> int:
        """The number of the first of them, from one."""
        return min(self.start + 1, self.total)

    @property
    def last(self) -> int:
        """The number of the last of them."""
        return self.start + len(self.rows)

    @property
    def is_whole(self) -> bool:
        """Whether there are no others."""
        return len(self.rows) == self.total

    @property
    def rest(self) -> int:
        """How many come after them."""
        return self.total - self.last

    @property
    def before(self) -> int:
        """Where the part before them starts."""
        return max(0, self.start - LINES_ON_PAGE)


def part_of(rows: Sequence[Row], asked: str) -> Part[Row]:
    """The part that somebody asked for; the first where he asked for none that there is."""
    start = start_of(asked, len(rows))
    return Part(tuple(rows[start : start + LINES_ON_PAGE]), start, len(rows))


def part_shown(request: Request, rows: Sequence[Row]) -> Part[Row]:
    """The part of a document's lines that the address asks for."""
    return part_of(rows, request.GET.get(FROM, ""))


def start_of(asked: str, total: int) -> int:
    """Where the part begins in which an asked line stands."""
    known = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 8 else 0
    return known - known % LINES_ON_PAGE if known < total else 0


class LinesForm(PageForm):
    """A form with a row of fields for each line of a document.

    `moved` says, once the lines that are sent are known, at which field the problems of a place stand:
    the command counts its lines otherwise than the page does.
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


class LongForm(LinesForm):
    """A form about a document of any number of lines, which shows a part of them.

    `lines` have a `position` of their own. `fields_of` gives the fields of one, called
    "line-POSITION-NAME", and `initial` what each of them begins with: that is what a line says whose
    part nobody has opened. A line has fields here only while it is shown or has been sent.
    """

    def __init__(
        self,
        request: Request,
        lines: Sequence[Any],
        fields_of: FieldsOf,
        *,
        initial: Mapping[str, Any],
        version: int | None = None,
    ) -> None:
        self._lines, self._fields_of, self._begins = tuple(lines), fields_of, initial
        self._places = {line.position: place for place, line in enumerate(self._lines)}
        given = request.POST if request.method == "POST" else request.GET
        self._start = start_of(given.get(FROM, ""), len(self._lines))
        wanted = start_of(request.POST.get(TO, ""), len(self._lines))
        parts = (self._start, wanted) if TO in request.POST else (self._start,)
        taken = [line for start in parts for line in self._lines[start : start + LINES_ON_PAGE]]
        taken += [self._lines[place] for place in self._sent(request)]
        added = {name: field for line in taken for name, field in fields_of(line)}
        super().__init__(request, version=version, initial=initial, added=added)
        self.order_fields(list(added))  # on the page, and so in the summary, the lines come first
        if self.was_sent:
            self._fill_in(added)
            if TO in request.POST:
                self._move(wanted)

    # --- showing -------------------------------------------------------------------------------

    @property
    def part(self) -> Part[Any]:
        """The lines that are shown: those asked for, or where the first problem is."""
        start = self._start
        wrong = [self._places[position] for position in self._wrong()]
        if wrong and not any(start <= place < start + LINES_ON_PAGE for place in wrong):
            start = start_of(str(min(wrong)), len(self._lines))
        return part_of(self._lines, str(start))

    @property
    def carried(self) -> tuple[tuple[str, Any], ...]:
        """Where the form stands, and what was changed in lines that are not shown; for hidden fields."""
        part = self.part
        shown = {line.position for line in part.rows}
        changed = tuple(
            (name, self.data.get(name))
            for name, field in self.fields.items()
            if (position := _position_in(name)) is not None
            and self.is_bound
            and position not in shown
            and field.has_changed(self._begins.get(name), self.data.get(name))
        )
        return ((FROM, part.start), *changed)

    def lines(self) -> tuple[Line, ...]:
        """The summary; what is wrong in lines that are not shown is told without a way there."""
        shown = {line.position for line in self.part.rows}
        return tuple(
            replace(line, target="") if _position_in(line.target) not in (None, *shown) else line
            for line in super().lines()
        )

    # --- sending -------------------------------------------------------------------------------

    def of_line(self, position: int, name: str) -> Any:
        """What a valid form holds in a field of a line; what it began with where nobody opened it."""
        field = f"line-{position}-{name}"
        return self.cleaned_data.get(field) if field in self.fields else self._begins.get(field)

    def refuse(self, denial: Denial) -> None:
        """Show a denial; a line that it is about is shown though nobody had opened its part."""
        for problem in denial.problems:
            position = _position_in(self.moved.get(problem.place[:2], ""))
            if position in self._places:
                fields = dict(self._fields_of(self._lines[self._places[position]]))
                new = [(name, field) for name, field in fields.items() if name not in self.fields]
                self._fill_in(self.add_fields(new))
        super().refuse(denial)

    def _sent(self, request: Request) -> Iterator[int]:
        positions = {_position_in(name) for name in request.POST}
        yield from (self._places[one] for one in positions if one in self._places)

    def _fill_in(self, names: Iterable[str]) -> None:
        """Let fields that were not sent hold what they began with."""
        filled = cast(QueryDict, self.data).copy()
        for name in names:
            if name not in filled:
                filled[name] = self._begins.get(name, "")
        self.data = filled

    def _move(self, wanted: int) -> None:
        """Go on to another part, and do nothing else; stay where something is wrong in a line."""
        for name in [one for one in self.errors if _position_in(one) is None]:
            del self.errors[name]
        if not self.errors:
            self._start, self.was_sent = wanted, False

    def _wrong(self) -> list[int]:
        found = (_position_in(name) for name in (self.errors if self.was_sent else ()))
        return [position for position in found if position is not None]


def _position_in(name: str) -> int | None:
    found = FIELD.fullmatch(name)
    return int(found[1]) if found else None
