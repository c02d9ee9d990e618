"""Split: which rows train and which validate."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import pandas

from playground.datasets.error import DataError
from playground.datasets.parts import Parts
from playground.datasets.pipeline.draw import draw
from playground.experiment import Split


@dataclass(frozen=True)
class ByHand:
    """Rows, by their labels, that a person added to a table and removed from it."""

    added: tuple[int, ...] = ()
    removed: tuple[int, ...] = ()


@dataclass(frozen=True)
class Drawing:
    """How rows are drawn: the share that trains, the seed, and for a split that is not at random what it goes by.

    `target` and `features` are those of the experiment: classes and copies follow from them.
    """

    train_fraction: float
    seed: int
    split: Split | None = None
    target: str = ""
    features: Sequence[str] = ()


def split_by_hand(frame: pandas.DataFrame, drawing: Drawing, by_hand: ByHand) -> Parts[pandas.DataFrame]:
    """Splits the rows that nobody added; then those removed are taken out, and those added train, behind the others.

    So no row changes sides because another one comes or goes.

    Raises:
        DataError: as `split`; and when fewer than two rows are left to train on, or to validate by.
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
    """Draws the training rows as `frame.sample(frac=train_fraction, random_state=seed)`; the rest validates.

    With a split of another kind `draw` says which rows validate, and both parts are in the order of the table.

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
