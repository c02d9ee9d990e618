"""The cost of pictures for a run, and their number: `python -m benchmarks.pictures`.

Each network is trained for some seconds without a picture maker and with one, in turns. Both trainings are the
same, so the time that an epoch takes longer is what pictures hold it up. The quickest turn of either counts: what
else a machine has to do only slows it down.
"""

import argparse

from playground.experiment import (
    BatchNormalization,
    Data,
    Dense,
    Dropout,
    Experiment,
    Network,
    Training,
)
from playground.messages.events import Event, Picture
from playground.pictures.format import MAX_BYTES
from playground.pictures.picture_maker import PictureMaker
from playground.plan import plan
from playground.worker import job
from playground.worker.control import Control

MOST_HELD_UP = 0.10
PICTURES_A_SECOND = 5.0

_TOY = {"train_fraction": 0.5, "scaling": "none"}
EXPERIMENTS = {
    "spiral 8-8": Experiment(
        data=Data(dataset="spiral", **_TOY),
        network=Network(layers=(Dense(units=8, activation="tanh"),) * 2),
        training=Training(batch_size=10),
    ),
    "sine 8": Experiment(
        data=Data(dataset="sine", **_TOY),
        network=Network(layers=(Dense(units=8),)),
        training=Training(batch_size=10),
    ),
    "digits 64-64": Experiment(
        data=Data(dataset="digits"), network=Network(layers=(Dense(units=64), Dense(units=64)))
    ),
    "red-wine 512": Experiment(
        data=Data(dataset="red-wine"),
        network=Network(layers=(Dense(units=512), Dropout(rate=0.3), BatchNormalization()) * 3),
        training=Training(batch_size=256),
    ),
}


def main() -> None:
    """Measures every network, prints a row each, and returns 1 if a target is missed."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--seconds", type=float, default=3.0, help="of training in each turn")
    parser.add_argument("--turns", type=int, default=6, help="with and without pictures")
    arguments = parser.parse_args()
    missed = False
    print(f"{'network':16}{'epochs/s':>10}{'pictured':>10}{'held up':>10}{'pictures/s':>12}{'largest':>10}")
    for name, experiment in EXPERIMENTS.items():
        turn(experiment, 1.0, [])  # traces and compiles
        plain: list[float] = []
        pictured: list[float] = []
        pictures: list[int] = []
        for _ in range(arguments.turns):
            plain.append(turn(experiment, arguments.seconds, None))
            pictured.append(turn(experiment, arguments.seconds, pictures))
        held_up = 1 - max(pictured) / max(plain)
        a_second = len(pictures) / (arguments.turns * arguments.seconds)
        largest = max(pictures)
        met = held_up <= MOST_HELD_UP and a_second >= PICTURES_A_SECOND and largest <= MAX_BYTES
        missed |= not met
        print(
            f"{name:16}{max(plain):10.1f}{max(pictured):10.1f}{held_up:10.1%}"
            f"{a_second:12.1f}{largest / 1000:7.1f} KB{'' if met else '   missed'}",
            flush=True,
        )
    raise SystemExit(missed)


def turn(experiment: Experiment, seconds: float, pictures: list[int] | None) -> float:
    """Epochs per second of a run that is stopped after some seconds; records the bytes of its pictures."""
    training = experiment.training.model_copy(update={"epochs": 10_000})
    control, last = Control(), [0, 0.0]

    def hear(events: list[Event]) -> None:
        for event in events:
            if event.kind == "epochs":
                last[:] = [event.first + len(event.seconds) - 1, event.seconds[-1]]
                if event.seconds[-1] > seconds:
                    control.stop()

    def hang_up(events: list[Event]) -> None:
        if pictures is not None:
            pictures.extend(len(event.bytes) for event in events if isinstance(event, Picture))

    picture_maker = None if pictures is None else PictureMaker(hang_up)
    planned = plan(experiment.model_copy(update={"training": training}))
    job.train(planned.experiment, hear, control, picture_maker)
    if picture_maker:
        picture_maker.close()
    return last[0] / last[1]


if __name__ == "__main__":
    main()
