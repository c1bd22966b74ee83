"""PostgreSQL as avrop uses it: Django's own backend, with a schema editor that builds the walls."""
