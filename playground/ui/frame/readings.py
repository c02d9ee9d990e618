"""The reading of each own table in this visit: a table that is chosen again is read as before."""

from playground.experiment import FileReading
from playground.ui.frame.visit import visit


def keep_reading(dataset: str, reading: FileReading | None) -> None:
    """Keeps for this visit how a data set is read; None, as it is guessed, changes nothing."""
    if reading is not None:
        visit().readings[dataset] = reading


def last_reading(dataset: str) -> FileReading | None:
    """How a data set was read last in this visit; None for as it is guessed."""
    return visit().readings.get(dataset)
