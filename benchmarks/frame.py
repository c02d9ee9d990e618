"""How fast a frame of the playground is: `python -m benchmarks.frame`.

One frame is one epoch on 250 points in batches of 10, the losses of training and validation points, and a
grid of 100 × 100 points through every neuron, all returned as plain arrays. It is one call of a compiled
function around the trainer's own epoch. For comparison, Keras itself: `model.fit` for an epoch with its
validation, and `model.predict` for the grid.
"""

import argparse
import math
import statistics
import time
from typing import Any

import numpy as np

from playground.experiment import Data, Dense, Experiment, Network, Optimizer, Training
from playground.network.backend import keras, tf
from playground.network.model import untrained
from playground.plan import Plan, plan
from playground.training.graphs import trace
from playground.training.order import Order

BATCH = 10
CELLS = 100
NETWORKS = {"4-2": ((4, 2), 2.0), "8-8": ((8, 8), 3.0), "8-8-8-8-8-8": ((8,) * 6, 6.0)}  # units, milliseconds
FASTER = 100  # than Keras


def main() -> None:
    """Measures every network, prints a row each, and returns 1 if a target is missed."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--frames", type=int, default=300, help="frames to time for each network")
    parser.add_argument(
        "--keras", type=int, default=5, help="epochs with model.fit and model.predict to time"
    )
    arguments = parser.parse_args()
    # A frame is too small for two threads, which would wait for each other, most of all on a busy machine.
    tf.config.threading.set_intra_op_parallelism_threads(1)
    missed = False
    print(f"{'network':14}{'10 %':>10}{'median':>10}{'90 %':>10}{'target':>10}{'Keras':>10}{'faster':>10}")
    for name, (units, target) in NETWORKS.items():
        planned = experiment(units)
        frames = time_frames(planned, arguments.frames)
        quick, middle, slow = (float(each) for each in np.quantile(frames, [0.1, 0.5, 0.9]))
        keras_ms = statistics.median(time_keras(planned, arguments.keras))
        met = middle < target and keras_ms >= FASTER * middle
        missed |= not met
        print(
            f"{name:14}{quick:7.2f} ms{middle:7.2f} ms{slow:7.2f} ms{target:7.1f} ms{keras_ms:7.0f} ms"
            f"{keras_ms / middle:9.0f}×{'' if met else '   missed'}",
            flush=True,
        )
    raise SystemExit(missed)


def experiment(units: tuple[int, ...]) -> Plan:
    """The spiral, with half of its 500 points for validation."""
    return plan(
        Experiment(
            data=Data(dataset="spiral", train_fraction=0.5, scaling="none", options={"points": 500}),
            network=Network(layers=tuple(Dense(units=width, activation="tanh") for width in units)),
            training=Training(metrics=(), batch_size=BATCH, optimizer=Optimizer(learning_rate=0.01)),
        )
    )


def network(planned: Plan) -> Any:
    """The compiled model, untrained, with all its variables."""
    prepared, model = planned.prepared, untrained(planned.experiment, planned.prepared)
    model.test_step((prepared.training.x[:1], prepared.training.y[:1]))
    model.optimizer.build(model.trainable_variables)
    return model


def grid(planned: Plan) -> Any:
    """(10000, 2) float32."""
    along = np.linspace(-6, 6, CELLS)
    return planned.prepared.scale_inputs(np.array([[x1, x2] for x2 in along for x1 in along]))


def time_frames(planned: Plan, frames: int) -> list[float]:
    """Milliseconds of each frame, without the first ones, which compile and warm up."""
    prepared, model, points = planned.prepared, network(planned), tf.constant(grid(planned))
    train = (tf.Variable(prepared.training.x), tf.Variable(prepared.training.y))
    validation = (tf.Variable(prepared.validation.x), tf.Variable(prepared.validation.y))
    epoch = trace(model, train, validation, BATCH, shuffle=True, xla=True)
    steps = [-(-len(rows) // BATCH) for rows in (prepared.training.x, prepared.validation.x)]
    span = np.array([0, steps[0], 0, steps[1], 1], np.int32)  # compiled

    @tf.function(jit_compile=True, autograph=False)  # type: ignore[untyped-decorator]
    def frame(span_and_order: Any) -> Any:
        logs, test_logs = epoch.function(span_and_order)
        values, every = points, []
        with tf.control_dependencies([logs, test_logs]):
            for layer in model.layers:
                values = layer(values)
                every.append(tf.transpose(values))
        return logs, test_logs, tf.reshape(tf.concat(every, axis=0), [-1, CELLS, CELLS])

    order = Order(len(prepared.training), shuffle=True, seed=0)
    seconds = []
    for number in range(20 + frames):
        begin = time.perf_counter()
        seen = frame(tf.constant(np.concatenate([span, order.of_epoch(number)])))
        logs, test_logs, maps = (tensor.numpy() for tensor in seen)
        seconds.append(time.perf_counter() - begin)
    assert maps.shape[0] == sum(math.prod(row.shape) for row in planned.rows), maps.shape
    check(model, planned, logs, test_logs, maps)
    return [1000 * each for each in seconds[20:]]


def check(model: Any, planned: Plan, logs: Any, test_logs: Any, maps: Any) -> None:
    """Checks that the last frame shows the current network, and that losses fell."""
    expected = np.asarray(model(grid(planned))).T.reshape(-1, CELLS, CELLS)
    np.testing.assert_allclose(maps[-len(expected) :], expected, atol=1e-4)
    assert logs[0] < np.log(2), logs
    assert np.isfinite(test_logs).all()


def time_keras(planned: Plan, epochs: int) -> list[float]:
    """Milliseconds of `fit` for an epoch and `predict` for the grid, without the first, which traces."""
    prepared, model, points = planned.prepared, network(planned), grid(planned)
    every = keras.Model(model.inputs[0], [layer.output for layer in model.layers])
    seconds = []
    for _ in range(1 + epochs):
        begin = time.perf_counter()
        model.fit(
            prepared.training.x,
            prepared.training.y,
            validation_data=(prepared.validation.x, prepared.validation.y),
            batch_size=BATCH,
            epochs=1,
            verbose=0,
        )
        every.predict(points, verbose=0)
        seconds.append(time.perf_counter() - begin)
    return [1000 * each for each in seconds[1:]]


if __name__ == "__main__":
    main()
