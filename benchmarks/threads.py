"""How many threads TensorFlow should have in a worker: alone on the machine, and beside others.

    python -m benchmarks.threads [--seconds 5]

trains a large and a small network in 1 process and in as many as there are cores, with all cores in each process and
with one, and prints the epochs per second of all processes together.
"""

import argparse
import os
import subprocess
import sys
import time

CORES = os.cpu_count() or 1


def work(units: int, seconds: float) -> None:
    """One process: trains on random rows until the time is over and prints its epochs per second."""
    import numpy as np

    from playground.experiment import CompleteTraining, Dense, Network
    from playground.network.backend import keras
    from playground.network.build import build, compile_for
    from playground.training import fit, xla
    from playground.words import Task

    x = np.random.default_rng(0).random((1119, 11), dtype=np.float32)
    y = x.sum(1, keepdims=True)
    model = build(Network(layers=(Dense(units=units),) * 3), 11, Task.REGRESSION, 1, seed=0)
    compile_for(model, CompleteTraining(loss="mse", metrics=()), Task.REGRESSION)
    fit(model, x, y, batch_size=256, epochs=xla.EPOCHS_BEFORE + 1)  # compiled before the clock starts
    print("ready", flush=True)
    sys.stdin.readline()
    end = time.perf_counter() + seconds
    count = 0

    def count_and_stop(epoch: int, logs: object) -> None:
        nonlocal count
        count = epoch + 1
        model.stop_training = time.perf_counter() > end

    callback = keras.callbacks.LambdaCallback(on_epoch_end=count_and_stop)
    fit(model, x, y, batch_size=256, epochs=10**9, callbacks=[callback])
    print(count / seconds, flush=True)


def rate(units: int, processes: int, intra: int, inter: int, seconds: float) -> float:
    """Epochs per second of several processes together, each with these threads within and between operations."""
    environment = os.environ | {"TF_NUM_INTRAOP_THREADS": str(intra), "TF_NUM_INTEROP_THREADS": str(inter)}
    command = [sys.executable, "-m", "benchmarks.threads", "--work", str(units), "--seconds", str(seconds)]
    children = [
        subprocess.Popen(command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for _ in range(processes)
    ]
    for child in children:
        assert child.stdout is not None
        child.stdout.readline()
    for child in children:
        assert child.stdin is not None
        child.stdin.write("\n")
        child.stdin.flush()
    return sum(float(child.communicate()[0]) for child in children)


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description="threads of TensorFlow")
    parser.add_argument("--seconds", type=float, default=5)
    parser.add_argument("--work", type=int, metavar="UNITS", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.work:
        work(arguments.work, arguments.seconds)
        return
    print("epochs a second of all processes together; threads in an operation / between operations")
    settings = [(CORES, CORES), (CORES, 1), (1, 1)]
    print("| network | processes | " + " | ".join(f"{intra} / {inter}" for intra, inter in settings) + " |")
    print("| --- | ---: |" + " ---: |" * len(settings))
    for units in (512, 16):
        for processes in (1, CORES):
            rates = [rate(units, processes, intra, inter, arguments.seconds) for intra, inter in settings]
            cells = " | ".join(f"{value:.1f}" for value in rates)
            print(f"| {units}-{units}-{units} | {processes} | {cells} |", flush=True)


if __name__ == "__main__":
    main()
