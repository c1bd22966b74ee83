"""The text of the embedded server's configuration files."""

from collections.abc import Iterable

from avrop.launcher.urls import APPLICATION, OWNER

ADMINISTRATOR = "avrop_administrator"
"""The superuser that initdb makes. Used to make roles and databases, nothing else."""
_MAP = "avrop"

# A table that has never been counted is read by whatever index comes first, also for each foreign key
# that a commit checks: a new installation would be slow for its first minute, so it is counted sooner.
_SETTINGS = """\
listen_addresses = ''
unix_socket_permissions = 0700
max_connections = 100
max_locks_per_transaction = 256
shared_buffers = 256MB
effective_cache_size = 2GB
maintenance_work_mem = 256MB
work_mem = 16MB
max_wal_size = 4GB
checkpoint_timeout = 15min
wal_compression = on
random_page_cost = 1.1
jit = off
autovacuum_naptime = 5s
timezone = 'UTC'
log_timezone = 'UTC'
lc_messages = 'C'
password_encryption = 'scram-sha-256'
"""

# A killed server still loses nothing (commits reach the kernel); a machine that goes down may.
_NOT_DURABLE = """\
fsync = off
full_page_writes = off
autovacuum = off
"""


def server_settings(*, durable: bool) -> str:
    """avrop.conf, which postgresql.conf includes last."""
    return _SETTINGS if durable else _SETTINGS + _NOT_DURABLE


def access_file() -> str:
    """pg_hba.conf: only by the socket, and the kernel says who calls."""
    return f"local all all peer map={_MAP}\n"


def identity_file(accounts: Iterable[str]) -> str:
    """pg_ident.conf: which accounts of the operating system may sign in as which of the three
    roles."""
    return "".join(
        f'{_MAP} "{account}" {role}\n'
        for account in sorted(accounts)
        for role in (ADMINISTRATOR, OWNER, APPLICATION)
    )
