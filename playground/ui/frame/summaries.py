"""Parts of an experiment in a few words, for the folded forms and the bar above the curves."""

from collections.abc import Iterable, Sequence

from playground.comparing.naming import join_parts, name_of
from playground.datasets import Prepared, title
from playground.experiment import Complete, Training
from playground.experiment.settings import SETTINGS
from playground.layers.kind import Kind
from playground.network.shapes import Row, others_in_short, total_parameters
from playground.runs import Run


def network_in_short(layers: Iterable[Kind], rows: Sequence[Row]) -> str:
    """The summary line after the units: `with dropout 0.3 · 530,945 parameters`."""
    return join_parts(others_in_short(layers), f"{total_parameters(rows):,} parameters" if rows else "")


def data_title(dataset: str) -> str:
    """The title of a data set; its name if the data set has been removed."""
    return title(dataset)


def data_in_short(prepared: Prepared, dataset: str) -> str:
    """The data in short: `Red Wine Quality · 11 inputs → quality`."""
    inputs = len(prepared.inputs)
    return f"{data_title(dataset)} · {inputs:,} input{'s' * (inputs != 1)} → {prepared.target}"


def training_in_short(training: Training) -> str:
    """The training in short: `Adam 0.001 · batch 256 · 500 epochs`."""
    whole = {"training": training}
    optimizer, rate, *others = (row.short(row.of(whole)) for row in SETTINGS.values() if row.short)
    return join_parts(f"{optimizer} {rate}", *others)


def experiment_in_short(experiment: Complete) -> str:
    """The name of a run of this experiment."""
    return name_of(experiment)


def run_in_short(run: Run) -> str:
    """The name of a run on the Playground, in My runs and in the title of the browser's window."""
    return name_of(run.experiment, run.membership.cell if run.membership else "")
