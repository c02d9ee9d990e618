"""The table of the kinds of layers, in the order of menus."""

from collections.abc import Mapping
from typing import Annotated, get_args

from pydantic import Field

from playground.layers.activation import Activation
from playground.layers.batch_normalization import BatchNormalization
from playground.layers.dense import Dense
from playground.layers.dropout import Dropout
from playground.layers.gaussian_noise import GaussianNoise
from playground.layers.kind import Kind, within_a_sentence
from playground.layers.layer_normalization import LayerNormalization
from playground.layers.leaky_relu import LeakyReLU

AnyLayer = (
    Dense
    | Dropout
    | BatchNormalization
    | Activation
    | LeakyReLU
    | LayerNormalization
    | GaussianNoise
)  # fmt: skip

# Any layer of an experiment; pydantic finds its kind by `type`.
Layer = Annotated[AnyLayer, Field(discriminator="type")]

# The kinds by their `type` in an experiment.
KINDS: Mapping[str, type[Kind]] = {kind.model_fields["type"].default: kind for kind in get_args(AnyLayer)}

# The titles of settings in the form for use within a sentence, by the settings' names: `units`, `L1`.
SETTING_TITLES: Mapping[str, str] = {
    widget.name: within_a_sentence(widget.title)
    for kind in KINDS.values()
    for row in kind.widgets
    for widget in row
}
