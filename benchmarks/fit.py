"""`playground.training.fit` with live events against plain `model.fit`, in the same process.

    python -m benchmarks.fit [--quick] [--only NAME ...] [--output FOLDER]

prints a table and writes `fit.json` and the bar chart `fit.svg`. Both train the same network on the same rows with
the same validation. Compilation ends before the clock starts, and the first epochs of
every run are trained without XLA as always. Medians of five runs each, in turns.
"""

import argparse
import json
import os
import platform
import statistics
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.drawing.bars import Bar, svg
from playground.datasets import Rows, complete_data, prepare
from playground.experiment import BatchNormalization, Data, Dense, Dropout, Network, Optimizer, Training
from playground.experiment.best import MONITOR, BestSearch
from playground.experiment.complete import complete_training
from playground.messages.events import encode_all
from playground.messages.messenger import Messenger
from playground.network.backend import keras, tf
from playground.network.build import build, compile_for
from playground.training import fit, xla
from playground.words import Task
from playground.worker.callbacks import RunCallback
from playground.worker.control import Control

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Table:
    """The training and validation rows of a network."""

    task: Task
    training: Rows
    validation: Rows


@dataclass(frozen=True)
class Case:
    """A network on a data set, and the factor by which it must be faster than Keras."""

    name: str
    data: str
    at_least: float
    network: Network
    training: Training
    epochs: int
    keras_epochs: int
    has_limit: bool = False


@dataclass(frozen=True)
class Result:
    """Medians of one case.

    Attributes:
        ours, keras: seconds per epoch.
        ratio: how many times faster ours is.
        at_least: the required ratio.
        gigaflops: 10^9 floating-point operations per second.
        share: that rate as a share of plain matrix products' of the same size; None for small networks.
    """

    name: str
    data: str
    ours: float
    keras: float
    ratio: float
    at_least: float
    gigaflops: float
    share: float | None


def _hidden(*units: int, activation: str = "relu") -> tuple[Dense, ...]:
    return tuple(Dense(units=size, activation=activation) for size in units)


_REGULARIZED = tuple(
    layer for _ in range(3) for layer in (Dense(units=1024), Dropout(rate=0.3), BatchNormalization())
)
_SGD = Optimizer(name="sgd", learning_rate=0.03)

CASES = (
    Case("4-4", "ionosphere", 80, Network(layers=_hidden(4, 4)), Training(batch_size=512), 1000, 20),
    Case(
        "4-2 tanh", "250 points in the plane", 60, Network(layers=_hidden(4, 2, activation="tanh")),
        Training(batch_size=10, optimizer=_SGD), 500, 15,
    ),
    Case("16-16-16", "red-wine", 35, Network(layers=_hidden(16, 16, 16)), Training(batch_size=256), 500, 20),
    Case("512-512-512", "red-wine", 3.5, Network(layers=_hidden(*[512] * 3)), Training(batch_size=256), 100, 10, True),
    Case("1024 ×3, dropout, BN", "red-wine", 2, Network(layers=_REGULARIZED), Training(batch_size=256), 40, 6, True),
    Case("64-64", "100,000 × 20", 6, Network(layers=_hidden(64, 64)), Training(batch_size=32), 4, 1),
    Case("64-64", "1,000,000 × 50", 1, Network(layers=_hidden(64, 64)), Training(batch_size=1024), 2, 1),
)  # fmt: skip


def data_of(name: str) -> Table:
    """The data of a case: a bundled table or toy by its name, or random rows ("100,000 × 20")."""
    if "×" in name:
        n_rows, n_columns = (int(number.replace(",", "")) for number in name.split("×"))
        draw = np.random.default_rng(0)
        x = draw.random((n_rows, n_columns), dtype=np.float32)
        y = (x[:, :1] + x[:, 1:2] * x[:, 2:3] > 0.75).astype(np.float32)
        numbers = np.arange(n_rows)
        few = slice(n_rows // 5)
        return Table(Task.BINARY, Rows(x, y, numbers), Rows(x[few], y[few], numbers[few]))
    data = Data(dataset="circle", options={"points": 250}) if "points" in name else Data(dataset=name)
    prepared = prepare(complete_data(data))
    return Table(prepared.task, prepared.training, prepared.validation)


def measure(case: Case, n_runs: int) -> Result:
    """Trains a case `n_runs` times with each, in turns."""
    data = data_of(case.data)
    x, y = data.training.x, data.training.y
    settings: dict[str, Any] = {
        "validation_data": (data.validation.x, data.validation.y),
        "batch_size": case.training.batch_size,
    }

    def model() -> Any:
        made = build(case.network, x.shape[1], data.task, 1, seed=0)
        return compile_for(made, complete_training(case.training, data.task), data.task)

    def train_ours(network: Any, epochs: int) -> float:
        messages: list[str] = []
        messenger = Messenger(lambda events: messages.append(json.dumps(encode_all(events))))
        run = RunCallback(messenger.put, Control(), BestSearch(MONITOR), 1e9, list)
        begin = time.perf_counter()
        fit(network, x, y, epochs=epochs, callbacks=[run], seed=0, **settings)
        messenger.close()
        return (time.perf_counter() - begin) / epochs

    def train_keras(network: Any, epochs: int) -> float:
        begin = time.perf_counter()
        network.fit(x, y, epochs=epochs, verbose=0, **settings)
        return (time.perf_counter() - begin) / epochs

    ours, theirs = model(), model()
    train_ours(ours, xla.EPOCHS_BEFORE + 1)
    train_keras(theirs, 1)
    times = [(train_ours(ours, case.epochs), train_keras(theirs, case.keras_epochs)) for _ in range(n_runs)]
    our_time, keras_time = (statistics.median(column) for column in zip(*times, strict=True))
    rate = flops(ours, len(x), len(data.validation)) / our_time / 1e9
    return Result(
        name=case.name,
        data=case.data,
        ours=our_time,
        keras=keras_time,
        ratio=keras_time / our_time,
        at_least=case.at_least,
        gigaflops=rate,
        share=rate / matrix_product_rate(case.network, case.training.batch_size or 0)
        if case.has_limit
        else None,
    )


def flops(model: Any, n_train: int, n_validation: int) -> float:
    """The floating-point operations of an epoch's matrix products, forward and backward.

    Two for a weight and row forward, two for the gradient of the weights, and two for the gradient of what came in,
    which the first layer needs not. Activations, dropout, normalization and the optimizer are not counted.
    """
    kernels = [layer.kernel for layer in model.layers if isinstance(layer, keras.layers.Dense)]
    sizes = [float(np.prod(kernel.shape)) for kernel in kernels]
    return n_train * (6 * sum(sizes) - 2 * sizes[0]) + n_validation * 2 * sum(sizes)


def matrix_product_rate(network: Network, batch_size: int, seconds: float = 0.5) -> float:
    """The best rate of TensorFlow's product of a batch with a hidden layer's weights, in 10^9 operations per second."""
    units = max(layer.units for layer in network.layers if isinstance(layer, Dense))
    batch, weights = tf.random.normal([batch_size, units]), tf.random.normal([units, units]) / units

    @tf.function  # type: ignore[untyped-decorator]
    def products(batch: Any) -> Any:
        for _ in range(20):
            batch = tf.matmul(batch, weights)
        return batch

    products(batch)
    fastest = float("inf")
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        begin = time.perf_counter()
        products(batch).numpy()
        fastest = min(fastest, time.perf_counter() - begin)
    return 20 * 2.0 * batch_size * units * units / fastest / 1e9


def table(results: Sequence[Result]) -> str:
    """The results as a Markdown table."""
    lines = [
        "| network | data | model.fit, ms an epoch | fit, ms an epoch | times faster | needed | of the limit |",
        "| --- | --- | ---: | ---: | ---: | ---: | ---: |",
    ]
    for result in results:
        share = f"{result.share:.0%} ({result.gigaflops:.0f} GFLOP/s)" if result.share else ""
        lines.append(
            f"| {result.name} | {result.data} | {result.keras * 1e3:.1f} | {result.ours * 1e3:.2f} "
            f"| {result.ratio:.1f} | {result.at_least:g} | {share} |"
        )
    return "\n".join(lines)


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description="fit against model.fit")
    parser.add_argument("--quick", action="store_true", help="one run each, without the million rows")
    parser.add_argument("--only", nargs="*", metavar="NAME", help="only the cases of these networks")
    parser.add_argument("--output", type=Path, default=HERE / "results", metavar="FOLDER")
    arguments = parser.parse_args()
    cases = [case for case in CASES if not arguments.only or case.name in arguments.only]
    if arguments.quick:
        cases = [case for case in cases if "1,000,000" not in case.data]
    results = []
    for case in cases:
        results.append(measure(case, 1 if arguments.quick else 5))
        print(table(results[-1:]).splitlines()[-1], flush=True)
    print(f"\n{table(results)}")
    arguments.output.mkdir(parents=True, exist_ok=True)
    machine = {"cores": os.cpu_count(), "processor": platform.machine(), "tensorflow": tf.__version__}
    content = {"machine": machine, "results": [asdict(result) for result in results]}
    (arguments.output / "fit.json").write_text(
        json.dumps(content, indent=1, ensure_ascii=False) + "\n", "utf-8"
    )
    bars = [Bar(f"{result.name}, {result.data}", result.ratio) for result in results]
    picture = svg("Times faster than model.fit", bars)
    (arguments.output / "fit.svg").write_text(picture, "utf-8")


if __name__ == "__main__":
    main()
