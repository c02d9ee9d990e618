"""What a run was trained with: the libraries' versions and the machine, so that it can be told from another."""

import os
import platform
from functools import cache
from importlib.metadata import PackageNotFoundError, version

import psutil

_LIBRARIES = ("tensorflow", "keras", "numpy", "pandas", "scikit-learn", "distributed")


@cache
def machine() -> dict[str, object]:
    """Versions of Python and the libraries, system, processor, cores and memory (bytes) of this process' machine."""
    return {
        "python": platform.python_version(),
        "libraries": {name: found for name in _LIBRARIES if (found := _version(name))},
        "system": f"{platform.system()} {platform.release()}",
        "processor": platform.processor() or platform.machine(),
        "cores": os.cpu_count(),
        "memory": psutil.virtual_memory().total,
    }


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None
