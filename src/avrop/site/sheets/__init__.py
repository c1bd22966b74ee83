"""Business documents set out for people: a frozen document becomes a sheet, a sheet a page or a PDF.

One shape for every kind, so that each is read the same way. `sheet_of(document, findings)` is the way
in; what was found stands in the sheet at its place.
"""

from avrop.site.sheets.laying_out import sheet_of, title_of
from avrop.site.sheets.remarks import placed, remark_on
from avrop.site.sheets.shapes import Cell, Column, Line, Remark, Row, Sheet, Side, Table

__all__ = [
    "Cell",
    "Column",
    "Line",
    "Remark",
    "Row",
    "Sheet",
    "Side",
    "Table",
    "placed",
    "remark_on",
    "sheet_of",
    "title_of",
]
