"""Exploring a table: fast counts, shares and samples for figures of long tables."""
