"""Pipeline: from a table to the arrays of a network: choose, split, encode, scale."""
