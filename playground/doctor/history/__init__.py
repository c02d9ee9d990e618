"""A history on plain numbers: reading it, measures of its curves, and the table of rules on them."""
