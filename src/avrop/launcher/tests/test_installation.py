"""The bootstrap: what it installs, when, where, and what it says when it can't."""

import ast
import glob
import hashlib
import importlib.util
import runpy
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from avrop.launcher import installation
from avrop.launcher.bootstrap import command_line
from avrop.launcher.errors import LauncherError
from avrop.launcher.installation import environment_for, explanation, stamp_text
from avrop.launcher.places import CHECKOUT
from avrop.launcher.tests.builders import a_program, a_state_folder, answer_of

SCRIPT = CHECKOUT / "avrop"


def a_wheel(folder: Path, version: str) -> str:
    """A package `tiny` in the folder; the answer is its line in a lock file."""
    path = folder / f"tiny-{version}-py3-none-any.whl"
    about = f"tiny-{version}.dist-info"
    with zipfile.ZipFile(path, "w") as wheel:
        wheel.writestr("tiny.py", f"VERSION = '{version}'\n")
        wheel.writestr(
            f"{about}/METADATA", f"Metadata-Version: 2.1\nName: tiny\nVersion: {version}\n"
        )
        wheel.writestr(
            f"{about}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        )
        wheel.writestr(f"{about}/RECORD", "")
    return f"tiny=={version} --hash=sha256:{hashlib.sha256(path.read_bytes()).hexdigest()}\n"


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout that needs one package, which stands in a folder beside it: no network."""
    shelf, folder = tmp_path / "shelf", tmp_path / "checkout"
    shelf.mkdir()
    (folder / "requirements").mkdir(parents=True)
    (folder / "src").mkdir()
    (folder / "src" / "here.py").write_text("")
    (folder / "pyproject.toml").write_text("")
    for name in ("run", "dev"):
        (folder / "requirements" / f"{name}.lock").write_text(a_wheel(shelf, "1.0"))
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(shelf))
    return folder


def version_in(python: Path) -> str:
    return answer_of([str(python), "-c", "import tiny, here; print(tiny.VERSION)"])


def test_a_changed_lock_is_installed_and_an_unchanged_one_costs_nothing(checkout: Path) -> None:
    python = environment_for("run", checkout)
    installed = version_in(python)
    began = time.perf_counter()
    again = environment_for("run", checkout)
    seconds = time.perf_counter() - began
    (checkout / "requirements" / "run.lock").write_text(a_wheel(checkout.parent / "shelf", "2.0"))

    environment_for("run", checkout)

    assert (installed, version_in(python)) == ("1.0", "2.0")
    assert again == python == checkout / ".venv" / "bin" / "python"
    assert seconds < 0.05


def test_the_developers_packages_serve_every_command(checkout: Path) -> None:
    environment = checkout / ".venv"
    (environment / "bin").mkdir(parents=True)
    (environment / "bin" / "python").symlink_to(sys.executable)
    (environment / "avrop.stamp").write_text(stamp_text("dev", checkout))

    assert environment_for("run", checkout) == environment / "bin" / "python"
    assert not list(environment.glob("lib"))


def test_an_installation_that_was_broken_off_is_made_whole(checkout: Path) -> None:
    python = environment_for("run", checkout)
    (checkout / ".venv" / "avrop.stamp").unlink()
    python.unlink()

    environment_for("run", checkout)

    assert version_in(python) == "1.0"


def test_a_package_that_is_not_the_reviewed_one_is_never_installed(
    checkout: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(installation, "TRIES", 1)
    (checkout / "requirements" / "run.lock").write_text(f"tiny==1.0 --hash=sha256:{'0' * 64}\n")

    with pytest.raises(LauncherError) as refusal:
        environment_for("run", checkout)

    assert "not the one that was reviewed" in refusal.value.remedy
    assert not (checkout / ".venv" / "avrop.stamp").exists()


def test_two_starts_at_once_install_once(checkout: Path) -> None:
    source = (
        "from pathlib import Path; from avrop.launcher.installation import environment_for;"
        f"print(environment_for('run', Path({str(checkout)!r})))"
    )

    starts = [
        subprocess.Popen(
            a_program(source), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        for _ in range(2)
    ]
    ended = [start.communicate() for start in starts]

    assert [start.returncode for start in starts] == [0, 0]
    assert sum("Installed the packages" in errors for _answer, errors in ended) == 1
    assert {answer.strip() for answer, _errors in ended} == {f"{checkout}/.venv/bin/python"}


def test_a_folder_with_other_things_in_it_is_refused_and_left_alone(
    checkout: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    precious = checkout.parent / "home"
    precious.mkdir()
    (precious / "letter.txt").write_text("dear")
    monkeypatch.setenv("AVROP_VENV", str(precious))

    with pytest.raises(LauncherError) as refusal:
        environment_for("run", checkout)

    assert "is not empty and not a virtual environment" in refusal.value.reason
    assert [path.name for path in precious.iterdir()] == ["letter.txt"]


def test_without_the_venv_module_debians_package_is_named(
    checkout: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    find = importlib.util.find_spec
    monkeypatch.setattr(
        importlib.util, "find_spec", lambda name: None if name == "ensurepip" else find(name)
    )

    with pytest.raises(LauncherError) as refusal:
        environment_for("run", checkout)

    version = f"{sys.version_info[0]}.{sys.version_info[1]}"
    assert refusal.value.remedy == f"On Debian and Ubuntu: apt-get install python{version}-venv"


@pytest.fixture
def read_only_checkout() -> Iterator[Path]:
    with a_state_folder() as folder:
        (folder / "requirements").mkdir()
        for name in ("requirements/run.lock", "requirements/dev.lock", "pyproject.toml"):
            (folder / name).write_text("")
        folder.chmod(0o555)
        yield folder
        folder.chmod(0o755)


def test_a_read_only_checkout_gets_its_environment_in_the_users_cache(
    read_only_checkout: Path,
) -> None:
    source = (
        "from pathlib import Path; from avrop.launcher.installation import environment_folder;"
        f"print(environment_folder('run', Path({str(read_only_checkout)!r})))"
    )

    answer = answer_of(a_program(source, as_nobody=True, XDG_CACHE_HOME="/tmp/cache-of-nobody"))

    assert answer.startswith(f"/tmp/cache-of-nobody/avrop/venv-{read_only_checkout.name}-")


def test_a_place_that_may_not_be_written_is_named_with_the_setting(
    read_only_checkout: Path,
) -> None:
    source = (
        "from pathlib import Path; from avrop.launcher.installation import environment_for\n"
        "from avrop.launcher.errors import LauncherError\n"
        f"try: environment_for('run', Path({str(read_only_checkout)!r}))\n"
        "except LauncherError as refusal: print(refusal)"
    )

    answer = answer_of(
        a_program(source, as_nobody=True, AVROP_VENV=str(read_only_checkout / "here"))
    )

    assert f"avrop may not write in {read_only_checkout}/here." in answer
    assert "Set AVROP_VENV to a folder that you may write in" in answer


def test_the_stamp_tells_the_checkout_and_the_lock(checkout: Path) -> None:
    before = stamp_text("run", checkout)
    (checkout / "pyproject.toml").write_text("# changed")

    assert before.startswith("run ")
    assert stamp_text("run", checkout) != before


@pytest.mark.parametrize(
    ("output", "words"),
    [
        ("OSError: [Errno 28] No space left on device", "The disk is full"),
        ("NewConnectionError: Temporary failure in name resolution", "can't be reached"),
        ("ERROR: No matching distribution found for lxml==6.1.3", "no ready-made package"),
        ("SSLError(CERTIFICATE_VERIFY_FAILED)", "not trusted here"),
    ],
)
def test_what_pip_says_is_explained_with_a_remedy(output: str, words: str) -> None:
    assert words in explanation(output)


def test_output_that_nobody_knows_is_not_explained_away() -> None:
    assert explanation("Segmentation fault") == ""


def test_nothing_is_imported_from_the_folder_that_the_user_stands_in() -> None:
    python = Path("/env/bin/python")

    assert command_line(python, ["messages", "receive", "a.xml"]) == [
        "/env/bin/python",
        "-P",
        "-m",
        "avrop",
        "messages",
        "receive",
        "a.xml",
    ]
    assert command_line(python, ["test", "-x"]) == ["/env/bin/python", "-m", "pytest", "-x"]


def test_an_old_python_can_read_the_script_and_says_what_is_needed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ast.parse(SCRIPT.read_text(), feature_version=(3, 4))
    monkeypatch.setattr(sys, "version_info", (3, 9, 2))
    monkeypatch.setattr(glob, "glob", lambda _pattern: [])

    with pytest.raises(SystemExit) as exit_:
        runpy.run_path(str(SCRIPT), run_name="__main__")

    assert exit_.value.code == "avrop needs Python 3.11 or newer, and this is Python 3.9."
