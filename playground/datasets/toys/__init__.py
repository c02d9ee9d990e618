"""Toys: generated data sets, and their thumbnails."""
