"""Who answers for what: the matrix of activities and roles, central and local decisions, what
positions answer for and hand over, what managers confirm, and what a planned change does to whom.

It stands on authority, since it reads the same roles, permissions and mandates as every right does, and
below everything that asks who answers for something.
"""
