"""Every command of the catalogues app."""

from avrop.catalogues.actions.activate import activate_due, activate_version
from avrop.catalogues.actions.change_control import change_control
from avrop.catalogues.actions.favour import drop_favourite, keep_favourite
from avrop.catalogues.actions.review import accept_lines, reject_version, review_lines
from avrop.catalogues.actions.take_in import assign_agreement, import_catalogue, import_document

__all__ = [
    "accept_lines",
    "activate_due",
    "activate_version",
    "assign_agreement",
    "change_control",
    "drop_favourite",
    "import_catalogue",
    "import_document",
    "keep_favourite",
    "reject_version",
    "review_lines",
]
