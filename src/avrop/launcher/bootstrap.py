"""From `./avrop …` on a bare Python to avrop itself: see that the packages are there, then become
the program.

Standard library only, and little of it: this runs before every command, and costs it a few
hundredths of a second.
"""

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from avrop.launcher.errors import LauncherError
from avrop.launcher.installation import environment_for
from avrop.launcher.places import CHECKOUT

DEVELOPER_VERBS = frozenset({"test"})
"""These need the packages of requirements/dev.lock; all others those of requirements/run.lock."""


def start(arguments: Sequence[str]) -> None:
    """Install what is missing, then replace this process by the program. Only returns by
    SystemExit."""
    verb = arguments[0] if arguments else ""
    try:
        python = environment_for("dev" if verb in DEVELOPER_VERBS else "run")
    except LauncherError as obstacle:
        sys.exit(f"avrop: {obstacle}")
    except KeyboardInterrupt:
        sys.exit(130)
    for variable in ("PYTHONPATH", "PYTHONHOME"):  # other Pythons' packages don't belong in ours
        os.environ.pop(variable, None)
    if verb == "test":
        os.chdir(CHECKOUT)  # pytest's own paths are the checkout's
    sys.stdout.flush()
    os.execv(python, command_line(python, arguments))


def command_line(python: Path, arguments: Sequence[str]) -> list[str]:
    """What to run for `./avrop ARGUMENTS`. The user's folder stays the current one, but nothing is
    imported from it."""
    if arguments[:1] == ["test"]:
        return [str(python), "-m", "pytest", *arguments[1:]]
    return [str(python), "-P", "-m", "avrop", *arguments]
