"""The verbs of coding, one file each."""

from avrop.coding.actions.add_rule import add_rule
from avrop.coding.actions.add_values import add_values
from avrop.coding.actions.define_dimension import define_dimension
from avrop.coding.actions.end_rule import end_rule
from avrop.coding.actions.end_short_code import end_short_code, end_short_codes_of
from avrop.coding.actions.end_value import end_value
from avrop.coding.actions.import_short_codes import import_short_codes
from avrop.coding.actions.issue_short_code import issue_short_code
from avrop.coding.actions.map_account import map_account
from avrop.coding.actions.renew_short_code import renew_short_code
from avrop.coding.shapes import NewValue, ShortCodeFacts

__all__ = [
    "NewValue",
    "ShortCodeFacts",
    "add_rule",
    "add_values",
    "define_dimension",
    "end_rule",
    "end_short_code",
    "end_short_codes_of",
    "end_value",
    "import_short_codes",
    "issue_short_code",
    "map_account",
    "renew_short_code",
]
