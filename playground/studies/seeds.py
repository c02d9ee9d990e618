"""Seeds: one experiment with several seeds, and whether two experiments differ by more than the seeds explain."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from playground.experiment import Experiment
from playground.words import is_better

SEEDS = 5
LEVEL = 0.05  # the level of the test: the share of chance differences that it calls real
TEST = "Welch's t-test"

_LARGEST_SEED = 2**31 - 1
# Values closer to each other than this share of their size differ by rounding alone.
_ROUNDING = 1e-12

AnExperiment = TypeVar("AnExperiment", bound=Experiment)  # a complete one stays complete


@dataclass(frozen=True)
class Spread:
    """A summary of values: count, mean, standard deviation (n - 1), lowest and highest."""

    count: int
    mean: float
    deviation: float
    low: float
    high: float


@dataclass(frozen=True)
class Verdict:
    """The conclusion about two experiments from their values over several seeds.

    `differs` is whether the difference is larger than the spread between seeds, None if that is unknown; `test` and
    `p_value` are empty if no test applies.
    """

    sentence: str
    differs: bool | None = None
    test: str = ""
    p_value: float | None = None


def with_seeds(experiment: AnExperiment, count: int = SEEDS) -> list[AnExperiment]:
    """The experiment `count` times, with training seeds counting up from its own; the split stays the same.

    The parent of a branch gets the other seeds too. Only the first experiment stays a twin, because with the original's
    weights all seeds would begin alike.
    """
    return [_with_seed(experiment, by) for by in range(count)]


def _with_seed(experiment: AnExperiment, by: int) -> AnExperiment:
    if by == 0:
        return experiment
    seed = (experiment.training.seed + by) % (_LARGEST_SEED + 1)
    branch = experiment.branch
    if branch is not None:
        branch = branch.model_copy(update={"experiment": _with_seed(branch.experiment, by)})
    training = experiment.training.model_copy(update={"seed": seed})
    return experiment.model_copy(update={"training": training, "branch": branch, "twin": None})


def spread(values: Sequence[float | None]) -> Spread | None:
    """The spread of the finite values, None if there are none. A single value has the deviation NaN."""
    found = _numbers(values)
    if not found:
        return None
    scale = max(map(abs, found)) or 1.0  # keeps squares of very large values finite
    mean = math.fsum(value / scale for value in found) / len(found) * scale
    deviation = math.nan
    if len(found) > 1:
        squares = math.fsum((value / scale - mean / scale) ** 2 for value in found)
        deviation = math.sqrt(squares / (len(found) - 1)) * scale
        if max(found) - min(found) <= _ROUNDING * scale:
            deviation = 0.0
    return Spread(len(found), mean, deviation, min(found), max(found))


def verdict(
    name_a: str,
    values_a: Sequence[float | None],
    name_b: str,
    values_b: Sequence[float | None],
    monitor: str,
    title: str = "",
) -> Verdict:
    """A statistically correct sentence about two experiments, each with several seeds.

    Welch's t-test (https://doi.org/10.1093/biomet/34.1-2.28), two-sided, at a level of 0.05. It does not need the two
    experiments to have the same spread.

    Args:
        name_a, name_b: the names of the experiments in the sentence.
        values_a, values_b: one value per seed; None, NaN or infinity if a seed has none.
        monitor: the name of the value, such as `val_loss`; it decides whether a larger value is better.
        title: the name of the value in the sentence, with its unit; `monitor` by default.
    """
    title = title or monitor
    left_out = _left_out(name_a, values_a) + _left_out(name_b, values_b)
    a, b = spread(values_a), spread(values_b)
    for name, found, values in ((name_a, a, values_a), (name_b, b, values_b)):
        if found is None or found.count < 2:
            return Verdict(
                f"This cannot be said yet: {found.count if found else 0} of {len(values)} seeds of {name} "
                f"{'has' if found and found.count == 1 else 'have'} a {title}, and a spread needs at least two."
            )
    assert a is not None
    assert b is not None
    if a.deviation == 0 and b.deviation == 0:
        return Verdict(_without_spread(name_a, a, name_b, b, monitor, title) + left_out, _apart(a, b))
    p_value = _p_value(a, b)
    if p_value is None:
        return Verdict(
            f"This cannot be said: the values of {title} are too large to calculate with." + left_out
        )
    differs = p_value < LEVEL
    compared = _compare(name_a, a, name_b, b, monitor, title)
    tested = f"({TEST}, {_p_in_words(p_value)}, {a.count} and {b.count} seeds)"
    if a.mean == b.mean:
        sentence = f"{compared}: no difference is visible {tested}. More seeds might show one."
    elif differs:
        sentence = f"{compared}; the difference is larger than the spread between seeds {tested}."
    else:
        sentence = (
            f"{compared}, but that could be luck: the difference is not clearly larger than the spread between "
            f"seeds {tested}. That does not show that they are equal."
        )
    return Verdict(sentence + left_out, differs, TEST, p_value)


def _p_value(a: Spread, b: Spread) -> float | None:
    scale = max(abs(a.mean), abs(b.mean), a.deviation, b.deviation)
    if not math.isfinite(scale):
        return None
    from scipy import stats  # SciPy, which the server needs for nothing else

    result = stats.ttest_ind_from_stats(
        *(a.mean / scale, a.deviation / scale, a.count),
        *(b.mean / scale, b.deviation / scale, b.count),
        equal_var=False,
    )
    p_value = float(result.pvalue)
    return p_value if math.isfinite(p_value) else None


def _compare(name_a: str, a: Spread, name_b: str, b: Spread, monitor: str, title: str) -> str:
    """`B's val_loss is lower (better) than A's on average (0.123 against 0.156)`: the better one first."""
    if a.mean == b.mean:
        return f"{name_a} and {name_b} have the same {title} on average ({a.mean:.4g})"
    if is_better(monitor, a.mean, b.mean):
        name_a, a, name_b, b = name_b, b, name_a, a
    word = "lower" if b.mean < a.mean else "higher"
    digits = next((d for d in range(4, 17) if f"{a.mean:.{d}g}" != f"{b.mean:.{d}g}"), 17)
    return (
        f"{name_b}'s {title} is {word} (better) than {name_a}'s on average "
        f"({b.mean:.{digits}g} against {a.mean:.{digits}g})"
    )


def _without_spread(name_a: str, a: Spread, name_b: str, b: Spread, monitor: str, title: str) -> str:
    counts = f"({a.count} and {b.count} seeds; without a spread there is nothing to test)"
    if not _apart(a, b):
        return f"Every seed of {name_a} and of {name_b} gave the same {title}, {a.mean:.4g} {counts}."
    compared = _compare(name_a, a, name_b, b, monitor, title).replace(" on average", "")
    return f"{compared}, and none of the seeds tried changed either of them {counts}."


def _apart(a: Spread, b: Spread) -> bool:
    return abs(a.mean - b.mean) > _ROUNDING * max(abs(a.mean), abs(b.mean))


def _left_out(name: str, values: Sequence[float | None]) -> str:
    missing = len(values) - len(_numbers(values))
    if not missing:
        return ""
    return (
        f" {missing} of {name}'s {len(values)} seeds have no value and {'is' if missing == 1 else 'are'} left out, "
        f"which may flatter {name}."
    )


def _numbers(values: Sequence[float | None]) -> list[float]:
    return [value for value in values if value is not None and math.isfinite(value)]


def _p_in_words(p_value: float) -> str:
    return "p < 0.001" if p_value < 0.001 else f"p = {p_value:.2g}"
