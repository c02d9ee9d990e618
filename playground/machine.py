"""The libraries' versions and the machine that trained a run, which distinguish it from another run."""

import os
import platform
from functools import cache
from importlib.metadata import PackageNotFoundError, packages_distributions, version

import psutil

_LIBRARIES = ("tensorflow", "keras", "numpy", "pandas", "scikit-learn", "distributed")


@cache
def machine() -> dict[str, object]:
    """Versions of Python and the libraries, system, processor, cores and memory (bytes) of this process' machine."""
    return {
        "python": platform.python_version(),
        "libraries": {name: found for name in _LIBRARIES if (found := version_of(name))},
        "system": f"{platform.system()} {platform.release()}",
        "processor": platform.processor() or platform.machine(),
        "cores": os.cpu_count(),
        "memory": psutil.virtual_memory().total,
    }


def version_of(library: str) -> str | None:
    """The version of an installed library, None where it is missing.

    A library may be installed under another name: `tensorflow-cpu` is `tensorflow` without the code for GPUs.
    """
    try:
        return version(library)
    except PackageNotFoundError:
        names = packages_distributions().get(library, [])
        return version(names[0]) if names else None
