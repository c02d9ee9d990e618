"""Draft: the experiment as the widgets of one visit hold it, before anything has checked it.

Every loaded experiment gets a new generation and so new widgets: the page ignores late messages of a browser about the
widgets of an earlier generation.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import count
from typing import TypeVar

from playground.comparing.naming import preset_of
from playground.experiment import OF_TARGET, Branch, Data, Experiment, Training
from playground.layers.kind import Kind
from playground.part import Part

_ids = count(1)
_Part = TypeVar("_Part", bound=Part)


class LayerDraft:
    """One layer's settings, which nothing has checked, with an identity that stays while layers are moved."""

    def __init__(self, settings: Kind) -> None:
        self.id = next(_ids)
        self.settings = settings

    def set(self, name: str, value: object) -> None:
        """Gives the setting `name` a value."""
        self.settings = _with(self.settings, [name], value)


class Draft:
    """The parts of an experiment as forms read and write them. Nothing checks the values.

    Attributes:
        preset: name of the preset that the settings were taken from; None where there is none.
        title: title of the experiment.
        data, training: as in an experiment. They are frozen; `set` replaces them.
        layers: the hidden layers, first to last.
        branch, twin: as in an experiment; None for new weights.

    Args:
        scope: is part of the keys of its widgets, where a visit has several drafts.
    """

    preset: str | None
    title: str
    data: Data
    training: Training
    layers: list[LayerDraft]
    branch: Branch | None
    twin: Experiment | None

    def __init__(self, experiment: Experiment, preset: str | None = None, *, scope: str = "") -> None:
        self._scope = scope
        self._generation = 0
        self._renewed: Counter[str] = Counter()
        self.load(experiment, preset)

    def load(self, experiment: Experiment, preset: str | None = None) -> None:
        """Replaces all settings by those of an experiment."""
        self._generation += 1
        self.preset = preset or preset_of(experiment)
        self.title = experiment.title
        self.data, self.training = experiment.data, experiment.training
        self.replace_layers(experiment.network.layers)
        self.branch, self.twin = experiment.branch, experiment.twin

    @property
    def generation(self) -> int:
        """The number of experiments loaded so far: each has widgets of its own."""
        return self._generation

    def key(self, name: str) -> str:
        """The key of the widget `name` in this generation."""
        renewed = self._renewed[name]
        return f"{name}-{self._scope}{self._generation}" + (f"-{renewed}" if renewed else "")

    def renew(self, name: str) -> None:
        """Replaces the widget `name` by a new one, which shows the draft's value."""
        self._renewed[name] += 1

    def set(self, path: str, value: object) -> None:
        """Gives a setting of data or training a value: `training.optimizer.momentum`, `data.target`."""
        part, *names = path.split(".")
        if part == "data":
            self.data = _with(self.data, names, value)
        else:
            self.training = _with(self.training, names, value)

    def content(self) -> Mapping[str, object]:
        """All settings in the shape of an experiment file."""
        return {
            "version": 1,
            "title": self.title,
            "data": plain(self.data),
            "network": {"layers": self.plain_layers()},
            "training": plain(self.training),
            "branch": self.branch,
            "twin": self.twin,
        }

    def plain_layers(self) -> Sequence[Mapping[str, object]]:
        """All layers in the shape of an experiment file."""
        return [plain(layer.settings) for layer in self.layers]

    def choose_dataset(self, name: str, scaling: str) -> None:
        """Chooses another data set with its usual target, features, options and metrics; the network stays."""
        cleared: dict[str, object] = dict.fromkeys(OF_TARGET)
        for setting, value in (
            ("dataset", name),
            ("target", None),
            ("features", None),
            ("options", {}),
            ("reading", None),
            ("kinds", None),
            ("split", None),
            ("test", None),
            ("column_scaling", None),
            ("encoding", None),
            ("scaling", scaling),
            *cleared.items(),
        ):
            self.set(f"data.{setting}", value)
        self.set("training.metrics", None)
        training = self.training
        for section in ("early_stopping", "reduce_lr_on_plateau", "stop_at"):
            watching = getattr(training, section)
            if watching is not None and watching.monitor not in ("loss", "val_loss"):
                self.set(f"training.{section}.monitor", "val_loss")
        self.title, self.preset = "", None
        self.renew("title")
        self.renew("preset")
        self.begin_anew()

    def use_data(self, data: Data) -> None:
        """Takes over data that were chosen on another page; network and training stay as far as they fit."""
        if data.dataset != self.data.dataset:
            self.choose_dataset(data.dataset, data.scaling)
        elif (data.target, data.options) != (self.data.target, self.data.options):
            self.set("training.metrics", None)
        self.data = data
        self.begin_anew()
        self._generation += 1

    def begin_anew(self) -> None:
        """Lets the experiment begin with new weights: it is no branch and no twin any more."""
        self.branch = self.twin = None

    def choose_seed(self, seed: int) -> None:
        """Chooses another training seed, and so other first weights, batch order and dropout."""
        self.set("training.seed", seed)
        self.renew("seed")
        self.begin_anew()

    def replace_layers(self, layers: Iterable[Kind]) -> None:
        """Replaces all layers."""
        self.layers = [LayerDraft(settings) for settings in layers]

    def add(self, settings: Kind) -> None:
        """Adds a layer after the last one."""
        self.layers.append(LayerDraft(settings))

    def layer(self, number: int) -> LayerDraft | None:
        """The layer of this number; None if it is not there any more."""
        return next((layer for layer in self.layers if layer.id == number), None)

    def insert(self, settings: Kind, index: int) -> None:
        """Inserts a layer before the one at `index`."""
        self.layers.insert(index, LayerDraft(settings))

    def replace(self, layer: LayerDraft, settings: Kind) -> None:
        """Puts a new layer into the place of another, with widgets of its own."""
        self.layers = [LayerDraft(settings) if other is layer else other for other in self.layers]

    def put(self, layer: LayerDraft, name: str, value: object) -> None:
        """Gives a setting of a layer a value, and the widget of the setting shows it."""
        layer.set(name, value)
        self.renew(f"{name}-{layer.id}")

    def remove(self, layer: LayerDraft) -> None:
        """Removes a layer, if it is still there."""
        self.layers = [other for other in self.layers if other is not layer]

    def duplicate(self, layer: LayerDraft) -> None:
        """Inserts a copy right behind a layer."""
        if layer in self.layers:
            self.layers.insert(self.layers.index(layer) + 1, LayerDraft(layer.settings))

    def move(self, layer: LayerDraft, by: int) -> None:
        """Moves a layer by `by` rows, up if negative, at most to the end of the stack."""
        if layer in self.layers:
            at = self.layers.index(layer)
            self.layers.insert(max(0, at + by), self.layers.pop(at))


def plain(part: Part) -> Mapping[str, object]:
    """A part in the shape of an experiment file, even if its values are wrong."""
    return part.model_dump(warnings=False)


def _with(part: _Part, names: Sequence[str], value: object) -> _Part:
    """The part with another value at a path within it; nothing checks the value."""
    name, *rest = names
    old = getattr(part, name)
    new = _with(old, rest, value) if rest else value
    # Most widgets say what the draft has already.
    return part if new is old else part.model_copy(update={name: new})
