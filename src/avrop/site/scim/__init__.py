"""SCIM 2.0 (RFC 7643 and 7644): a directory keeps the people and the units here as it has them.

Users are people, groups are units, whose members are those who work there. The key is an API key of one
organisation, so a directory reaches just that, and acts as whom the key was issued for. Every change is
a command of `parties`; the same request again finds everything as it should be and does nothing.
"""
