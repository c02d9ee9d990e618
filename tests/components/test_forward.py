"""What the browser computes from a network's weights is what Keras computes."""

from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Page

from playground.experiment import Activation, Data, Dense, Experiment, Network, Training
from playground.layers.kind import Kind
from playground.layers.layer_normalization import LayerNormalization
from playground.layers.table import KINDS
from playground.network.model import untrained
from playground.pictures.drawn_layers import parts
from playground.pictures.probe import variables
from playground.plan import Plan, plan
from playground.words import ACTIVATIONS
from tests.support.in_browser import NUMBERS, as_text, assert_close, from_text
from tests.support.picture_server import PictureServer

ROWS = 700  # more than the browser takes at once

FOUND = f"""async (networks) => {{
  {NUMBERS}
  const {{ forward }} = await import("/assets/picture/evaluator/forward.js");
  return networks.map(({{ layers, weights, inputs, rows }}) =>
    forward(layers, numbers(weights), numbers(inputs), rows).map(text));
}}"""


def planned(*layers: Kind, dataset: str = "spiral", loss: str | None = None) -> Plan:
    settings: Any = [layer.model_dump() for layer in layers]
    network = Network.model_validate({"layers": settings})
    return plan(Experiment(data=Data(dataset=dataset), network=network, training=Training(loss=loss)))


def networks() -> dict[str, Plan]:
    """Each kind of layer, each activation in both places where it can stand, and each kind of output."""
    found = {
        f"activation {name}": planned(
            Dense(units=7, activation=name), Activation(activation=name), Dense(units=5, activation=name)
        )
        for name in ACTIVATIONS
    }
    found |= {
        f"kind {name}": planned(Dense(units=6, activation="tanh"), kind(), Dense(units=3))
        for name, kind in KINDS.items()
    }
    return found | {
        # Of a few nearly equal values Keras' own float32 would lose more digits than are compared.
        "small epsilon": planned(Dense(units=9, activation="linear"), LayerNormalization(epsilon=1e-6)),
        "hinge": planned(Dense(units=4), loss="hinge"),
        "several classes": planned(Dense(units=9, activation="sigmoid"), dataset="iris"),
        "a number": planned(Dense(units=33), Dense(units=31), dataset="auto-mpg"),
        "no hidden layer": planned(dataset="sine"),
    }


@pytest.fixture(scope="module")
def made() -> dict[str, dict[str, Any]]:
    """Networks with random weights, and what Keras says every layer puts out for random rows."""
    draw = np.random.default_rng(0)
    found = {}
    for name, each in networks().items():
        model = untrained(each.experiment, each.prepared)
        for variable in variables(model):
            # As wild as those of a trained network: larger ones would lose digits in Keras' float32.
            values = draw.normal(0, 1.5 / variable.shape[0] ** 0.5, variable.shape)
            variable.assign(np.abs(values) + 0.01 if "variance" in variable.path else values)
        rows = draw.normal(0, 1.5, (ROWS, len(each.prepared.inputs))).astype(np.float32)
        outputs = [rows]
        for layer in model.layers:
            outputs.append(np.asarray(layer(outputs[-1], training=False)))
        found[name] = {
            "layers": [part.described() for part in parts(each)],
            "weights": as_text([variable.numpy() for variable in variables(model)]),
            "inputs": as_text([rows.T]),
            "rows": ROWS,
            "outputs": outputs,
        }
    return found


def test_every_layer_puts_out_what_keras_says(
    made: dict[str, dict[str, Any]], picture_server: PictureServer, picture_window: Page
) -> None:
    picture_window.goto(f"{picture_server.url}/assets/picture/evaluator/forward.js")
    asked = [{key: value for key, value in each.items() if key != "outputs"} for each in made.values()]
    answers = picture_window.evaluate(FOUND, asked)
    for (name, each), answer in zip(made.items(), answers, strict=True):
        for layer, values, expected in zip(each["layers"], answer, each["outputs"], strict=True):
            found = from_text(values).reshape(layer["units"], ROWS).T
            assert_close(found, expected, of=f"{name}, {layer['title']}")
