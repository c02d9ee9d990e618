"""What outlives the process: runs and what was heard of them in a database, weights and data as files."""

from playground.store.error import StoreError
from playground.store.files import Files
from playground.store.store import Store
from playground.store.summary import Summary

__all__ = ["Files", "Store", "StoreError", "Summary"]
