"""The dialect of each own table in this visit: a table that is chosen again is read as before."""

from playground.experiment import FileReading
from playground.ui.frame.visit import visit


def keep_reading(dataset: str, reading: FileReading | None) -> None:
    """Stores for this visit how a data set is read; None, which means guessed, changes nothing."""
    if reading is not None:
        visit().readings[dataset] = reading


def last_reading(dataset: str) -> FileReading | None:
    """How a data set was last read in this visit; None if it was guessed."""
    return visit().readings.get(dataset)
