"""What somebody who starts the site is told."""

from __future__ import annotations

import socket

import pytest

from avrop.launcher.errors import LauncherError
from avrop.site.cli.running import be_sure_of


def test_an_address_that_is_taken_is_told_with_the_way_out_before_anything_is_begun() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]

        with pytest.raises(LauncherError) as told:
            be_sure_of("127.0.0.1", port)

    assert str(port) in told.value.reason
    assert "--port" in told.value.remedy
    be_sure_of("127.0.0.1", port)


def test_a_port_that_there_is_not_is_told_the_same_way() -> None:
    with pytest.raises(LauncherError, match="--port"):
        be_sure_of("127.0.0.1", 99_999)
