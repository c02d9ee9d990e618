"""The time in which a browser computes pictures from weights: `python -m benchmarks.evaluator`. Needs Chromium.

For each network: every neuron on a grid of 100 × 100 points; a whole picture, with its histograms, from weights; and,
for comparison, reading the picture that a worker takes of the same network: 96 × 96 points and coarser maps.
"""

import argparse
import base64
from collections.abc import Mapping
from typing import Any

import numpy as np
from playwright.sync_api import Page, sync_playwright

from playground.experiment import Data, Dense, Experiment, Network
from playground.network.model import untrained
from playground.pictures.evaluated import training_rows
from playground.pictures.probe import variables
from playground.pictures.renderer import Renderer, Snapshot
from playground.pictures.scene import scene
from playground.plan import plan
from tests.support.chromium import ARGUMENTS
from tests.support.picture_server import PictureServer
from tools.chromium import find

NETWORKS = ((4, 2), (8, 8), (8,) * 6, (64, 64))
MOST = 6.0  # times as long as reading a picture, for the grid of 8-8
COUNTED = (8, 8)

# Milliseconds of each, the median of several turns after some for warming up.
MEASURE = """async ({ scene, rows, weights, picture, turns }) => {
  const at = (path) => import(`/assets/${path}`);
  const { forward } = await at("picture/evaluator/forward.js");
  const { gridInputs } = await at("picture/evaluator/grid.js");
  const { rowsOf } = await at("picture/evaluator/rows.js");
  const { pictureOf } = await at("picture/evaluator/picture_of.js");
  const { decode } = await at("drawing/codec.js");
  const { answer, maps } = await at("drawing/surface.js");
  const bytes = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0)).buffer;
  const { axes, ranges, network } = scene;
  const input = gridInputs(network.columns, axes, axes.map((name) => ranges[name]), 100);
  const held = rowsOf(await decode(bytes(rows)));
  const moment = { epoch: 1, batch: 0, weights: new Float32Array(bytes(weights)) };
  const encoded = bytes(picture);
  const acts = {
    grid: () => forward(network.layers, moment.weights, input, 10_000),
    picture: () => pictureOf(scene, held, moment, axes),
    read: async () => {
      const read = await decode(encoded);
      return [answer(read), read.layers.map((layer) => maps(read, layer))];
    },
  };
  const found = {};
  for (const [name, act] of Object.entries(acts)) {
    const times = [];
    for (let turn = 0; turn < 2 * turns; turn++) {
      const begin = performance.now();
      await act();
      if (turn >= turns) times.push(performance.now() - begin);
    }
    found[name] = times.sort((one, other) => one - other)[Math.floor(turns / 2)];
  }
  return found;
}"""


def main() -> None:
    """Measures every network, prints a row each, and returns 1 if the target is missed."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--turns", type=int, default=41)
    arguments = parser.parse_args()
    missed = False
    print(f"{'network':14}{'bytes':>8}{'100 × 100':>12}{'picture':>12}{'read one':>12}{'grid : read':>13}")
    with sync_playwright() as playwright, PictureServer().serving() as server:
        browser = playwright.chromium.launch(executable_path=find(), args=ARGUMENTS)
        page = browser.new_page()
        page.goto(f"{server.url}/assets/picture/evaluator/forward.js")
        for units in NETWORKS:
            asked = material(units)
            found = measure(page, asked, arguments.turns)
            ratio = found["grid"] / found["read"]
            met = units != COUNTED or ratio <= MOST
            missed |= not met
            n_bytes = len(base64.b64decode(asked["weights"]))
            print(
                f"{'-'.join(map(str, units)):14}{n_bytes:8,}{found['grid']:9.1f} ms{found['picture']:9.1f} ms"
                f"{found['read']:9.1f} ms{ratio:12.1f}×{'' if met else '   missed'}",
                flush=True,
            )
        browser.close()
    raise SystemExit(missed)


def material(units: tuple[int, ...]) -> dict[str, Any]:
    """An untrained network for the spiral: the data for a browser, and a worker's picture."""
    network = Network(layers=tuple(Dense(units=width, activation="tanh") for width in units))
    experiment = Experiment(data=Data(dataset="spiral", train_fraction=0.5, scaling="none"), network=network)
    planned = plan(experiment)
    weights = [variable.numpy() for variable in variables(untrained(planned.experiment, planned.prepared))]
    return {
        "scene": dict(scene(experiment)),
        "rows": _text(training_rows(experiment)),
        "weights": _text(np.concatenate([values.ravel() for values in weights]).tobytes()),
        "picture": _text(Renderer(planned).render(Snapshot(0, 0, weights))),
    }


def measure(page: Page, asked: Mapping[str, Any], turns: int) -> dict[str, float]:
    """Milliseconds in the page."""
    found: dict[str, float] = page.evaluate(MEASURE, {**asked, "turns": turns})
    return found


def _text(content: bytes) -> str:
    return base64.b64encode(content).decode()


if __name__ == "__main__":
    main()
