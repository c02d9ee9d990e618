"""Split: divides rows into training and validation."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import pandas

from playground.datasets.error import DataError
from playground.datasets.parts import Parts
from playground.datasets.pipeline.draw import draw
from playground.experiment import Split


@dataclass(frozen=True)
class ByHand:
    """The indices of rows that a person added to a table, and of rows that a person removed from it."""

    added: tuple[int, ...] = ()
    removed: tuple[int, ...] = ()


@dataclass(frozen=True)
class Drawing:
    """The settings of a split.

    Attributes:
        train_fraction: the share of training rows.
        seed: the seed of the choice.
        split: the method; None for a random split.
        target, features: the columns of the experiment, which determine classes and copies.
    """

    train_fraction: float
    seed: int
    split: Split | None = None
    target: str = ""
    features: Sequence[str] = ()


def split_by_hand(frame: pandas.DataFrame, drawing: Drawing, by_hand: ByHand) -> Parts[pandas.DataFrame]:
    """Splits rows of which a person added and removed some.

    It splits all rows except the added ones, then drops the removed rows, and appends the added rows to the training
    part. So adding or removing a row never moves another row to the other part.

    Raises:
        DataError: `split` fails, or a part has fewer than two rows.
    """
    drawn = split(frame.drop(list(by_hand.added)), drawing)
    left = drawn.map(lambda part: part.drop(part.index.intersection(by_hand.removed)))
    parts = replace(left, training=pandas.concat([left.training, frame.loc[list(by_hand.added)]]))
    for purpose, part in vars(parts).items():
        if len(part) < 2:
            raise DataError(
                "data.options.removed",
                f"Too many points are removed: {len(part)} would be left for {purpose}, and at least 2 are needed.",
            )
    return parts


def split(frame: pandas.DataFrame, drawing: Drawing) -> Parts[pandas.DataFrame]:
    """Splits rows into training and validation rows.

    The training rows of a random split are `frame.sample(frac=train_fraction, random_state=seed)`. For another method
    `draw` chooses the validation rows.

    Returns:
        The training rows, for a random split in random order, and the validation rows in the order of the table.

    Raises:
        DataError: a part would have fewer than two rows.
    """
    if len(frame) < 4:
        raise DataError(
            "data.dataset",
            f"Usable rows: {len(frame)}. At least 4 are needed, two to train and two to validate.",
        )
    if drawing.split is None:
        train = frame.sample(frac=drawing.train_fraction, random_state=drawing.seed)
        validation = frame.drop(train.index)
    else:
        share = 1 - drawing.train_fraction
        aside = draw(frame, drawing.split, share, drawing.seed, drawing.target, drawing.features)
        train, validation = frame[~aside], frame[aside]
    for part, purpose, change in ((train, "training", "larger"), (validation, "validation", "smaller")):
        if len(part) < 2:
            raise DataError(
                "data.train_fraction",
                f"Of {len(frame):,} rows {len(part)} would be for {purpose}, and at least 2 are needed. "
                f"Choose a {change} share of training rows.",
            )
    return Parts(train, validation)
