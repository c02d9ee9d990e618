"""For which networks XLA pays: `python -m benchmarks.xla [--epochs 10]`.

Every network's epoch is trained as TensorFlow runs it, with the optimizer alone compiled, and as XLA compiles
all of it. `yes` is what the rule of `playground.training.xla` says.
"""

import argparse
import statistics
import time
from typing import Any

import numpy as np

from playground.experiment import BatchNormalization, CompleteTraining, Dense, Dropout, Network
from playground.network.build import build, compile_for
from playground.training import epoch_call, fit, xla
from playground.training.compiled import KeptEpochs
from playground.words import Task

ROWS = 1119  # the number of red wine's training rows


def _layers(units: int, layers: int, *after: Any) -> tuple[Any, ...]:
    return (Dense(units=units), *after) * layers


_DROPOUT = Dropout(rate=0.3)


NETWORKS: dict[str, tuple[tuple[Any, ...], int]] = {
    "16 ×3, batch 256": (_layers(16, 3), 256),
    "16 ×20, batch 64": (_layers(16, 20), 64),
    "64 ×3, batch 32": (_layers(64, 3), 32),
    "64 ×3, dropout, batch 32": (_layers(64, 3, _DROPOUT), 32),
    "64 ×3, dropout, batch 256": (_layers(64, 3, _DROPOUT), 256),
    "256 ×3, batch 256": (_layers(256, 3), 256),
    "512 ×3, batch 32": (_layers(512, 3), 32),
    "512 ×3, batch 256": (_layers(512, 3), 256),
    "512 ×3, dropout, batch 256": (_layers(512, 3, _DROPOUT), 256),
    "1024 ×3, batch 256": (_layers(1024, 3), 256),
    "1024 ×3, dropout and BN, batch 256": (_layers(1024, 3, _DROPOUT, BatchNormalization()), 256),
    "2048 ×2, batch 256": (_layers(2048, 2), 256),
}


def main() -> None:
    """Prints a row for each network."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--epochs", type=int, default=10, help="in each of five turns")
    arguments = parser.parse_args()
    rule = xla.pays
    print("| network | without, ms an epoch | with XLA | times faster | seconds to compile | the rule |")
    print("| --- | ---: | ---: | ---: | ---: | --- |")
    for name, (layers, batch_size) in NETWORKS.items():
        times, first = {}, {}
        for pays in (False, True):
            xla.pays = lambda *_, pays=pays: pays
            times[pays], first[pays] = measure(layers, batch_size, arguments.epochs)
        xla.pays = rule
        model = build(Network(layers=layers), 11, Task.REGRESSION, 1, seed=0)
        says = "yes" if xla.pays(model, batch_size) else "no"
        print(
            f"| {name} | {times[False] * 1e3:.2f} | {times[True] * 1e3:.2f} "
            f"| {times[False] / times[True]:.1f} | {first[True]:.1f} | {says} |",
            flush=True,
        )


def measure(layers: tuple[Any, ...], batch_size: int, epochs: int) -> tuple[float, float]:
    """The median seconds of an epoch in five turns, and the seconds of the first."""
    xla.EPOCHS_BEFORE = 0
    epoch_call._kept = KeptEpochs()
    draw = np.random.default_rng(0)
    x = draw.random((ROWS, 11), dtype=np.float32)
    y = x.sum(1, keepdims=True)
    model = build(Network(layers=layers), 11, Task.REGRESSION, 1, seed=0)
    compile_for(model, CompleteTraining(loss="mse", metrics=()), Task.REGRESSION)

    def train(epochs: int) -> float:
        begin = time.perf_counter()
        fit(model, x, y, batch_size=batch_size, epochs=epochs)
        return (time.perf_counter() - begin) / epochs

    first = train(1)
    return statistics.median(train(epochs) for _ in range(5)), first


if __name__ == "__main__":
    main()
