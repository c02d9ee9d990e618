"""Pipeline: from a table to what a network trains on: choose, split, scale, encode."""
