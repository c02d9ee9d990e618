"""Kind: the base class of all kinds of layers.

A kind is a pydantic model: its fields are the settings of a layer, its class variables and methods describe the kind.
Forms, pictures, sweeps, comparisons, the doctor and the Keras model read them. So a new kind needs one file in this
folder, one line in `playground.layers.table`, and one file in `components/picture/layers/`.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from playground.part import Part
from playground.python_code import Code
from playground.words import Word

# The shape of a layer's input or output for one row: `(16,)`.
Shape = tuple[int, ...]


@dataclass(frozen=True)
class NumberWidget:
    """A field for the numeric setting `name`; one press on its arrows adds or subtracts `step`."""

    name: str
    title: str
    step: float
    help: str
    is_whole: bool = False


@dataclass(frozen=True)
class WordWidget:
    """A menu for the setting `name`, whose values are `words`."""

    name: str
    title: str
    words: Mapping[str, Word]
    help: str
    is_whole: ClassVar[bool] = False


Widget = NumberWidget | WordWidget


@dataclass(frozen=True)
class Sweep:
    """A setting that a sweep varies in all layers that have it.

    Attributes:
        path: the name of the sweep's axis, such as `network.dropout`.
        name: the name of the layer's setting.
        title: the axis' title on the page.
        values: the values that the page proposes.
        missing: the setting as part of a sentence, for a network without such a layer: `a dropout rate`.
    """

    path: str
    name: str
    title: str
    values: tuple[Any, ...]
    missing: str


class Kind(Part, ABC):
    """A kind of layer.

    Attributes:
        type: its name in an experiment; each kind declares it as a field.
        title: its title on every page.
        help: its effect, for a tooltip.
        widgets: the widgets of its settings, by rows of the form.
        sweeps: the settings that a sweep may vary.
        in_training: its behaviour in training if a prediction differs; "" if both are the same.
        has_matrix: whether it has a weight matrix and a bias.
        passes_on: whether it leaves all values unchanged in a prediction.
        normalizes: whether it brings values to mean 0 and variance 1.
        scales_features: whether it brings features of different scales to the same scale if it is the first layer.
        is_in_names: whether the name of a run mentions it.
        variables: the number of its Keras variables, trainable or not.
    """

    title: ClassVar[str]
    help: ClassVar[str]
    widgets: ClassVar[tuple[tuple[Widget, ...], ...]] = ()
    sweeps: ClassVar[tuple[Sweep, ...]] = ()
    in_training: ClassVar[str] = ""
    has_matrix: ClassVar[bool] = False
    passes_on: ClassVar[bool] = False
    normalizes: ClassVar[bool] = False
    scales_features: ClassVar[bool] = False
    is_in_names: ClassVar[bool] = True
    variables: ClassVar[int] = 0

    @property
    def in_short(self) -> str:
        """Its main settings, written after its title: `64 relu`; "" if it has none."""
        return ""

    @property
    def curve(self) -> str | None:
        """The activation that it applies to each value; None if it applies none."""
        return None

    @property
    def drawn(self) -> Mapping[str, float]:
        """The settings that its picture shows or needs to compute outputs from inputs and variables."""
        return {}

    @property
    def is_idle(self) -> bool:
        """Whether its settings leave all values unchanged, in training too."""
        return False

    def shape(self, incoming: Shape) -> Shape:
        """The shape of its output for an incoming shape."""
        return incoming

    def parameters(self, incoming: Shape) -> int:
        """The number of its parameters for an incoming shape, trainable or not, as Keras counts them."""
        return 0

    @abstractmethod
    def keras_layer(self, keras: Any, draw_seed: Callable[[], int]) -> Any:
        """The Keras layer with these settings.

        Args:
            keras: the module `keras`, which only training processes load.
            draw_seed: returns the next seed; a layer draws exactly as many seeds as Keras itself would draw.
        """

    @abstractmethod
    def code(self) -> Code:
        """The call that creates the layer in a script: `layers.Dense(64, activation="relu")`.

        After `keras.utils.set_random_seed` the layer draws the same seeds as the layer of `keras_layer`.
        """

    @classmethod
    def learned(cls, variables: Sequence[Any]) -> Mapping[str, Any]:
        """The learned numbers that a picture shows, by name; each is an array of shape `(n_outputs,)`.

        Args:
            variables: the layer's variables in Keras' order, as float32 arrays.
        """
        return {}


def within_a_sentence(title: str) -> str:
    """A title as it is written within a sentence: `units`, but `L1`."""
    return title[:1].lower() + title[1:] if title[1:2].islower() else title
