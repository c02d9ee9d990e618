"""Where XLA keeps what it has compiled, so that the workers of a later start need not compile it again.

TensorFlow's own persistent cache writes and reads the files. They hold machine code, which is why nobody else may write
there, and why each kind of processor and each version of TensorFlow has a folder of its own.
"""

import hashlib
import os
import platform
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path

from playground.places import VAR
from playground.store.modes import make_private_folder

SETTING = "PLAYGROUND_COMPILED"
MOST_BYTES = 256_000_000  # of the files of all folders; a network takes 0.1 to 2 MB
_USUAL = VAR / "compiled"
_PROCESSOR = Path("/proc/cpuinfo")


def folder() -> Path | None:
    """The folder that `PLAYGROUND_COMPILED` names, by default `var/compiled`; None where it is set to nothing."""
    given = os.environ.get(SETTING)
    if given == "":
        return None
    return Path(given) if given else _USUAL


def flags() -> dict[str, str]:
    """The environment with which a worker keeps what it compiles: none where TensorFlow's flags are set already."""
    place = folder()
    if place is None or "TF_XLA_FLAGS" in os.environ:
        return {}
    own = place / _kind_of_machine()
    try:
        make_private_folder(own)
        shrink(place)
    except OSError:  # a folder that cannot be written: everything is compiled anew
        return {}
    return {
        "TF_XLA_FLAGS": f"--tf_xla_persistent_cache_directory={own} --tf_xla_persistent_cache_device_types=CPU"
    }


def shrink(place: Path, most_bytes: int = MOST_BYTES) -> None:
    """Removes the oldest files of a folder and its folders until they have at most `most_bytes` bytes."""
    found: list[tuple[float, int, Path]] = []
    for file in place.glob("*/*"):
        with suppress(FileNotFoundError):  # another server's workers write there, or tidy up as we do
            status = file.stat()
            found.append((status.st_mtime, status.st_size, file))
    total = 0
    for _, size, file in sorted(found, reverse=True):
        total += size
        if total > most_bytes:
            file.unlink(missing_ok=True)


def _kind_of_machine() -> str:
    """A short name that changes with the version of TensorFlow and with what the processor can do."""
    try:
        lines = _PROCESSOR.read_text("utf-8", "replace").splitlines()
    except OSError:
        lines = []
    abilities = next((line for line in lines if line.startswith(("flags", "Features"))), "")
    model = next((line for line in lines if line.startswith("model name")), platform.processor())
    facts = "\n".join([version("tensorflow"), platform.machine(), model, abilities])
    return hashlib.sha256(facts.encode()).hexdigest()[:16]
