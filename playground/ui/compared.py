"""Several runs as a chart and a table see them: names, colours, curves and what differs."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import pandas
import streamlit as st

from playground.best import Measured
from playground.charts.curves import Line
from playground.charts.palette import places
from playground.runs import Run
from playground.runs.differences import Difference, differences, labels
from playground.ui.runs_frame import STATES


@dataclass(frozen=True)
class Compared:
    """Runs to compare, what to call each, the place (colour) of each, and what differs between them."""

    runs: tuple[Run, ...]
    labels: tuple[str, ...]
    places: tuple[int, ...]
    differing: tuple[Difference, ...]

    def lines(self, name: str, *, training: bool = True) -> list[Line]:
        """The curves of a quantity, `name` without `val_`."""
        return [
            _line(run, label, place, name, training)
            for run, label, place in zip(self.runs, self.labels, self.places, strict=True)
        ]

    def best(self, name: str) -> list[float | None]:
        """The best validation value of each run."""
        found = [run.best_of(f"val_{name}") for run in self.runs]
        return [None if best is None else best.value for best in found]


def compared(found: Sequence[Run], names: Sequence[str]) -> Compared:
    """What there is to say of some runs; `names` are those that their owner gave, "" for none."""
    experiments = [run.experiment for run in found]
    kept = st.session_state.get("places_of_runs", {})
    st.session_state["places_of_runs"] = of = places([run.id for run in found], kept)
    rows = differences(experiments) + _changed_on_the_way(found)
    return Compared(
        tuple(found), tuple(labels(experiments, names)), tuple(of[run.id] for run in found), tuple(rows)
    )


def difference_table(shown: Compared, name: str) -> pandas.DataFrame:
    """What differs, a row a setting and a column a run; beneath it what came out."""
    table = [(row.title, *row.values) for row in shown.differing]
    bests = [run.best_of(f"val_{name}") for run in shown.runs]
    kept = [_of_the_kept(run, f"val_{name}") for run in shown.runs]
    table.append((f"Best val_{name}", *(_told(best) for best in bests)))
    if kept != bests:
        table.append((f"val_{name} of the network kept", *(_told(measured) for measured in kept)))
    table.append(("Seconds", *(f"{run.seconds:.3g}" for run in shown.runs)))
    if len({run.state for run in shown.runs}) > 1:
        table.append(("State", *(STATES[run.state] for run in shown.runs)))
    parameters = [run.parameters for run in shown.runs]
    if len(set(parameters)) > 1:
        table.append(("Parameters", *("–" if count is None else f"{count:,}" for count in parameters)))
    return pandas.DataFrame(table, columns=["", *_unlike(shown.labels)])


def _of_the_kept(run: Run, name: str) -> Measured | None:
    values = run.curves.get(name, [])
    if run.kept is None or run.kept["epoch"] >= len(values):
        return None
    return Measured(run.kept["epoch"], values[run.kept["epoch"]])


def _told(measured: Measured | None) -> str:
    return "–" if measured is None else f"{measured.value:.4g} (epoch {measured.epoch:,})"


def _unlike(names: Sequence[str]) -> list[str]:
    """A column of a table cannot be called like another."""
    return [name if names.index(name) == at else f"{name} ({at + 1})" for at, name in enumerate(names)]


def _changed_on_the_way(found: Sequence[Run]) -> list[Difference]:
    """A learning rate that was changed while a run went on stands in no experiment."""
    texts = tuple(
        ", ".join(f"{rate:g} after epoch {epoch:,}" for epoch, rate in run.learning_rates) or "–"
        for run in found
    )
    return [Difference("learning_rates", "Learning rate changed", texts)] if len(set(texts)) > 1 else []


def _line(run: Run, label: str, place: int, name: str, training: bool) -> Line:
    validation = list(run.curves.get(f"val_{name}", ()))
    size = run.experiment.training.batch_size
    batches = None
    if run.train_rows:
        batches = math.ceil(run.train_rows / size) if size else 1
    found = run.best_of(f"val_{name}")
    return Line(
        label,
        place,
        validation,
        list(run.curves.get(name, ())) if training else (),
        list(run.elapsed),
        batches,
        found.epoch if found else None,
    )
