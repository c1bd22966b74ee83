"""What a person sees of something long."""

import io
import time

import pytest

from avrop.launcher import progress as module
from avrop.launcher.progress import Standing, drawn, progress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("standing", "line"),
    [
        (Standing("Moving", 0, 4, 2.4), "Moving ░░░░░░░░░░░░░░░░░░░░░░░░ 0/4 2 s"),
        (Standing("Moving", 2, 4, 3), "Moving ████████████░░░░░░░░░░░░ 2/4 3 s"),
        (Standing("Moving", 9, 4, 3), "Moving ████████████████████████ 4/4 3 s"),
        (Standing("Moving", 0, 0, 61), "Moving … 61 s"),
    ],
)
def test_the_line_shows_a_bar_where_the_end_is_known(standing: Standing, line: str) -> None:
    assert drawn(standing) == line


def test_a_quick_step_leaves_nothing_behind() -> None:
    out = Terminal()

    with progress("Quick", 3, stream=out) as step:
        step.advance(3)

    assert out.getvalue() == ""


def test_a_long_step_redraws_one_line_and_removes_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "SILENT_SECONDS", 0.01)
    monkeypatch.setattr(module, "REDRAW_SECONDS", 0.01)
    out = Terminal()

    with progress("Long", 2, stream=out) as step:
        step.advance()
        time.sleep(0.2)

    assert "\r\x1b[KLong ████████████░░░░░░░░░░░░ 1/2 0 s" in out.getvalue()
    assert out.getvalue().endswith("\r\x1b[K")
    assert "\n" not in out.getvalue()


def test_in_a_log_a_long_step_writes_whole_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LOG_SECONDS", 0.01)
    out = io.StringIO()

    with progress("Long", stream=out):
        time.sleep(0.2)

    assert out.getvalue().splitlines()[0] == "Long … 0 s"
    assert "\r" not in out.getvalue()
