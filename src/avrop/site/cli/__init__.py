"""The `avrop` command, made for operators: progress on what takes long, `--json` where it lists, and
exit codes a script can trust: 0 done, 1 refused or failed, 2 not understood."""

from __future__ import annotations

import sys

import click

from avrop.launcher.errors import LauncherError
from avrop.site.cli.accounts import accounts
from avrop.site.cli.audit import audit
from avrop.site.cli.authority import authority
from avrop.site.cli.bench import bench
from avrop.site.cli.checking import checking
from avrop.site.cli.comparing import compare
from avrop.site.cli.demo import demo
from avrop.site.cli.documents import catalogues, messages, orders
from avrop.site.cli.ground import say_no
from avrop.site.cli.operations import call, operations
from avrop.site.cli.organisations import organisations
from avrop.site.cli.parties import parties
from avrop.site.cli.proving import prove
from avrop.site.cli.running import serve, worker
from avrop.site.cli.upkeep import check, migrate
from avrop.site.version import VERSION


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name=None, version=VERSION, prog_name="avrop")
def avrop() -> None:
    """Public e-procurement and order management, from framework agreement to paid order.

    Without AVROP_DATABASE_URL every command starts (and shares) the embedded PostgreSQL.
    """


COMMANDS: tuple[click.Command, ...] = (
    demo,
    serve,
    worker,
    migrate,
    check,
    organisations,
    parties,
    call,
    operations,
    messages,
    catalogues,
    orders,
    checking,
    accounts,
    audit,
    authority,
    bench,
)
authority.add_command(prove)
checking.add_command(compare)
for command in COMMANDS:
    avrop.add_command(command)


def main() -> None:
    """Run the command line. Refusals are told in words; nothing ends in a traceback by design."""
    try:
        avrop(prog_name="avrop", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except click.Abort:
        sys.exit(130)
    except LauncherError as error:
        click.echo(f"avrop: {error}", err=True)
        sys.exit(1)
    except Exception as error:
        code = say_no(error)
        if code is None:
            raise
        sys.exit(code)
