"""What outlives the process: runs and their events in a database, weights and data as files.

Each module is imported at its first use, so that a worker, which uses no database, starts without its libraries.

"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playground.store.error import StoreError
    from playground.store.files import Files
    from playground.store.store import Store
    from playground.store.summary import Summary

__all__ = ["Files", "Store", "StoreError", "Summary"]

_MODULES = {"Files": "files", "Store": "store", "StoreError": "error", "Summary": "summary"}


def __getattr__(name: str) -> Any:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__} has no attribute {name}")
    return getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
