"""What a test of avrop may rely on, shown by runs of pytest on a small project of its own."""

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from avrop.launcher.tests.builders import a_state_folder

PROJECT = {
    "small/__init__.py": "",
    "small/migrations/__init__.py": "",
    "small/models.py": """
from django.db import models
class Thing(models.Model):
    name = models.TextField()
""",
    "small/migrations/0001_initial.py": """
from django.db import migrations, models
class Migration(migrations.Migration):
    initial = True
    operations = [
        migrations.CreateModel(
            "Thing",
            [("id", models.BigAutoField(primary_key=True)), ("name", models.TextField())],
        ),
        migrations.RunSQL(
            "GRANT SELECT, INSERT, DELETE ON small_thing TO avrop_app;"
            "GRANT USAGE ON SEQUENCE small_thing_id_seq TO avrop_app"
        ),
    ]
""",
    "small_settings.py": """
import os
from psycopg.conninfo import conninfo_to_dict
def database(variable):
    at = conninfo_to_dict(os.environ[variable])
    names = {"NAME": "dbname", "USER": "user", "PASSWORD": "password", "HOST": "host", "PORT": "port"}
    found = {key: at.get(name, "") for key, name in names.items()}
    return {"ENGINE": "django.db.backends.postgresql"} | found
DATABASES = {"default": database("AVROP_DATABASE_URL"), "owner": database("AVROP_OWNER_DATABASE_URL")}
INSTALLED_APPS = ["small"]
SECRET_KEY = "small"
USE_TZ = True
ROOT_URLCONF = "small_urls"
STATIC_URL = "/static/"
""",
    "small_urls.py": """
from django.http import HttpResponse
from django.urls import path
from small.models import Thing
urlpatterns = [path("", lambda request: HttpResponse(f"things: {Thing.objects.count()}"))]
""",
    "pytest.ini": """
[pytest]
addopts = -p avrop.testing.plugin -p no:schemathesis --import-mode=importlib --strict-markers -rs
pythonpath = .
""",
}
ROLLED_BACK = """
import pytest
from django.db import connection
from small.models import Thing

@pytest.mark.django_db
@pytest.mark.parametrize("again", [1, 2, 3])
def test_alone(again):
    Thing.objects.create(name="x")
    assert Thing.objects.count() == 1
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, current_database()")
        print("IN", *cursor.fetchone())

def test_without_asking():
    with pytest.raises(RuntimeError, match="Database access not allowed"):
        Thing.objects.count()
"""
COMMITTED = """
import urllib.request
import pytest
from small.models import Thing

def test_over_http(committed, site_address):
    Thing.objects.create(name="x")
    assert urllib.request.urlopen(site_address).read() == b"things: 1"

def test_stays(committed):
    assert Thing.objects.count() == 1

@pytest.mark.long
def test_long():
    pass
"""
FLUSHING = """
import pytest

@pytest.mark.django_db(transaction=True)
def test_flushes():
    pass
"""


@pytest.fixture(scope="module")
def state() -> Iterator[Path]:
    """The small project's schema must not meet ours, so its server is another."""
    with a_state_folder() as folder:
        yield folder


@dataclass(frozen=True)
class Project:
    """The small project in a folder, and what pytest prints when somebody runs it there from a shell."""

    folder: Path
    state: Path

    def has(self, name: str, text: str) -> None:
        (self.folder / name).write_text(text)

    def run(self, *arguments: str, settings: str = "small_settings") -> str:
        private = ("AVROP_", "PYTEST_", "DJANGO_")
        environment = {k: v for k, v in os.environ.items() if not k.startswith(private)}
        environment |= {"DJANGO_SETTINGS_MODULE": settings, "AVROP_STATE": str(self.state)}
        environment |= {"PYTHONPATH": str(self.folder), "LANGUAGE": "en"}
        done = subprocess.run(
            [sys.executable, "-m", "pytest", "-q", *arguments],
            cwd=self.folder,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        return done.stdout + done.stderr


@pytest.fixture
def project(tmp_path: Path, state: Path) -> Project:
    for name, text in PROJECT.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    return Project(tmp_path, state)


def test_tests_sign_in_as_the_application_and_are_rolled_back(project: Project) -> None:
    project.has("test_rules.py", ROLLED_BACK)

    output = project.run("-s")

    assert "4 passed" in output
    assert output.count("IN avrop_app avrop_test_") == 3


def test_committed_tests_are_not_cleaned_up_and_long_ones_wait(project: Project) -> None:
    project.has("test_views.py", COMMITTED)

    assert "2 passed, 1 deselected" in project.run()
    assert "3 passed" in project.run("--long")


def test_the_quick_loop_takes_rules_and_commands_only(project: Project) -> None:
    project.has("test_actions.py", "def test_this(): pass")
    project.has("test_views.py", "raise SystemError('not even imported')")

    assert "1 passed" in project.run("--quick")


def test_every_worker_has_a_database_of_its_own(project: Project) -> None:
    project.has("test_rules.py", ROLLED_BACK)

    output = project.run("-n", "2", "-rP")

    assert "4 passed" in output
    names = {line.split()[2] for line in output.splitlines() if line.startswith("IN avrop_app")}
    assert names
    assert all(name.endswith(("_gw0", "_gw1")) for name in names)


def test_a_test_that_would_empty_tables_is_refused(project: Project) -> None:
    project.has("test_actions.py", FLUSHING)

    output = project.run()

    assert "test_actions.py::test_flushes: use the fixture `committed`" in output


def test_a_migration_that_fails_shows_its_error(project: Project) -> None:
    project.has("other_settings.py", "from small_settings import *")
    project.has(
        "small/migrations/0002_broken.py",
        "from django.db import migrations\n"
        "class Migration(migrations.Migration):\n"
        "    dependencies = [('small', '0001_initial')]\n"
        "    operations = [migrations.RunSQL('SELECT no_such_column')]\n",
    )
    project.has("test_rules.py", ROLLED_BACK)

    output = project.run(settings="other_settings")

    assert 'column "no_such_column" does not exist' in output
