"""The site's files, collected for the browser."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.management import call_command
from django.test.utils import override_settings

from avrop.site.translations import compile_if_older

compile_if_older()  # before Django speaks for the first time


@pytest.fixture(scope="session", autouse=True)
def _static_files(
    tmp_path_factory: pytest.TempPathFactory, django_test_environment: None
) -> Iterator[None]:
    folder = tmp_path_factory.mktemp("static")
    with override_settings(STATIC_ROOT=str(folder)):
        call_command("collectstatic", interactive=False, verbosity=0)
        yield
