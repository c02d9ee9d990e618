"""Remarks on a finished run: which network it keeps, and why that may not be the best one."""

from dataclasses import replace
from typing import TYPE_CHECKING

from playground.comparing.ground import ground
from playground.doctor.curves import diagnose, finished_run

if TYPE_CHECKING:
    from playground.runs.run import Run


def remarks(run: "Run") -> list[str]:
    """Sentences on a finished run: if its best and kept epochs differ, if it passed over a better value, and if its
    training and validation curves are not measured alike.

    """
    if not run.over:
        return []
    found = (
        _restored_remark(run),
        _of_the_parent(run),
        _passed_over(run),
        _not_the_best(run),
        _not_alike(run),
    )
    return [sentence for sentence in found if sentence]


def _restored_remark(run: "Run") -> str:
    """A sentence that names the restored epoch, for older runs whose reason does not."""
    kept, epoch = run.kept, run.search.restorable
    if kept is None or epoch is None or "restored" in run.reason:
        return ""
    return f"The weights of epoch {epoch:,} were restored."


def _of_the_parent(run: "Run") -> str:
    best = run.search.best
    if best is None or best.epoch >= run.search.first:
        return ""
    return (
        f"Best is epoch {best.epoch:,} of the parent ({_value(run, best.value)}): early stopping goes on counting from "
        "there, and this branch did not improve on it."
    )


def _passed_over(run: "Run") -> str:
    best, better, stopping = run.search.best, run.search.passed_over, run.search.stopping
    if best is None or better is None or stopping is None:
        return ""
    if better.epoch <= stopping.start_from_epoch:
        why = f"early stopping counts from epoch {stopping.start_from_epoch + 1:,} on"
    else:
        why = f"early stopping does not count an improvement of {stopping.min_delta:g} or less"
    return (
        f"Epoch {better.epoch:,} had a better {run.monitor} ({better.value:.4g}) than the best one, epoch "
        f"{best.epoch:,} ({best.value:.4g}): {why}."
    )


def _not_the_best(run: "Run") -> str:
    kept, best = run.kept, run.search.best
    if kept is None or best is None or kept == best.epoch:
        return ""
    epoch, values = kept, run.curves.get(run.monitor, [])
    if run.search.restorable is not None:
        # Keras takes the first value as the best, and no value counts as better than NaN.
        return (
            f"Early stopping counts from epoch {epoch:,} on, where {run.monitor} was no number, so no later epoch "
            f"counts as an improvement; the best was epoch {best.epoch:,} ({_value(run, best.value)})."
        )
    value = values[epoch] if epoch < len(values) else None
    if run.monitor.startswith("val_"):  # a stop within the next epoch has changed the network further
        value = (run.evaluated or {}).get(run.monitor, value)
    there = "" if value is None else f" ({_value(run, value)})"
    return (
        f"The network kept is that of the last epoch, {epoch:,}{there}; the best was epoch {best.epoch:,} "
        f"({_value(run, best.value)})."
    )


def _not_alike(run: "Run") -> str:
    kept, alike = run.kept, run.evaluated
    seen = None if kept is None or alike is None else finished_run(run.experiment, run.curves, kept, alike)
    if seen is None or not diagnose(seen):
        return ""
    found = ground(run.experiment.data)
    return " ".join(each.sentence for each in diagnose(replace(seen, unit=found.unit if found else None)))


def _value(run: "Run", value: float) -> str:
    return f"{run.monitor} {value:.4g}"
