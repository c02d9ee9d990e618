"""The server's own log: lines with time, level and logger, and how many warnings and errors there were."""

import logging
import time
from collections import Counter

_LINE = "%(asctime)s %(levelname)s %(name)s: %(message)s"


class _Counting(logging.StreamHandler):  # type: ignore[type-arg]  # to standard error
    """Writes records and counts them by level."""

    def __init__(self) -> None:
        super().__init__()
        self.counts: Counter[str] = Counter()
        form = logging.Formatter(_LINE, "%Y-%m-%dT%H:%M:%SZ")
        form.converter = time.gmtime
        self.setFormatter(form)

    def emit(self, record: logging.LogRecord) -> None:
        """Writes a record."""
        self.counts[record.levelname] += 1
        super().emit(record)


_handler = _Counting()


def begin_log() -> None:
    """Starts writing and counting everything that the app logs. A second call does nothing."""
    log = logging.getLogger("playground")
    log.addHandler(_handler)
    log.setLevel(logging.INFO)


def count_logged(level: str) -> int:
    """How many records of a level, such as "WARNING", there were."""
    return _handler.counts[level]
