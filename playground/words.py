"""The words an experiment may use: one table each, from which widgets, checks and Keras objects all come.

Every name is Keras' own identifier. A row says which tasks it fits and, as cause and effect, what it does.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Task(StrEnum):
    """What is predicted: a number, one of two classes, or one of several classes."""

    REGRESSION = "regression"
    BINARY = "binary"
    MULTICLASS = "multiclass"


@dataclass(frozen=True)
class Word:
    """A row: Keras' name, a title for people, cause and effect in one sentence, and the tasks it fits."""

    name: str
    title: str
    help: str
    tasks: frozenset[Task] = frozenset(Task)


def _table(*words: Word) -> Mapping[str, Word]:
    return {word.name: word for word in words}


_REGRESSION = frozenset({Task.REGRESSION})
_BINARY = frozenset({Task.BINARY})
_MULTICLASS = frozenset({Task.MULTICLASS})
_CLASSES = _BINARY | _MULTICLASS

ACTIVATIONS = _table(
    Word(
        "relu", "ReLU", "Zero below zero, unchanged above: quick to learn, the usual choice in hidden layers."
    ),
    Word("linear", "linear", "Unchanged: layers of it stacked still draw only straight lines."),
    Word("leaky_relu", "leaky ReLU", "Like ReLU with a small slope below zero, so that no unit can die."),
    Word("elu", "ELU", "Like ReLU, but bends smoothly to -1 below zero."),
    Word("selu", "SELU", "A scaled ELU that keeps values near mean 0 and variance 1 from layer to layer."),
    Word("gelu", "GELU", "A smooth ReLU, the one inside transformers."),
    Word("silu", "SiLU", "x times its own sigmoid: smooth, dips slightly below zero."),
    Word("softplus", "softplus", "A rounded ReLU, always positive."),
    Word("tanh", "tanh", "Squeezes into -1 to 1: smooth boundaries, slow where it saturates."),
    Word("sigmoid", "sigmoid", "Squeezes into 0 to 1: gradients fade when many layers of it are stacked."),
)

INITIALIZERS = _table(
    Word("glorot_uniform", "Glorot uniform", "Keras' default: keeps the variance of signals even both ways."),
    Word("glorot_normal", "Glorot normal", "Glorot's variance, drawn from a bell curve."),
    Word("he_normal", "He normal", "Larger first weights that suit ReLU."),
    Word("he_uniform", "He uniform", "He's variance, drawn evenly from an interval."),
    Word("lecun_normal", "LeCun normal", "Suits SELU."),
    Word("random_normal", "random normal", "Small numbers (deviation 0.05) whatever the size of the layer."),
    Word("zeros", "zeros", "All units start alike and stay alike: shows why weights begin at random."),
)

LOSSES = _table(
    Word(
        "mae",
        "mean absolute error",
        "Every unit of error counts the same: outliers pull little.",
        _REGRESSION,
    ),
    Word("mse", "mean squared error", "Large errors count much more: outliers pull hard.", _REGRESSION),
    Word(
        "huber",
        "Huber",
        "Squared for errors up to 1 on the scale on which the target is trained, absolute for larger ones.",
        _REGRESSION,
    ),
    Word("log_cosh", "log cosh", "Like Huber, smooth everywhere.", _REGRESSION),
    Word(
        "mape",
        "mean absolute percentage error",
        "Errors in percent of the true value, scaled or not; unfit near 0.",
        _REGRESSION,
    ),
    Word("binary_crossentropy", "binary cross-entropy", "Punishes confident wrong answers hardest.", _BINARY),
    Word("hinge", "hinge", "Asks for a margin between the classes, not for probabilities.", _BINARY),
    Word(
        "categorical_crossentropy",
        "categorical cross-entropy",
        "Punishes a low probability for the true class.",
        _MULTICLASS,
    ),
)

METRICS = _table(
    Word(
        "mae",
        "mean absolute error",
        "Average size of the error, on the scale on which the target is trained.",
        _REGRESSION,
    ),
    Word(
        "mse",
        "mean squared error",
        "Average of the squared errors, on the scale on which the target is trained.",
        _REGRESSION,
    ),
    Word("rmse", "root mean squared error", "Square root of the mean squared error.", _REGRESSION),
    Word("r2", "R²", "Share of the variance explained: 1 is perfect, 0 as good as the mean.", _REGRESSION),
    Word("accuracy", "accuracy", "Share of rows put into the right class.", _CLASSES),
    Word("auc", "AUC", "Chance that a row of class 1 is ranked above one of class 0.", _BINARY),
    Word("precision", "precision", "Of the rows called class 1, the share that is.", _BINARY),
    Word("recall", "recall", "Of the rows of class 1, the share that is found.", _BINARY),
)

OPTIMIZERS = _table(
    Word("adam", "Adam", "A step size for every weight, with momentum: trains well almost anywhere."),
    Word(
        "sgd",
        "SGD",
        "Plain gradient steps: honest and sensitive to the learning rate; momentum carries it on.",
    ),
    Word("adamw", "AdamW", "Adam that also shrinks the weights a little at each step."),
    Word("rmsprop", "RMSprop", "Divides each step by the recent size of its gradient."),
    Word(
        "adagrad", "Adagrad", "Steps shrink for weights that have moved much; wants a larger learning rate."
    ),
    Word("nadam", "Nadam", "Adam with Nesterov's look ahead."),
    Word("adamax", "Adamax", "Adam by the largest gradient seen instead of the average."),
)

SCALINGS = _table(
    Word("minmax", "min-max", "Every feature is stretched to 0 … 1."),
    Word("standard", "standard", "Every feature gets mean 0 and deviation 1."),
    Word("none", "none", "Features stay as they are: large ones dominate, and SGD may diverge."),
)

SCHEDULES = _table(
    Word(
        "step",
        "in steps",
        "Multiplies the rate by the factor every few epochs: large steps first, then fine ones.",
    ),
    Word("exponential", "exponential", "The same as a smooth curve: by the factor within this many epochs."),
    Word("cosine", "cosine", "Falls along a half cosine over all epochs: slowly, quickly, slowly."),
    Word("warmup", "warm-up only", "Rises from nearly nothing over the first epochs, then stays."),
)

MISSING = _table(
    Word("drop", "leave the row out", "Loses data."),
    Word("fill", "fill them in", "Keeps the row but invents values, from the training rows."),
)

COLUMN_KINDS = _table(
    Word("number", "number", "One input, of that size."),
    Word("category", "category", "One input of 0 and 1 for each of its values."),
    Word("yes_no", "yes or no", "One input of 0 and 1 for each of its two values."),
    Word("date", "date", "Inputs for year, month, day and weekday, once it is a feature."),
    Word("text", "text", "Free text is no input: nearly every row has another one."),
    Word("identifier", "identifier", "Says only which row it is, so nothing can be learned from it."),
)

SPLITS = _table(
    Word(
        "stratified", "stratified", "Each class has the same share on both sides: rare classes are on both."
    ),
    Word(
        "group",
        "by group",
        "Rows of one group, such as one patient, are on one side: validation sees new groups.",
    ),
    Word(
        "copies",
        "copies together",
        "Rows with the same features are on one side: none is known from training.",
    ),
    Word("time", "by time", "The latest rows validate, as they will when the network is used."),
)

ENCODINGS = _table(
    Word("one_hot", "one input a value", "Every value, also a number, is a category of its own."),
    Word(
        "ordinal", "one input, in order", "Values become 0, 1, 2 … in their order; an unknown one becomes -1."
    ),
    Word("date_parts", "year, month, day, weekday", "Dates become numbers that show seasons and weeks."),
)

CLASS_WEIGHTS = _table(
    Word(
        "balanced",
        "each class counts the same",
        "The loss, of training and of validation rows, weighs each row by how rare its class is.",
        _CLASSES,
    ),
)

ALIKE = _table(
    Word("merge", "count as one", "“yes”, “Yes” and “ yes” are one class.", _CLASSES),
    Word("apart", "stay different", "“yes” and “Yes” are two classes.", _CLASSES),
)

FILLS = _table(
    Word("mean", "mean", "Outliers pull it."),
    Word("most_frequent", "most frequent value", "The usual one where few numbers come again and again."),
)

DEFAULT_LOSS = {
    Task.REGRESSION: "mae",
    Task.BINARY: "binary_crossentropy",
    Task.MULTICLASS: "categorical_crossentropy",
}

DEFAULT_METRICS: Mapping[Task, tuple[str, ...]] = {
    Task.REGRESSION: (),
    Task.BINARY: ("accuracy",),
    Task.MULTICLASS: ("accuracy",),
}

# The meaning of `weight_decay` null for adamw (https://keras.io/api/optimizers/adamw/).
KERAS_WEIGHT_DECAY = 0.004

# A larger value of these is better; of all others, a smaller one.
_LARGER_IS_BETTER = frozenset({"r2", "accuracy", "auc", "precision", "recall"})


def fitting(table: Mapping[str, Word], task: Task) -> list[str]:
    """The names of a table's rows that fit a task, in the order of the table."""
    return [word.name for word in table.values() if task in word.tasks]


def curve_title(name: str) -> str:
    """The title of a curve of the history: `validation loss` for `val_loss`, `training accuracy` for `accuracy`."""
    plain = name.removeprefix("val_")
    title = METRICS[plain].title if plain in METRICS else plain
    return f"{'training' if plain == name else 'validation'} {title}"


def larger_is_better(name: str) -> bool:
    """The direction of the quantity `name`, with or without `val_`."""
    plain = name.removeprefix("val_")
    return plain in _LARGER_IS_BETTER or plain.endswith("_accuracy")  # other names of Keras


def is_better(name: str, value: float, than: float) -> bool:
    """Whether `value` of the quantity `name` (with or without `val_`) is better than another."""
    return value > than if larger_is_better(name) else value < than
