"""Draft: the experiment as the widgets of one visit hold it, before it is known to be right.

Every loaded experiment gets a new generation, and with it widgets of its own: the page ignores what a browser still
says about the widgets of an earlier generation.
"""

from collections import Counter
from itertools import count
from typing import Any

from playground.comparing.naming import preset_of
from playground.experiment import Experiment

_ids = count(1)


class LayerDraft:
    """One layer's settings, with an identity that stays while layers are moved."""

    def __init__(self, settings: dict[str, Any]) -> None:
        self.id = next(_ids)
        self.settings = settings


class Draft:
    """Data, layers and training as plain dicts in the shape of an experiment file; forms read and write them.

    `begins` holds `branch` or `twin` of an experiment that has one.
    """

    def __init__(self, experiment: Experiment, preset: str | None = None) -> None:
        self._generation = 0
        self._renewed: Counter[str] = Counter()
        self.load(experiment, preset)

    def load(self, experiment: Experiment, preset: str | None = None) -> None:
        """Takes over all of an experiment's settings in place of what was there."""
        content = experiment.model_dump()
        self._generation += 1
        self.preset = preset or preset_of(experiment)
        self.title: str = content["title"]
        self.data: dict[str, Any] = content["data"]
        self.training: dict[str, Any] = content["training"]
        self.layers = [LayerDraft(settings) for settings in content["network"]["layers"]]
        self.begins: dict[str, Any] = {
            name: content[name] for name in ("branch", "twin") if content[name] is not None
        }

    def key(self, name: str) -> str:
        """The key of the widget `name` in this generation."""
        renewed = self._renewed[name]
        return f"{name}-{self._generation}" + (f"-{renewed}" if renewed else "")

    def renew(self, name: str) -> None:
        """Replaces the widget `name` by a new one, which shows what the page itself chose."""
        self._renewed[name] += 1

    def content(self) -> dict[str, Any]:
        """All settings in the shape of an experiment file."""
        return {
            "version": 1,
            "title": self.title,
            "data": self.data,
            "network": {"layers": [layer.settings for layer in self.layers]},
            "training": self.training,
            **self.begins,
        }

    def choose_dataset(self, name: str, scaling: str) -> None:
        """Turns to another data set: its own target, features, options and metrics; the network stays."""
        self.data.update(dataset=name, target=None, features=None, options={}, scaling=scaling)
        self.training["metrics"] = None
        for watching in ("early_stopping", "reduce_lr_on_plateau", "stop_at"):
            settings = self.training[watching]
            if settings is not None and settings["monitor"] not in ("loss", "val_loss"):
                settings["monitor"] = "val_loss"
        self.title, self.preset = "", None
        self.renew("title")
        self.renew("preset")
        self.begin_anew()

    def begin_anew(self) -> None:
        """Forgets the run whose weights this experiment begins with, as its branch or its twin."""
        self.begins = {}

    def choose_seed(self, seed: int) -> None:
        """Takes another training seed: other first weights, batch order and dropout."""
        self.training["seed"] = seed
        self.renew("seed")
        self.begin_anew()

    def replace_layers(self, layers: list[dict[str, Any]]) -> None:
        """Replaces all layers."""
        self.layers = [LayerDraft(settings) for settings in layers]

    def add(self, settings: dict[str, Any]) -> None:
        """Adds a layer after the last one."""
        self.layers.append(LayerDraft(settings))

    def remove(self, layer: LayerDraft) -> None:
        """Takes a layer out; one that is already gone stays gone."""
        self.layers = [kept for kept in self.layers if kept is not layer]

    def duplicate(self, layer: LayerDraft) -> None:
        """Puts a copy right behind a layer."""
        if layer in self.layers:
            self.layers.insert(self.layers.index(layer) + 1, LayerDraft(dict(layer.settings)))

    def move(self, layer: LayerDraft, by: int) -> None:
        """Moves a layer up (negative) or down, as far as there is room."""
        if layer in self.layers:
            place = self.layers.index(layer)
            self.layers.insert(max(0, place + by), self.layers.pop(place))
