"""Recordings: runs of presets that a page shows without a worker. `tools/record.py` makes them."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from playground.comparing.naming import same_settings
from playground.experiment import Complete
from playground.paths import DATA
from playground.pictures.film import Film
from playground.pictures.weights import decode_film

FOLDER = DATA / "recordings"


@dataclass(frozen=True)
class Recording:
    """A recorded run.

    Attributes:
        experiment: the experiment of the run.
        curves: the answer of the curves' route for the run, without the parts that only a real run has.

        film: the network's weights at every epoch.
    """

    experiment: Complete
    curves: Mapping[str, Any]
    film: Film = field(repr=False, compare=False)


@cache
def recordings() -> Mapping[str, Recording]:
    """Every recording by the name of its preset."""
    return {file.stem: _read(file) for file in sorted(FOLDER.glob("*.json"))}


def recording_of(experiment: Complete) -> str | None:
    """The name of the recording of a run with these settings; None if there is none."""
    return next(
        (name for name, each in recordings().items() if same_settings(each.experiment, experiment)), None
    )


def _read(file: Path) -> Recording:
    content = json.loads(file.read_text("utf-8"))
    film = Film()
    for (epoch, batch), weights in decode_film(file.with_suffix(".weights").read_bytes()):
        film.put(epoch, batch, weights)
    return Recording(Complete.model_validate(content["experiment"]), content["curves"], film)
