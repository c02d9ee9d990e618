"""Figures of a table before anything is trained on it."""
