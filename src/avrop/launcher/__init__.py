"""What starts avrop: the two commands' bootstrap and the PostgreSQL below everything else.

Nothing here imports Django, and this package imports nothing when it is imported: the bootstrap
runs on a bare Python before any package is installed. Programs take what they need by name:

    from avrop.launcher.database import database, ensure_database
"""
