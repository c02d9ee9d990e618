"""Toys: data sets that are made, and their pictures."""
