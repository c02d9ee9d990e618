"""Split: which rows train and which validate."""

from dataclasses import dataclass, replace

import pandas

from playground.datasets.error import DataError
from playground.datasets.parts import Parts


@dataclass(frozen=True)
class ByHand:
    """Rows, by their labels, that a person added to a table and removed from it."""

    added: tuple[int, ...] = ()
    removed: tuple[int, ...] = ()


def split_by_hand(
    frame: pandas.DataFrame, train_fraction: float, seed: int, by_hand: ByHand
) -> Parts[pandas.DataFrame]:
    """Splits the rows that nobody added; then those removed are taken out, and those added train, behind the others.

    So no row changes sides because another one comes or goes.

    Raises:
        DataError: as `split`; and when fewer than two rows are left to train on, or to validate by.
    """
    drawn = split(frame.drop(list(by_hand.added)), train_fraction, seed)
    left = drawn.map(lambda part: part.drop(part.index.intersection(by_hand.removed)))
    parts = replace(left, training=pandas.concat([left.training, frame.loc[list(by_hand.added)]]))
    for purpose, part in vars(parts).items():
        if len(part) < 2:
            raise DataError(
                "data.options.removed",
                f"Too many points are removed: {len(part)} would be left for {purpose}, and at least 2 are needed.",
            )
    return parts


def split(frame: pandas.DataFrame, train_fraction: float, seed: int) -> Parts[pandas.DataFrame]:
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
    return Parts(train, validation)
