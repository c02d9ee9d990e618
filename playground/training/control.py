"""What a person may still ask of a run that goes on."""

import threading


class Control:
    """Wishes for one run: set from any thread, looked at by the trainer between two calls of TensorFlow."""

    def __init__(self) -> None:
        self._stop = threading.Event()

    def stop(self) -> None:
        """Ask the run to end; it does within a second."""
        self._stop.set()

    @property
    def stopped(self) -> bool:
        """Whether someone asked the run to end."""
        return self._stop.is_set()
