"""A picture that the browser computes from weights says what Keras says of them, as a worker's picture does."""

import base64
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Page

from playground.datasets.view import view
from playground.experiment import Data, Dense, Experiment, Network, Training
from playground.layers.kind import Kind
from playground.layers.table import KINDS
from playground.network.model import untrained
from playground.pictures.evaluated import training_rows
from playground.pictures.format import Picture
from playground.pictures.look import Look
from playground.pictures.picture_of import health, picture_of
from playground.pictures.probe import variables
from playground.pictures.renderer import Renderer, Snapshot
from playground.pictures.scene import scene
from playground.plan import Plan, plan
from tests.support.in_browser import NUMBERS, as_text, assert_close, from_text
from tests.support.picture_server import PictureServer

pytestmark = pytest.mark.slow

FOUND = f"""async (asked) => {{
  {NUMBERS}
  const bytes = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0)).buffer;
  const {{ Evaluator }} = await import("/assets/picture/evaluator/evaluator.js");
  const evaluator = new Evaluator();
  const found = [];
  for (const {{ scene, rows, weights, axes }} of asked) {{
    evaluator.hold(scene, bytes(rows));
    const moment = {{ epoch: 3, batch: 1, weights: numbers(weights) }};
    const {{ arrays, ...header }} = await evaluator.picture(moment, axes);
    const told = [...arrays].map(([name, {{ shape, values }}]) => [name, [shape, text(values)]]);
    found.push([header, Object.fromEntries(told)]);
  }}
  evaluator.close();
  return found;
}}"""


@dataclass(frozen=True)
class Case:
    """A network with some weights, and what a worker's probe says of it."""

    planned: Plan
    weights: list[Any]
    look: Look
    axes: tuple[str, ...]
    picture: Picture


def case(
    *layers: Kind,
    data: Any = "spiral",
    axes: tuple[str, ...] | None = None,
    dead: bool = False,
    wild: float = 1.5,
    last_columns: bool = False,
    **training: Any,
) -> Case:
    settings: Any = [layer.model_dump() for layer in layers]
    made = Data.model_validate({"dataset": data} if isinstance(data, str) else data)
    network = Network.model_validate({"layers": settings})
    planned = plan(Experiment(data=made, network=network, training=Training(**training)))
    model = untrained(planned.experiment, planned.prepared)
    draw = np.random.default_rng(1)
    weights = []
    for variable in variables(model):
        values = draw.normal(0, wild / variable.shape[0] ** 0.5, variable.shape).astype(np.float32)
        weights.append(np.abs(values) + 0.01 if "variance" in variable.path else values)
    if dead:
        weights[1][::2] = -30
    renderer = Renderer(planned)
    if last_columns:
        axes = view(planned.experiment.data, planned.prepared).names[-2:]
    if axes is not None:
        renderer.look_along(axes)
    snapshot = Snapshot(3, 1, weights)
    seen, look = renderer.look(snapshot)
    picture = picture_of(seen, look, weights, health(seen, look), 3, 1)
    return Case(planned, weights, look, seen.axes, picture)


@pytest.fixture(scope="module")
def cases() -> dict[str, Case]:
    """Every kind of layer, activation, loss and task, all ways to ask; few networks, for each is traced."""
    derived = {
        "dataset": "spiral",
        "scaling": "standard",
        "options": {"derived": ["x1*x2", "sin(x2)", "x1^2"]},
    }
    kinds = (
        Dense(units=6, activation="tanh"),
        *(kind() for kind in KINDS.values()),
        Dense(activation="silu"),
    )
    two = (Dense(units=9, activation="elu"), Dense(units=5, activation="selu"))
    return {
        "every kind": case(*kinds, data=derived),
        "turned": case(*kinds, data=derived, axes=("x2", "x1")),
        "hinge": case(Dense(units=4, activation="sigmoid"), loss="hinge"),
        "several classes": case(*two, data="penguins"),
        "no axis": case(Dense(units=8, activation="leaky_relu"), data="auto-mpg", axes=(), loss="mae"),
        "one feature": case(Dense(units=5, activation="softplus"), data="sine", loss="mape"),
        "other columns": case(
            *(Dense(units=5, activation="gelu"),) * 2, data="concrete", loss="huber", last_columns=True
        ),
        "dead units": case(Dense(units=7), Dense(units=5), dead=True, data="red-wine", loss="mse"),
        "saturated": case(Dense(units=70, activation="tanh"), wild=90, data="red-wine", loss="log_cosh"),
    }


@pytest.fixture(scope="module")
def found(cases: dict[str, Case], picture_server: PictureServer, picture_window: Page) -> dict[str, Picture]:
    """The same computed by a browser."""
    asked = [
        {
            "scene": dict(scene(each.planned.experiment)),
            "rows": base64.b64encode(training_rows(each.planned.experiment)).decode(),
            "weights": as_text(each.weights),
            "axes": list(each.axes),
        }
        for each in cases.values()
    ]
    picture_window.goto(f"{picture_server.url}/assets/picture/evaluator/evaluator.js")
    answers = picture_window.evaluate(FOUND, asked)
    return {
        name: Picture(
            header, {key: from_text(values).reshape(shape) for key, (shape, values) in arrays.items()}
        )
        for name, (header, arrays) in zip(cases, answers, strict=True)
    }


def test_its_maps_answers_and_sums_are_those_of_keras(
    cases: dict[str, Case], found: dict[str, Picture]
) -> None:
    for name, each in cases.items():
        header, arrays = found[name].header, found[name].arrays
        assert set(arrays) == set(each.picture.arrays), name
        for key in ("weights", "bias"):
            for own in [array for array in arrays if array.endswith(f".{key}")]:
                np.testing.assert_array_equal(arrays[own], each.picture.arrays[own], name)
        maps = [arrays[layer["maps"]] for layer in header["layers"] if "maps" in layer]
        # Large sums have five digits in Keras' float32, whichever of them cancel out.
        within = 1e-4 if name == "saturated" else 1e-5
        if each.axes:
            assert_close(np.concatenate(maps), each.look.maps, within, of=f"{name}, maps")
        sums = [arrays[layer["sums"]] for layer in header["layers"] if "sums" in layer]
        assert_close(np.concatenate(sums), each.look.sums, within, of=f"{name}, sums")
        prepared = each.planned.prepared
        # As the network puts it out: the target's own unit may be a small one.
        output = (arrays["output"] - prepared.y_offset) / prepared.y_scale
        expected = np.clip(each.look.output, -1, 1) if name == "hinge" else each.look.output
        assert_close(output, expected, within, of=f"{name}, output")


def test_its_layers_are_told_as_a_worker_tells_them(
    cases: dict[str, Case], found: dict[str, Picture]
) -> None:
    for name, each in cases.items():
        header, expected = found[name].header, each.picture.header
        # A worker's numbers have five digits; what is wrong the server says.
        for key in ("low", "high"):
            assert header[key] == pytest.approx(expected[key], rel=1e-4, abs=1e-6), (name, key)
        for key in ("epoch", "batch", "axes", "grid", "map_grid", "inputs", "output", "sample_y", "finite"):
            assert header[key] == expected[key], (name, key)
        for layer, told in zip(header["layers"], expected["layers"], strict=True):
            assert layer.keys() == told.keys() - {"sums_low", "sums_high"}, (name, layer["name"])
            for key in told.keys() - {"histograms", "low", "high", "sums_low", "sums_high"}:
                close = pytest.approx(told[key], rel=2e-4, abs=1e-6) if _is_numbers(told[key]) else told[key]
                assert layer[key] == close, (name, layer["name"], key)


def test_its_histograms_count_what_tensorflow_counts(
    cases: dict[str, Case], found: dict[str, Picture]
) -> None:
    for name, each in cases.items():
        for layer, told in zip(
            found[name].header["layers"][1:], each.picture.header["layers"][1:], strict=True
        ):
            assert layer["histograms"].keys() == told["histograms"].keys(), (name, layer["name"])
            for what, seen in told["histograms"].items():
                own = layer["histograms"][what]
                width = max(seen["high"] - seen["low"], 1e-6)
                assert own["low"] == pytest.approx(seen["low"], rel=1e-4, abs=1e-3 * width), (name, what)
                assert own["high"] == pytest.approx(seen["high"], rel=1e-4, abs=1e-3 * width), (name, what)
                assert sum(own["counts"]) == sum(seen["counts"]), (name, what)
                # A value at the very edge of a bin may count for its neighbour.
                moved = np.abs(np.array(own["counts"]) - seen["counts"]).sum() / 2
                assert moved <= max(1, 0.005 * sum(seen["counts"])), (name, layer["name"], what)


def _is_numbers(told: Any) -> bool:
    return isinstance(told, float) or (
        isinstance(told, list) and all(isinstance(each, float) for each in told)
    )
