"""The presets that one click, or one name on the command line, brings: `data/presets.json`, in its order."""

import json
from collections.abc import Mapping
from functools import cache

from playground.experiment import Experiment
from playground.places import DATA

FILE = DATA / "presets.json"


@cache
def presets() -> Mapping[str, Experiment]:
    """Every preset by its name; the first is the one that the page opens with."""
    return {
        name: Experiment.model_validate(content)
        for name, content in json.loads(FILE.read_text("utf-8")).items()
    }
