"""A whole run in this process, and its events."""

from typing import Any

from playground.experiment import Experiment
from playground.messages.events import Event
from playground.worker.control import Control
from playground.worker.job import train


def asked(
    dataset: str = "cereals", layers: tuple[Any, ...] = (), scaling: str = "minmax", **training: Any
) -> Experiment:
    return Experiment.model_validate(
        {
            "data": {"dataset": dataset, "scaling": scaling, "scale_target": scaling != "none"},
            "network": {"layers": layers},
            "training": {"epochs": 5, **training},
        }
    )


def run_through(experiment: Experiment, control: Control | None = None) -> tuple[list[Event], Event]:
    """All events except the last, and the last event."""
    heard: list[Event] = []
    train(experiment, heard.extend, control or Control())
    assert [event.kind for event in heard].count("ended") == 1
    return heard[:-1], heard[-1]


def curves_of(events: list[Event]) -> dict[str, list[float]]:
    curves: dict[str, list[float]] = {}
    for event in events:
        if event.kind == "epochs":
            for name, values in event.logs.items():
                curve = curves.setdefault(name, [])
                assert len(curve) == event.first, "no epoch is missing or told twice"
                curve.extend(values)
    return curves
