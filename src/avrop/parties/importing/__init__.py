"""Units, people, employments and mandates from a file: what it would change, row by row, and then
exactly that.

Theory of operation. `reading` makes sheets of cells out of bytes that nobody trusts; `columns` knows the
headings and makes typed lines of the cells; `ground` reads what is there in a number of statements that
does not grow with the rows; `planning` judges every line against it and gives a `Plan`: the changes, or
every fault with its row and column. `writing` carries a plan out with a statement for each table. The
dry run and the real one are the same plan: what was shown is known by its hash, and another is refused.
"""
