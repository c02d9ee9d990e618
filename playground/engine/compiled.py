"""The folder of XLA's compiled code, which saves workers of a later start from compiling again.

TensorFlow's persistent cache writes and reads the files. They hold machine code: nobody else may write there, and each
kind of processor and each version of TensorFlow has its own folder.
"""

import hashlib
import os
import platform
from contextlib import suppress
from pathlib import Path

from playground.machine import version_of
from playground.paths import VAR
from playground.store.modes import make_private_folder

SETTING = "PLAYGROUND_COMPILED"
MOST_BYTES = 256_000_000  # of all files together; a network takes 0.1 to 2 MB
_USUAL = VAR / "compiled"
_PROCESSOR = Path("/proc/cpuinfo")


def folder() -> Path | None:
    """The folder in `PLAYGROUND_COMPILED`, by default `var/compiled`; None if the variable is empty."""
    given = os.environ.get(SETTING)
    if given == "":
        return None
    return Path(given) if given else _USUAL


def flags() -> dict[str, str]:
    """The environment variables that switch the cache on for a worker; none if TensorFlow's flags are set already."""
    path = folder()
    if path is None or "TF_XLA_FLAGS" in os.environ:
        return {}
    own = path / _kind_of_machine()
    try:
        make_private_folder(own)
        shrink(path)
    except OSError:  # not writable: workers compile again
        return {}
    return {
        "TF_XLA_FLAGS": f"--tf_xla_persistent_cache_directory={own} --tf_xla_persistent_cache_device_types=CPU"
    }


def shrink(path: Path, most_bytes: int = MOST_BYTES) -> None:
    """Removes the oldest files of a folder and its folders until they have at most `most_bytes` bytes."""
    found: list[tuple[float, int, Path]] = []
    for file in path.glob("*/*"):
        with suppress(FileNotFoundError):  # workers of another server also write and remove files
            status = file.stat()
            found.append((status.st_mtime, status.st_size, file))
    total = 0
    for _, size, file in sorted(found, reverse=True):
        total += size
        if total > most_bytes:
            file.unlink(missing_ok=True)


def _kind_of_machine() -> str:
    """A short name that depends on the version of TensorFlow and the processor's abilities."""
    try:
        lines = _PROCESSOR.read_text("utf-8", "replace").splitlines()
    except OSError:
        lines = []
    abilities = next((line for line in lines if line.startswith(("flags", "Features"))), "")
    model = next((line for line in lines if line.startswith("model name")), platform.processor())
    facts = "\n".join([str(version_of("tensorflow")), platform.machine(), model, abilities])
    return hashlib.sha256(facts.encode()).hexdigest()[:16]
