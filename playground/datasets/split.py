"""Split: which rows train and which validate."""

from dataclasses import dataclass

import pandas

from playground.datasets.error import DataError


@dataclass(frozen=True, eq=False)
class Split:
    """Training rows in the order drawn, validation rows in the order of the table."""

    train: pandas.DataFrame
    validation: pandas.DataFrame


def split(frame: pandas.DataFrame, train_fraction: float, seed: int) -> Split:
    """Draws the training rows as pandas' `frame.sample(frac=train_fraction, random_state=seed)`; the rest validates.

    Raises:
        DataError: when fewer than two rows would train, or validate.
    """
    train = frame.sample(frac=train_fraction, random_state=seed)
    validation = frame.drop(train.index)
    if len(frame) < 4:
        raise DataError("data.dataset", f"Of this table {_rows(len(frame))} can be used; at least 4 are needed.")
    for part, verb, change in ((train, "train", "larger"), (validation, "validate", "smaller")):
        if len(part) < 2:
            raise DataError(
                "data.train_fraction",
                f"Only {_rows(len(part))} of {len(frame):,} would {verb}; choose a {change} share of training rows.",
            )
    return Split(train, validation)


def _rows(count: int) -> str:
    return {0: "no row", 1: "1 row"}.get(count, f"{count} rows")
