"""`avrop serve` and `avrop worker`."""

from __future__ import annotations

import os
import signal
import socket
import sys
from typing import Any

import click

from avrop.launcher.errors import LauncherError
from avrop.site.cli.ground import on_the_ground, stand_up


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, help="Port; 0 takes a free one.")
@click.option("--workers", default=2, show_default=True, help="Web processes.")
@click.option("--threads", default=4, show_default=True, help="Threads of each.")
def serve(host: str, port: int, workers: int, threads: int) -> None:
    """Serve the site and the API."""
    stop_on_term()
    be_sure_of(host, port)
    stand_up()
    collect_static()
    serve_here(host, port, workers=workers, threads=threads)


def be_sure_of(host: str, port: int) -> None:
    """Raise `LauncherError` before anything is begun where the address can't be listened on."""
    try:
        with socket.create_server((host, port)):
            pass
    except (OSError, OverflowError) as error:
        raise LauncherError(
            f"Nothing can be served on {host}:{port}: {str(error).rstrip('.')}.",
            "Stop what is listening there, or choose another port with --port (0 takes a free one).",
        ) from error


def serve_here(host: str, port: int, *, workers: int, threads: int) -> None:
    """Run gunicorn in this process until it is told to stop."""
    from django.db import connections
    from gunicorn.app.base import BaseApplication  # type: ignore[import-untyped]

    connections.close_all()

    class Server(BaseApplication):  # type: ignore[misc]
        def load_config(self) -> None:
            settings: dict[str, Any] = {
                "bind": f"{host}:{port}",
                "workers": workers,
                "worker_class": "gthread",
                "threads": threads,
                "accesslog": None,
                "loglevel": "warning",
                "graceful_timeout": 10,
                "control_socket_disable": True,
            }
            for name, value in settings.items():
                if name in self.cfg.settings:
                    self.cfg.set(name, value)

        def load(self) -> Any:
            from avrop.site.wsgi import application

            return application

    Server().run()


def collect_static() -> None:
    """Put the files of the design system where they are served from."""
    from django.core.management import call_command

    call_command("collectstatic", interactive=False, verbosity=0)


@click.command()
@click.option("--once", is_flag=True, help="Stop when nothing is waiting.")
@click.option("--concurrency", default=1, show_default=True, help="Jobs at a time.")
def worker(once: bool, concurrency: int) -> None:
    """Run the jobs that commands have queued: sending, receiving, reacting, sealing."""
    os.environ["AVROP_POOL"] = "0"
    stand_up()
    run_worker(wait=not once, concurrency=concurrency)


def run_worker(*, wait: bool = True, concurrency: int = 1) -> None:
    """Work until stopped (`wait`) or until the queue is empty."""
    from django.conf import settings
    from procrastinate.contrib.django import app

    connector = app.connector.get_worker_connector()  # type: ignore[attr-defined]
    with app.replace_connector(connector) as working:
        working.run_worker(
            wait=wait,
            concurrency=concurrency,
            fetch_job_polling_interval=1.0,
            update_heartbeat_interval=settings.AVROP_WORKER_HEARTBEAT_SECONDS,
            stalled_worker_timeout=settings.AVROP_WORKER_STALL_SECONDS,
            shutdown_graceful_timeout=20,
            install_signal_handlers=True,
            delete_jobs="successful",
        )


def stop_on_term() -> None:
    """A polite stop ends the process in the ordinary way, so that the database is let go."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))


__all__ = ["on_the_ground", "serve", "worker"]
