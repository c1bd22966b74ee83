"""The ground that tests stand on: a throw-away PostgreSQL, a database per worker, fixtures. Loaded
by pytest."""
