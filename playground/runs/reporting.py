"""Reporting: the content of a run's report, from the run, its judgement and its weights."""

import time
from collections.abc import Sequence

import numpy as np
from markupsafe import Markup
from numpy.typing import NDArray

from playground.comparing.naming import name_of
from playground.comparing.quantity import quantity, shown_names
from playground.comparing.settings import ABSENT, layer_in_short, settings
from playground.datasets import title
from playground.evaluation.judgement import Judgement
from playground.evaluation.measures import NAMES, measure_title
from playground.export.chart_svg import MOST_POINTS, Line, curves, points
from playground.export.network_svg import Column, network
from playground.export.report import Chart, Story, Table, report
from playground.mentions import quoted
from playground.plan import Plan, plan
from playground.runs.run import Run
from playground.states import STATES
from playground.words import Task

_MOST_CLASSES = 12  # the largest matrix in a report

Weights = Sequence[NDArray[np.float32]]


def report_of(run: Run, judged: Judgement | None = None, weights: Weights = ()) -> str:
    """The report of a run as HTML.

    Args:
        run: a run that has trained an epoch.
        judged: the judgement of its network; None leaves it out.
        weights: the kept weights in the order of Keras' `get_weights`; empty leaves the network out.

    Raises:
        ExperimentError: its data is gone.
    """
    planned = plan(run.experiment)
    membership = run.membership
    return report(
        Story(
            title=name_of(run.experiment, membership.cell if membership is not None else ""),
            date=time.strftime("%Y-%m-%d, %H:%M UTC", time.gmtime(run.started_at)),
            summary=_summary(run, planned),
            settings=[(each.title, each.text) for each in settings(run.experiment) if each.text != ABSENT],
            layers=_layers(planned),
            network=_picture(planned, weights) if len(weights) else Markup(""),
            curves=[_chart(run, name) for name in shown_names(run.experiment)],
            verdict=judged.sentence if judged is not None else "",
            judgement=_judgement(judged) if judged is not None else (),
            points=_points(judged, planned) if judged is not None else None,
        )
    )


def _summary(run: Run, planned: Plan) -> list[str]:
    prepared = planned.prepared
    count = len(prepared.inputs)
    what = f"predicts {quoted(prepared.target)} from {count:,} input{'s' * (count != 1)}"
    sentences = [
        f"A Keras network with {planned.parameters:,} parameters {what} of “{title(run.experiment.data.dataset)}”."
    ]
    sentences.append(
        f"It learned from {len(prepared.training):,} training rows and was validated by "
        f"{len(prepared.validation):,} others."
    )
    took = f"{run.seconds:,.0f}" if run.seconds >= 100 else f"{run.seconds:.3g}"
    branch = run.experiment.branch
    trained = run.epoch - (branch.epoch if branch is not None else 0)
    epochs = f"{trained:,} epoch{'s' * (trained != 1)}"
    begins = "It" if branch is None else f"It went on from epoch {branch.epoch:,} of another run and"
    sentences.append(f"{begins} trained {epochs} in {took} seconds: {STATES[run.state]}. {run.reason}")
    best = run.best
    if best is not None:
        of = quantity(run.experiment, best.monitor)
        sentences.append(f"Its best epoch is {best.epoch:,}: {of.full_title} {of.words(best.value)}.")
    if run.kept is not None:
        sentences.append(f"The network kept is that of epoch {run.kept:,}.")
    return [sentence.strip() for sentence in sentences]


def _chart(run: Run, name: str) -> Chart:
    of = quantity(run.experiment, name)
    lines = [
        Line(style, [of.in_unit(value) for value in run.curves.get(curve, ())])
        for style, curve in (("training", name), ("validation", f"val_{name}"))
    ]
    found = run.best_of(f"val_{name}")
    mark = None if found is None else (found.epoch, of.in_unit(found.value))
    unit = "" if of.unit is None else f" {of.unit.with_preposition}"
    heading = f"{of.title}{unit}"
    return Chart(f"{heading[:1].upper()}{heading[1:]}", curves(lines, name, mark))


def _layers(planned: Plan) -> Table:
    rows = [("Input", _values(f"{len(planned.prepared.inputs):,}"), "0")]
    rows += [
        (
            f"{row.title} {row.detail}".strip(),
            _values(" × ".join(f"{length:,}" for length in row.shape)),
            f"{row.parameters:,}",
        )
        for row in planned.rows
    ]
    return Table("", ("Layer", "puts out", "parameters"), rows)


def _values(size: str) -> str:
    return "1 value" if size == "1" else f"{size} values"


def _picture(planned: Plan, weights: Weights) -> Markup:
    prepared = planned.prepared
    columns = [Column("Input", "", len(prepared.inputs), prepared.inputs)]
    left = list(weights)
    for layer, row in zip(planned.experiment.network.layers, planned.rows, strict=False):
        own, left = left[: layer.variables], left[layer.variables :]
        matrix = own[0] if layer.has_matrix else None
        columns.append(
            Column(layer.title, row.detail or layer_in_short(layer), row.shape[-1], weights=matrix)
        )
    names = prepared.classes[1:] if prepared.task is Task.BINARY else prepared.classes or (prepared.target,)
    columns.append(Column("Output", planned.rows[-1].detail, prepared.outputs, names, left[0]))
    return network(columns)


def _judgement(judged: Judgement) -> list[Table]:
    tables = []
    for part, answers in judged.network.items():
        columns = judged.by_model(part)
        names = NAMES[judged.planned.prepared.task]
        rows = [
            (measure_title(name), *(judged.words(name, each) for each in columns.values())) for name in names
        ]
        notes = [
            f"{measure_title(name)} cannot be told: {why}."
            for name, why in columns["network"].reasons.items()
        ]
        tables.append(
            Table(f"{part.capitalize()} rows ({len(answers):,})", ("Measure", *columns), rows, notes)
        )
    classes = judged.planned.prepared.classes
    if classes and len(classes) <= _MOST_CLASSES and all(each.finite for each in judged.network.values()):
        matrix = judged.confusion("validation").tolist()
        rows = [(f"is {name}", *map(str, counts)) for name, counts in zip(classes, matrix, strict=True)]
        tables.append(
            Table(
                "Confusion matrix of the validation rows", ("", *(f"called {name}" for name in classes)), rows
            )
        )
    return tables


def _points(judged: Judgement, planned: Plan) -> Chart | None:
    if planned.prepared.task is not Task.REGRESSION:
        return None
    answers = judged.network["validation"]
    svg = points(answers.actual.tolist(), answers.predicted.tolist(), planned.prepared.target)
    if not svg:  # an answer is not finite; the table of measures says so
        return None
    which = "each validation row" if len(answers) <= MOST_POINTS else "some validation rows, evenly spread"
    return Chart(
        "Predicted and actual values", svg, f"A point for {which}; on the line the prediction is exact."
    )
