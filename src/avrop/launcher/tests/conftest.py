"""The launcher's tests make servers of their own, so the run's database must not reach them."""

import pytest


@pytest.fixture(autouse=True)
def _no_settings_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DATABASE_URL", "OWNER_DATABASE_URL", "STATE", "VENV", "PG_BINDIR"):
        monkeypatch.delenv(f"AVROP_{name}", raising=False)
    monkeypatch.setenv("LANGUAGE", "en")
