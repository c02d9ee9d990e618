"""Split: which rows train and which validate."""

import pandas

from playground.datasets.error import DataError


def split(
    frame: pandas.DataFrame, train_fraction: float, seed: int
) -> tuple[pandas.DataFrame, pandas.DataFrame]:
    """Draws the training rows as `frame.sample(frac=train_fraction, random_state=seed)`; the rest validates.

    Returns:
        Training rows in the order drawn, validation rows in the order of the table.

    Raises:
        DataError: when fewer than two rows would train, or validate.
    """
    if len(frame) < 4:
        raise DataError(
            "data.dataset",
            f"Usable rows: {len(frame)}. At least 4 are needed, two to train and two to validate.",
        )
    train = frame.sample(frac=train_fraction, random_state=seed)
    validation = frame.drop(train.index)
    for part, purpose, change in ((train, "training", "larger"), (validation, "validation", "smaller")):
        if len(part) < 2:
            raise DataError(
                "data.train_fraction",
                f"Of {len(frame):,} rows {len(part)} would be for {purpose}, and at least 2 are needed. "
                f"Choose a {change} share of training rows.",
            )
    return train, validation
