"""Runs to compare, with what the chart and the table need: labels, colours, curves and differences."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import pandas

from playground.charts.curves import Line
from playground.charts.palette import colour_indices
from playground.comparing.differences import Difference, differences, labels
from playground.comparing.quantity import Quantity, quantity
from playground.experiment.best import EpochValue
from playground.runs import Run
from playground.states import STATES
from playground.ui.frame.visit import visit


@dataclass(frozen=True)
class ComparedRuns:
    """Runs to compare, with the label and the colour's index of each, and the settings that differ."""

    runs: tuple[Run, ...]
    labels: tuple[str, ...]
    colour_indices: tuple[int, ...]
    differing: tuple[Difference, ...]

    def lines(self, name: str, *, training: bool = True) -> list[Line]:
        """The curves of a quantity in the target's own unit; `name` is without `val_`."""
        return [
            _line(run, label, colour_index, name, training)
            for run, label, colour_index in zip(self.runs, self.labels, self.colour_indices, strict=True)
        ]

    def best(self, name: str) -> list[float | None]:
        """The best validation value of each run in the target's own unit; None for a run without one."""
        found = [(run.best_of(f"val_{name}"), quantity(run.experiment, f"val_{name}")) for run in self.runs]
        return [None if best is None else of.in_unit(best.value) for best, of in found]

    def title(self, name: str) -> str:
        """The title of the curves with the unit; the name alone if it means different things in these runs."""
        titles = {_title(run, name) for run in self.runs}
        return titles.pop() if len(titles) == 1 else name


def compare_runs(found: Sequence[Run], names: Sequence[str]) -> ComparedRuns:
    """Prepares runs for a comparison; `names` are those that the owner gave them, "" for none."""
    experiments = [run.experiment for run in found]
    visit().colours = of = colour_indices([run.id for run in found], visit().colours)
    rows = differences(experiments) + _changed_rates(found)
    return ComparedRuns(
        tuple(found), tuple(labels(experiments, names)), tuple(of[run.id] for run in found), tuple(rows)
    )


def difference_table(shown: ComparedRuns, name: str) -> pandas.DataFrame:
    """The settings that differ, one row each, and below them the results; a column for each run."""
    table = [(row.title, *row.values) for row in shown.differing]
    bests = [run.best_of(f"val_{name}") for run in shown.runs]
    kept = [_kept_value(run, f"val_{name}") for run in shown.runs]
    of = [quantity(run.experiment, f"val_{name}") for run in shown.runs]
    title = f"validation {_short_title(name, of)}"
    table.append((f"Best {title}", *map(_value, bests, of)))
    table.append(("Best epoch", *map(_epoch, bests)))
    if kept != bests:
        table.append((f"Kept {title}", *map(_value, kept, of)))
        table.append(("Kept epoch", *map(_epoch, kept)))
    table.append(("Seconds", *(f"{run.seconds:.3g}" for run in shown.runs)))
    if len({run.state for run in shown.runs}) > 1:
        table.append(("State", *(STATES[run.state] for run in shown.runs)))
    parameters = [run.parameters for run in shown.runs]
    if len(set(parameters)) > 1:
        table.append(("Parameters", *("–" if count is None else f"{count:,}" for count in parameters)))
    return pandas.DataFrame(table, columns=["Setting", *number_repeats(shown.labels)])


def _kept_value(run: Run, name: str) -> EpochValue | None:
    values = run.curves.get(name, [])
    if run.kept is None or run.kept >= len(values):
        return None
    return EpochValue(run.kept, values[run.kept])


def _short_title(name: str, of: Sequence[Quantity]) -> str:
    """The title of a row. A loss has no name, because the chart above, or another row if losses differ, names it."""
    titles = {each.title for each in of}
    return titles.pop() if name != "loss" and len(titles) == 1 else name


def _value(measured: EpochValue | None, of: Quantity) -> str:
    return "–" if measured is None else of.words(measured.value)


def _epoch(measured: EpochValue | None) -> str:
    return "–" if measured is None else f"{measured.epoch:,}"


def _title(run: Run, name: str) -> str:
    found = quantity(run.experiment, name)
    return found.title if found.unit is None else f"{found.title} {found.unit.with_preposition}"


def number_repeats(names: Sequence[str]) -> list[str]:
    """The names, with a number behind a name that occurs before: the columns of a table need different names."""
    return [name if names.index(name) == at else f"{name} ({at + 1})" for at, name in enumerate(names)]


def _changed_rates(found: Sequence[Run]) -> list[Difference]:
    """A row for learning rates that were changed while runs trained, which no experiment holds; [] if there is none."""
    texts = tuple(
        ", ".join(f"{rate:g} after epoch {epoch:,}" for epoch, rate in run.rates_by_hand) or "–"
        for run in found
    )
    return [Difference("learning_rates", "Learning rate changed", texts)] if len(set(texts)) > 1 else []


def _line(run: Run, label: str, colour_index: int, name: str, training: bool) -> Line:
    of = quantity(run.experiment, name)
    validation = [of.in_unit(value) for value in run.curves.get(f"val_{name}", ())]
    size = run.experiment.training.batch_size
    batches = None
    if run.train_rows:
        batches = math.ceil(run.train_rows / size) if size else 1
    found = run.best_of(f"val_{name}")
    return Line(
        label,
        colour_index,
        validation,
        [of.in_unit(value) for value in run.curves.get(name, ())] if training else (),
        list(run.elapsed),
        batches,
        found.epoch if found else None,
    )
