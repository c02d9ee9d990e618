"""The presets that one click, or one name on the command line, brings: `data/presets.json`, in its order."""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from playground.experiment import Experiment

FILE = Path(__file__).resolve().parents[2] / "data" / "presets.json"


@cache
def presets() -> Mapping[str, Experiment]:
    """Every preset by its name; the first is the one that the page opens with."""
    return {
        name: Experiment.model_validate(content)
        for name, content in json.loads(FILE.read_text("utf-8")).items()
    }
