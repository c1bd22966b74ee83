"""What stands in a server before the first migration: the two logins and the database.

The owner may create tables in its database and nothing else. The application may sign in and
nothing else: what it may read and write is granted table by table by the migrations.
"""

from avrop.launcher.urls import APPLICATION, OWNER

_ORDINARY = "LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS"


def lay_foundation(administrator_url: str, database: str) -> None:
    """Make the two roles and the database where they are missing. Safe to repeat;
    `administrator_url` a superuser's."""
    import psycopg
    from psycopg import sql

    with psycopg.connect(administrator_url, autocommit=True) as connection:
        rows = connection.execute("SELECT rolname FROM pg_roles").fetchall()
        roles = {str(row[0]) for row in rows}
        for role in (OWNER, APPLICATION):
            if role not in roles:
                create = sql.SQL("CREATE ROLE {} " + _ORDINARY)
                connection.execute(create.format(sql.Identifier(role)))
        known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [database])
        if known.fetchone() is None:
            create = sql.SQL("CREATE DATABASE {} OWNER {}")
            connection.execute(create.format(sql.Identifier(database), sql.Identifier(OWNER)))
