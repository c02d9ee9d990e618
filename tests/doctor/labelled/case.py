"""Case: one labelled curve: what is trained, and on what."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Case:
    """A run whose label follows from how it is made.

    Attributes:
        label: the kind of finding that is right.
        table: a name of `tables.table`.
        units, activation: the hidden layers.
        dropout: rate after every hidden layer; noise: deviation of Gaussian noise on the inputs.
        l2: the penalty of every hidden layer.
        optimizer, rate, batch, epochs, loss, seed: as in Keras.
        rates: {epoch: factor}: from that epoch on the rate is `rate` times the factor.
        rows, validation: numbers of rows; validation None: a third of the table.
        scale: a factor on a target of numbers; with mse the loss goes with its square.
        raw: features as they would be without scaling: each times another power of ten.
        metric: whether a metric is measured too.
        patience: of early stopping, 0 for none; the curve ends there.
        easy: validation rows are those that the rest explains best.
        flipped: share of labels drawn anew.
        without_validation: whether the history has no val_ columns.
        normalized: whether batch normalization follows every hidden layer.
        plain: whether `model.fit` trains it, not `training.fit`.
    """

    label: str
    table: str
    units: tuple[int, ...] = (32, 16)
    activation: str = "relu"
    dropout: float = 0.0
    noise: float = 0.0
    l2: float = 0.0
    optimizer: str = "adam"
    rate: float = 0.001
    batch: int = 32
    epochs: int = 100
    loss: str = ""
    seed: int = 0
    rates: tuple[tuple[int, float], ...] = ()
    rows: int = 1000
    validation: int | None = None
    scale: float = 1.0
    raw: bool = False
    metric: bool = True
    patience: int = 0
    easy: bool = False
    flipped: float = 0.0
    without_validation: bool = False
    normalized: bool = False
    plain: bool = False
