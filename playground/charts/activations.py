"""The curves of the activation functions."""

import math
from collections.abc import Callable, Mapping

import numpy
import plotly.graph_objects as go
from numpy.typing import NDArray

from playground.charts.look import style
from playground.charts.palette import COLOURS
from playground.words import ACTIVATIONS

Values = NDArray[numpy.float64]

_HEIGHT = 260  # pixels
_REACH = 4.0
_FAINT = 0.35
# Source: Klambauer et al., 2017, "Self-Normalizing Neural Networks", https://arxiv.org/abs/1706.02515.
_SELU_SCALE, _SELU_ALPHA = 1.0507009873554805, 1.6732632423543772
_LEAK = 0.2  # the negative slope of Keras' activation "leaky_relu"


def _sigmoid(z: Values) -> Values:
    return 1 / (1 + numpy.exp(-z))


FUNCTIONS: Mapping[str, Callable[[Values], Values]] = {
    "relu": lambda z: numpy.maximum(z, 0),
    "linear": lambda z: z,
    "leaky_relu": lambda z: numpy.where(z > 0, z, _LEAK * z),
    "elu": lambda z: numpy.where(z > 0, z, numpy.expm1(z)),
    "selu": lambda z: _SELU_SCALE * numpy.where(z > 0, z, _SELU_ALPHA * numpy.expm1(z)),
    "gelu": lambda z: z * (1 + numpy.vectorize(math.erf)(z / math.sqrt(2))) / 2,
    "silu": lambda z: z * _sigmoid(z),
    "softplus": lambda z: numpy.logaddexp(0, z),
    "tanh": numpy.tanh,
    "sigmoid": _sigmoid,
}


def activation_curves(chosen: str) -> go.Figure:
    """The curves of all activations from -4 to 4; the chosen one is opaque and in front, the others are faint."""
    z = numpy.linspace(-_REACH, _REACH, 161)
    figure = go.Figure()
    colours = dict(zip(FUNCTIONS, COLOURS * 2, strict=False))
    for name in sorted(FUNCTIONS, key=lambda name: name == chosen):
        is_chosen = name == chosen
        figure.add_scatter(
            x=z,
            y=FUNCTIONS[name](z),
            name=ACTIVATIONS[name].title,
            mode="lines",
            line={"color": colours[name], "width": 3.5 if is_chosen else 1.5},
            opacity=1 if is_chosen else _FAINT,
            hovertemplate=f"{ACTIVATIONS[name].title}: %{{x:.2f}} becomes %{{y:.2f}}<extra></extra>",
        )
    style(figure, "z, the sum of a neuron", "its output", uirevision="activations")
    figure.update_layout(height=_HEIGHT)
    figure.update_yaxes(range=[-2.1, _REACH])
    return figure
