"""What the properties of a trade share."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from avrop.kernel.jobs import running_here
from avrop.testing.trade import Trade, a_trade
from tests.properties.courses import ACCEPTS


@pytest.fixture
def trade_and_settle(committed: None) -> Iterator[tuple[Trade, Callable[[], int]]]:
    """A buyer and a seller that says yes; what follows runs in this process."""
    with running_here() as drain:
        yield a_trade(items=2, script=ACCEPTS, drain=drain), drain
