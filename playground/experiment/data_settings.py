"""The settings of the data, in the order of their form."""

from collections.abc import Mapping

from playground.experiment.data import FileReading, Split
from playground.experiment.setting import Setting, section
from playground.mentions import short
from playground.words import (
    ALIKE,
    CLASS_WEIGHTS,
    COLUMN_KINDS,
    ENCODINGS,
    FILLS,
    MISSING,
    SCALINGS,
    SPLITS,
    Word,
)

_NAMED = 40  # the most columns with a choice of their own that are named
_SIGNS = {"\t": "tab", "": "one column", " ": "space"}


def _reading_in_words(reading: FileReading) -> str:
    """How a file is read, in words: `; between cells, decimal comma, cp1252, no header`."""
    found = []
    if reading.delimiter is not None:
        between = _SIGNS.get(reading.delimiter, reading.delimiter)
        found.append(f"{between} between cells" if reading.delimiter else between)
    if reading.decimal is not None:
        found.append("decimal comma" if reading.decimal == "," else "decimal point")
    found += [text for text in (reading.encoding, reading.sheet) if text]
    if reading.header is not None:
        found.append("header" if reading.header else "no header")
    if reading.doubtful is not None:
        found.append("without rows in doubt" if reading.doubtful == "leave_out" else "with rows in doubt")
    return ", ".join(found) or "as it is guessed"


def _split_in_words(split: Split) -> str:
    title = SPLITS[split.by].title
    return title if split.column is None else f"{title}: {short(split.column)}"


def _by_column(words: Mapping[str, str], table: Mapping[str, Word]) -> str:
    """The choice for each column: `zip: category, size: number`."""
    named = [f"{short(column)}: {table[word].title}" for column, word in list(words.items())[:_NAMED]]
    more = [f"{len(words) - _NAMED:,} more"] if len(words) > _NAMED else []
    return ", ".join([*named, *more]) or "none"


DATA_SETTINGS: tuple[Setting, ...] = (
    Setting(
        "data.dataset",
        "Data set",
        "What the network learns from. Toy points show how it thinks, real tables what it is good for.",
        "word",
        column="dataset",
    ),
    Setting(
        "data.target",
        "Target",
        "The column to predict. Numbers make it regression, text makes it classification.",
        "word",
        when_none="the usual one",
        column="target",
    ),
    Setting(
        "data.positive",
        "Class 1",
        "Of two classes the one that is predicted as 1. Precision and recall are about it, so "
        "another choice changes both.",
        "word",
        when_none="the usual one",
    ),
    Setting(
        "data.reading",
        "How the file is read",
        "Delimiter, decimal sign, encoding and header of a file of your own. Where one is "
        "wrong, numbers become text and columns run together.",
        when_none="as it is guessed",
        in_words=_reading_in_words,
    ),
    Setting(
        "data.kinds",
        "What columns hold",
        "A number becomes one input, a category one input for each of its values. More inputs "
        "are more weights to learn.",
        when_none="as it is guessed",
        in_words=lambda kinds: _by_column(kinds, COLUMN_KINDS),
    ),
    Setting(
        "data.features",
        "Features",
        "The columns that the network sees. Fewer make it easier to understand, more give it more to go by.",
        "words",
        when_none="all columns",
    ),
    Setting(
        "data.train_fraction",
        "Training rows",
        "The share of rows that the network learns from; the others judge it. More of them "
        "leave fewer to judge by: the validation curve gets noisier.",
        "percent",
        step=5,
        in_words=lambda share: f"{share * 100:g}%",
        sweep=(0.1, 0.3, 0.5, 0.7),
    ),
    Setting(
        "data.split_seed",
        "Split seed",
        "Another number puts other rows into validation. If the results change much, there are too few rows.",
        "whole",
    ),
    Setting(
        "data.split",
        "Kind of split",
        "How rows are chosen for validation: at random, unless rows belong together, copies "
        "would tell the answer, or only the future counts. Where related rows stand on both "
        "sides, validation looks better than it is.",
        "section",
        words=SPLITS,
        when_none="at random",
        in_words=_split_in_words,
    ),
    *section(
        Setting(
            "data.test",
            "Test rows",
            "Rows that nothing looks at before you open them, once. Choices made by validation "
            "come to fit its rows, so only these tell how good the network is.",
            "section",
            when_none="none",
            in_words=lambda test: f"{test.fraction * 100:g}% sealed, seed {test.seed}",
        ),
        Setting(
            "data.test.fraction",
            "Share",
            "How many rows are sealed. More test rows measure more exactly, and leave fewer to learn from.",
            "percent",
            step=5,
            in_words=lambda share: f"{share * 100:g}%",
        ),
        Setting(
            "data.test.seed",
            "Seed",
            "Decides which rows are sealed. Another number seals other rows.",
            "whole",
        ),
    ),
    Setting(
        "data.scaling",
        "Scaling",
        "Brings all features to one size before training. Otherwise large ones dominate, and "
        "SGD may diverge.",
        "word",
        words=SCALINGS,
    ),
    Setting(
        "data.column_scaling",
        "Scaling of single columns",
        "A column with outliers, or one that is small already, may want another scaling than "
        "the others. So it neither dominates them nor disappears beside them.",
        when_none="as the others",
        in_words=lambda scalings: _by_column(scalings, SCALINGS),
    ),
    Setting(
        "data.clip",
        "Clip outliers",
        "Brings the largest and smallest numbers of this share of training rows to the nearest "
        "of the others. So one outlier does not press all others together. Empty: no clipping.",
        "percent",
        in_words=lambda share: f"{share * 100:g}% at either end",
    ),
    Setting(
        "data.scale_target",
        "Scale the target",
        "The network then predicts small numbers, which trains faster. Errors are shown in its own unit too.",
        "toggle",
    ),
    Setting(
        "data.log_target",
        "Logarithm of the target",
        "Predicts the logarithm, so that errors count as shares. It suits prices and counts "
        "over several sizes; all values must be above 0.",
        "toggle",
        when_none="off",
    ),
    Setting(
        "data.missing",
        "Missing values",
        "What becomes of rows that lack a value. Leaving them out loses data; filling keeps "
        "them but invents values (from the training rows).",
        "word",
        words=MISSING,
    ),
    Setting(
        "data.fill",
        "Fill numbers with",
        "What stands in for a missing number, from the training rows; for words it is the most "
        "frequent one. Outliers pull the mean, and leave the median alone.",
        "word",
        words=FILLS,
        when_none="the median",
    ),
    Setting(
        "data.was_missing",
        "Say where values were missing",
        "Gives each column with missing values one more input, which says where. That a value "
        "is missing may tell something.",
        "toggle",
        when_none="off",
    ),
    Setting(
        "data.encoding",
        "Encoding of single columns",
        "What becomes of the values of a column, where it is not the usual. With an input for "
        "each value the network can treat each on its own; one number keeps their order.",
        when_none="the usual one",
        in_words=lambda encodings: _by_column(encodings, ENCODINGS),
    ),
    Setting(
        "data.most_categories",
        "Most categories of a column",
        "The most frequent values of a column get an input each, all others share one. Empty: a column with more than "
        "50 is left out.",
        "optional",
        step=5,
        when_none="all, up to 50",
    ),
    Setting(
        "data.alike",
        "Classes that differ in capitals or spaces",
        "Several people may have spelled one class differently. Counted as one, it has all of their "
        "rows to learn from.",
        "word",
        words=ALIKE,
        when_none="as they are written",
    ),
    Setting(
        "data.class_weights",
        "Class weights",
        "A rare class counts as much as a frequent one. So the network does not always say the frequent one.",
        "word",
        words=CLASS_WEIGHTS,
        when_none="each row counts the same",
    ),
    Setting(
        "data.options.points",
        "Points",
        "How many points are drawn. Few are easily learned by heart; many show the true shape.",
        "whole",
        step=50,
    ),
    Setting(
        "data.options.noise",
        "Noise %",
        "How far points are moved at random. More noise blurs the shape: training fits it, "
        "validation suffers.",
        step=5,
        sweep=(0, 10, 25, 50),
    ),
    Setting(
        "data.options.seed",
        "Points seed",
        "Another number draws new points of the same kind. If the results change much, there "
        "are too few points.",
        "whole",
    ),
    Setting(
        "data.options.derived",
        "More features",
        "Features made from x1 and x2. With the right one, a single neuron may do.",
        "words",
    ),
    Setting(
        "data.options.task",
        "Its values are classes",
        "Predicts which value it is instead of how large. Every value of the target becomes a class.",
        "toggle",
        in_words=lambda task: "on" if task == "classes" else str(task),
    ),
)
