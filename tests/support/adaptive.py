"""A cluster whose workers come and go with its queue, started by the program that docs/hosting.md shows."""

import os
import re
import signal
import subprocess
import sys
from functools import partial
from pathlib import Path

import psutil
from distributed import Client

from tests.support.external import ROOT
from tests.support.server import free_port
from tests.support.waiting import SECONDS

_PROGRAM = re.compile(r"```python\n(# workers\.py\n.*?)```", re.DOTALL)


class AdaptiveCluster:
    """A scheduler at `address` with at most `maximum` workers; `close` ends all of it."""

    def __init__(self, folder: Path, maximum: int) -> None:
        port = free_port()
        self.address = f"tcp://127.0.0.1:{port}"
        (text,) = _PROGRAM.findall((ROOT / "docs" / "hosting.md").read_text("utf-8"))
        for shown, wanted in (("8786", str(port)), ("maximum=8", f"maximum={maximum}")):
            assert text.count(shown) == 1
            text = text.replace(shown, wanted)
        program = folder / "workers.py"
        program.write_text(text, "utf-8")
        settings = {"PYTHONPATH": str(ROOT), "DASK_DISTRIBUTED__ADAPTIVE__INTERVAL": "200ms"}
        with (folder / "log").open("wb") as log:
            self._process = subprocess.Popen(
                [sys.executable, program],
                cwd=folder,
                env={**os.environ, **settings},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                # If the tests run in the background, it would inherit that Ctrl+C is ignored.
                preexec_fn=partial(signal.signal, signal.SIGINT, signal.SIG_DFL),
            )
        Client(self.address, set_as_default=False, timeout=SECONDS).close()

    def close(self) -> None:
        """Ends it like Ctrl+C."""
        family = psutil.Process(self._process.pid).children(recursive=True)
        self._process.send_signal(signal.SIGINT)
        self._process.wait(SECONDS)
        _, alive = psutil.wait_procs(family, timeout=SECONDS)
        assert not alive
