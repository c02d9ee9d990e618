"""Judgement: the answers and measures of the network that a run kept, beside those of baselines."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypedDict

import numpy as np

from playground.datasets.arrays import Floats, Integers
from playground.evaluation.answers import Answers, actual_of, choose, own_unit, parts_of
from playground.evaluation.baselines import TITLES
from playground.evaluation.measures import Measures, compared_by, confusion, measure
from playground.evaluation.predicted import NETWORK, Predicted
from playground.experiment.measures import with_unit
from playground.network.shapes import threshold_of
from playground.plan import Plan
from playground.words import METRICS

Which = Literal["best", "last"]

# A network and a baseline answer the same rows, so their errors are compared row by row. A mean difference of fewer
# standard errors than this may be chance.
CLEAR = 2.0


class KeptJson(TypedDict):
    """Which weights were judged."""

    which: Which
    epoch: int


class ConfusionJson(TypedDict):
    """The confusion matrix: a line per true class, a column per predicted class."""

    labels: list[str]
    matrix: list[list[int]]


class JudgementJson(TypedDict):
    """The output of `judge --json`; a measure without a value is null, and `reasons` says why."""

    task: str
    target: str
    unit: str | None
    rows: dict[str, int]
    weights: KeptJson
    metrics: dict[str, dict[str, float | None]]
    baselines: dict[str, dict[str, dict[str, float | None]]]
    reasons: dict[str, dict[str, str]]
    confusion: dict[str, ConfusionJson] | None
    sentence: str


@dataclass(frozen=True, eq=False)
class Judgement:
    """The answers of the network that a run kept, and of baselines.

    Attributes:
        planned: the plan of the run.
        which, epoch: the judged weights: those of the best epoch if they were restored, else the last ones.
        network: the network's answers by part ("training", "validation", and "test" once it is open).
        baselines: the answers of each baseline by part.
    """

    planned: Plan
    which: Which
    epoch: int
    network: Mapping[str, Answers]
    baselines: Mapping[str, Mapping[str, Answers]]

    @property
    def threshold(self) -> float:
        """The threshold above which an answer for two classes means class 1."""
        return threshold_of(self.planned.prepared.task, self.planned.experiment.training)

    def measures(self, answers: Answers, threshold: float | None = None) -> Measures:
        """The measures of answers of this task."""
        prepared = self.planned.prepared
        return measure(
            answers, prepared.task, prepared.classes, self.threshold if threshold is None else threshold
        )

    def baseline_measures(self, answers: Answers) -> Measures:
        """The measures of a baseline, whose answers for two classes are always probabilities."""
        return self.measures(answers, 0.5)

    def by_model(self, part: str, threshold: float | None = None) -> Mapping[str, Measures]:
        """The measures on a part of the rows by the title of the model: the network first, then the baselines."""
        return {
            "network": self.measures(self.network[part], threshold),
            **{TITLES[name]: self.baseline_measures(parts[part]) for name, parts in self.baselines.items()},
        }

    def words(self, measure: str, measures: Measures) -> str:
        """A measure in words, in the target's own unit; a dash if it has no value."""
        known = measure in measures.values
        return with_unit(measure, measures.values[measure], own_unit(self.planned)) if known else "–"

    def confusion(self, part: str, threshold: float | None = None) -> Integers:
        """(classes, classes), as `measures.confusion` has it."""
        answers = self.network[part]
        found = choose(answers.predicted, self.threshold if threshold is None else threshold)
        return confusion(answers.classes, found, len(self.planned.prepared.classes))

    @property
    def size(self) -> int:
        """Bytes of all arrays."""
        return sum(
            array.nbytes
            for parts in (self.network, *self.baselines.values())
            for each in parts.values()
            for array in (each.rows, each.actual, each.predicted)
        )

    @property
    def sentence(self) -> str:
        """Whether the network beats the baselines on the validation rows."""
        return _sentence(self)

    def as_json(self) -> JudgementJson:
        """The output of `judge --json`."""
        prepared = self.planned.prepared
        found = {part: self.measures(answers) for part, answers in self.network.items()}
        return JudgementJson(
            task=prepared.task.value,
            target=prepared.target,
            unit=unit.name if (unit := own_unit(self.planned)) is not None else None,
            rows={part: len(answers) for part, answers in self.network.items()},
            weights=KeptJson(which=self.which, epoch=self.epoch),
            metrics={part: _as_json(measures) for part, measures in found.items()},
            baselines={
                name: {part: _as_json(self.baseline_measures(answers)) for part, answers in parts.items()}
                for name, parts in self.baselines.items()
            },
            reasons={part: dict(measures.reasons) for part, measures in found.items() if measures.reasons},
            confusion={
                part: ConfusionJson(labels=list(prepared.classes), matrix=self.confusion(part).tolist())
                for part, answers in self.network.items()
                if answers.finite
            }
            if prepared.classes
            else None,
            sentence=self.sentence,
        )


def judgement(planned: Plan, predicted: Predicted, which: Which, epoch: int) -> Judgement:
    """Judges a network by its predictions and those of the baselines for the rows of each part, in order."""
    prepared = planned.prepared
    rows = parts_of(planned, opened="test" in predicted[NETWORK])
    actual = {part: actual_of(planned.experiment, prepared, each) for part, each in rows.items()}
    answers = {
        model: {part: Answers(rows[part].rows, actual[part], values) for part, values in by_part.items()}
        for model, by_part in predicted.items()
    }
    network = answers.pop(NETWORK)
    return Judgement(planned, which, epoch, network, answers)


def _as_json(measures: Measures) -> dict[str, float | None]:
    return {**measures.values, **dict.fromkeys(measures.reasons)}


def _sentence(judged: Judgement) -> str:
    network = judged.network["validation"]
    if not network.finite:
        return "The network answers with numbers that are not finite, so it cannot be judged."
    name = compared_by(judged.planned)
    values = {
        each: judged.baseline_measures(parts["validation"]).values.get(name)
        for each, parts in judged.baselines.items()
    }
    own = judged.measures(network).values[name]
    beaten = {
        each: _clearly(judged, network, parts["validation"]) for each, parts in judged.baselines.items()
    }
    shown = {
        each: f"{TITLES[each]} {'no finite number' if value is None else _in_words(judged, name, value)}"
        for each, value in values.items()
    }
    first = (
        f"On the validation rows the network has the {METRICS[name].title} {_in_words(judged, name, own)}, "
        f"{' and '.join(shown.values())}."
    )
    if all(verdict > 0 for verdict in beaten.values()):
        return f"{first} It beats both."
    not_beaten = [TITLES[each] for each, verdict in beaten.items() if verdict == 0]
    better = [TITLES[each] for each, verdict in beaten.items() if verdict < 0]
    rest = []
    if better:
        rest.append(f"{' and '.join(better)} {'are' if len(better) > 1 else 'is'} better".capitalize())
    if not_beaten:
        rest.append(
            f"{'no' if better else 'No'} difference to {' and '.join(not_beaten)} can be told from chance, row by row"
        )
    return f"{first} {'; '.join(rest)}."


def _clearly(judged: Judgement, network: Answers, baseline: Answers) -> int:
    """1 if the network is clearly better row by row, -1 if the baseline is, 0 if the difference may be chance."""
    if not baseline.finite:
        return 1
    difference = _errors(judged, baseline, 0.5) - _errors(judged, network, judged.threshold)
    spread = float(difference.std(ddof=1)) if len(difference) > 1 else math.inf
    if spread == 0:
        return int(np.sign(difference[0]))
    standard = float(difference.mean()) * math.sqrt(len(difference)) / spread
    return int(np.sign(standard)) if abs(standard) > CLEAR else 0


def _errors(judged: Judgement, answers: Answers, threshold: float) -> Floats:
    if judged.planned.prepared.classes:
        wrong: Floats = np.not_equal(choose(answers.predicted, threshold), answers.actual).astype(np.float64)
        return wrong
    error: Floats = np.abs(answers.actual - answers.predicted)
    return error**2 if compared_by(judged.planned) == "rmse" else error


def _in_words(judged: Judgement, name: str, value: float) -> str:
    return f"{value:.1%}" if name == "accuracy" else with_unit(name, value, own_unit(judged.planned))
