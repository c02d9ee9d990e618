"""Kind: what each kind of layer says about itself.

A kind is a pydantic model: its fields are the settings of a layer, its class variables and methods say the rest. Forms,
pictures, sweeps, comparisons, the doctor and the Keras model read them, so a new kind is one file here, its line in
`playground.layers.table`, and its file in `components/picture/layers/`.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from playground.part import Part
from playground.python_code import Code
from playground.words import Word

# The values that a layer takes or puts out for one row: `(16,)`.
Shape = tuple[int, ...]


@dataclass(frozen=True)
class NumberWidget:
    """A field for the number `name`; `step` is what one press on its arrows adds."""

    name: str
    title: str
    step: float
    help: str
    is_whole: bool = False


@dataclass(frozen=True)
class WordWidget:
    """A list to choose the word `name` from."""

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
        name: the setting of the layer.
        title: what the page calls the axis.
        values: those that are proposed.
        missing: what a network lacks that has no such layer: `a dropout rate`.
    """

    path: str
    name: str
    title: str
    values: tuple[Any, ...]
    missing: str


class Kind(Part, ABC):
    """A kind of layer.

    Attributes:
        type: its name in an experiment, declared by each kind as a field.
        title: what every page calls it.
        help: what it does, as cause and effect.
        widgets: those of its settings, row by row.
        sweeps: the settings that a sweep may vary.
        in_training: what it does in training and not in a prediction; "" if it does the same in both.
        has_matrix: whether it weighs all its inputs, with a matrix and a bias.
        passes_on: whether a prediction leaves all values as they are.
        normalizes: whether it brings values to mean 0 and variance 1.
        scales_features: whether, as the first layer, it brings features of different sizes to one size.
        is_in_names: whether the name of a run mentions it.
        variables: how many variables it has, trained or not.
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
        """Its most telling settings, as what follows its title: `64 relu`; "" if there are none."""
        return ""

    @property
    def curve(self) -> str | None:
        """The activation that it applies to each value, None if it applies none."""
        return None

    @property
    def drawn(self) -> Mapping[str, float]:
        """Settings that its picture shows, or that decide what it computes from its inputs and variables."""
        return {}

    @property
    def is_idle(self) -> bool:
        """Whether these settings leave all values as they are, in training too."""
        return False

    def shape(self, incoming: Shape) -> Shape:
        """The shape that it puts out for an incoming one."""
        return incoming

    def parameters(self, incoming: Shape) -> int:
        """How many parameters it has for an incoming shape, trained or not, as Keras counts them."""
        return 0

    @abstractmethod
    def keras_layer(self, keras: Any, draw_seed: Callable[[], int]) -> Any:
        """The Keras layer with these settings.

        Args:
            keras: the module, which only the processes that train have loaded.
            draw_seed: gives the next seed; a layer draws exactly those that Keras itself would draw.
        """

    @abstractmethod
    def code(self) -> Code:
        """The call that makes the layer in a script: `layers.Dense(64, activation="relu")`.

        After `keras.utils.set_random_seed` the layer draws the same seeds as `keras_layer` does.
        """

    @classmethod
    def learned(cls, variables: Sequence[Any]) -> Mapping[str, Any]:
        """Numbers for each value put out that a picture shows, from its variables as float32 arrays."""
        return {}


def within_a_sentence(title: str) -> str:
    """A title that does not begin a sentence: `units`, but `L1`."""
    return title[:1].lower() + title[1:] if title[1:2].islower() else title
