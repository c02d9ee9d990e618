"""Figures of a table before training."""
