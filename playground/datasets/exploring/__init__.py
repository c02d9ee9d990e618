"""Exploring a table: counts, shares and samples that a figure draws, quick for long tables."""
