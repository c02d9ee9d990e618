"""Databases for the tests of this room."""

from tests.support.databases import address, store

__all__ = ["address", "store"]
