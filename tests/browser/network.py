"""A network that can be taken away. The switch of the browser's own tools isn't told to a service worker
that Chromium starts anew; a line that is cut is cut for everybody."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from urllib.parse import urlsplit

PIECE = 65_536


class Network:
    """The way to one server on this machine, through an address of its own."""

    def __init__(self, address: str) -> None:
        there = urlsplit(address)
        self._server = (str(there.hostname), int(there.port or 80))
        self._gate = socket.create_server(("127.0.0.1", 0))
        self._open: set[socket.socket] = set()
        self._lock = threading.Lock()
        self._there = True
        self.address = f"http://127.0.0.1:{self._gate.getsockname()[1]}"
        threading.Thread(target=self._take, daemon=True).start()

    def cut(self) -> None:
        """From now on nothing gets through, what is under way included."""
        with self._lock:
            self._there = False
            under_way = list(self._open)
        for one in under_way:
            _end(one)

    def mend(self) -> None:
        """What comes from now on gets through."""
        self._there = True

    def close(self) -> None:
        """Nobody goes this way any more."""
        self.cut()
        _end(self._gate)

    def _take(self) -> None:
        with suppress(OSError):  # the gate is closed
            while True:
                near, _ = self._gate.accept()
                with self._lock:
                    if self._there:
                        far = socket.create_connection(self._server)
                        self._open |= {near, far}
                        for ends in ((near, far), (far, near)):
                            threading.Thread(target=self._carry, args=ends, daemon=True).start()
                    else:
                        _end(near)

    def _carry(self, source: socket.socket, target: socket.socket) -> None:
        with suppress(OSError):
            while piece := source.recv(PIECE):
                target.sendall(piece)
        for one in (source, target):
            _end(one)
            with self._lock:
                self._open.discard(one)


def _end(one: socket.socket) -> None:
    with suppress(OSError):
        one.shutdown(socket.SHUT_RDWR)
    one.close()


@contextmanager
def a_network_to(address: str) -> Iterator[Network]:
    """A way to the site that the test can cut."""
    network = Network(address)
    try:
        yield network
    finally:
        network.close()
