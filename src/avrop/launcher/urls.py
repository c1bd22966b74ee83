"""Database addresses: one for the owner of the tables (migrations), one for the application
(everything else)."""

import os
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlsplit, urlunsplit

OWNER = "avrop_owner"
"""The login that owns the tables. Only migrations use it."""
APPLICATION = "avrop_app"
"""The login of web, worker, commands and tests. It owns nothing, so row-level security always binds
it."""
DATABASE = "avrop"


@dataclass(frozen=True, slots=True)
class DatabaseUrls:
    """The two logins to one database, as libpq addresses (`postgresql://…`)."""

    owner: str
    app: str

    def for_environment(self) -> dict[str, str]:
        """As environment variables: what the Django settings and child processes read."""
        return {"AVROP_DATABASE_URL": self.app, "AVROP_OWNER_DATABASE_URL": self.owner}

    def put_in_environment(self) -> None:
        """Tell this process (before Django loads) and its children which database it is."""
        os.environ.update(self.for_environment())

    def to_database(self, name: str) -> "DatabaseUrls":
        """The same logins to another database of the same server."""
        return DatabaseUrls(with_database(self.owner, name), with_database(self.app, name))


def socket_url(login: str, socket_folder: Path, database: str) -> str:
    """The address of a database on a server that listens on a socket in the folder."""
    return f"postgresql://{login}@/{database}?host={quote(str(socket_folder))}"


def with_database(url: str, name: str) -> str:
    """The same address with another database."""
    parts = urlsplit(url)
    return urlunsplit(parts._replace(path=f"/{quote(name)}"))
