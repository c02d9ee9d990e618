"""The presets, in the order of `data/presets.json`."""

import json
from collections.abc import Mapping
from functools import cache

from playground.experiment import Experiment
from playground.paths import DATA

FILE = DATA / "presets.json"


@cache
def presets() -> Mapping[str, Experiment]:
    """Every preset by name; the page opens with the first."""
    return {
        name: Experiment.model_validate(content)
        for name, content in json.loads(FILE.read_text("utf-8")).items()
    }
