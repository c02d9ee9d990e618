"""Databases of earlier versions, each with its files and with what its runs told when it was made.

`0004.tar.gz` holds `playground.db` and `files/` of the version whose latest migration is 0004; `0004.json` says what is
in it. `make` has made both. Another version gets a pair of its own; those of before stay as they are.
"""

import json
import tarfile
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from playground.runs import Run

HERE = Path(__file__).parent
REVISIONS: Sequence[str] = tuple(sorted(path.stem for path in HERE.glob("*.json")))


def content_of(revision: str) -> dict[str, Any]:
    """What is in a database: `owner`, `runs` by id, `groups` by id, and `links`, each with what it opens."""
    content: dict[str, Any] = json.loads((HERE / f"{revision}.json").read_text("utf-8"))
    return content


def unpack(revision: str, folder: Path) -> None:
    """Puts a copy of a database and its files into a folder."""
    with tarfile.open(HERE / f"{revision}.tar.gz") as archive:
        archive.extractall(folder, filter="data")


def told_by(run: Run) -> dict[str, Any]:
    """What a run tells but for its experiment, as JSON brings it back."""
    membership = run.membership
    told = {
        "owner": run.owner,
        "parent": run.parent,
        "group": None if membership is None else [membership.group, membership.position, membership.cell],
        "state": run.state,
        "reason": run.reason,
        "findings": [asdict(finding) for finding in run.findings],
        "machine": run.machine and dict(run.machine),
        "parameters": run.parameters,
        "rows": [run.train_rows, run.validation_rows],
        "curves": run.curves,
        "elapsed": run.elapsed,
        "learning_rates": run.learning_rates,
        "best": run.best and asdict(run.best),
        "kept": None if run.kept is None else {"epoch": run.kept},
        "evaluated": run.evaluated,
        "passed_over": None if run.search.passed_over is None else list(run.search.passed_over),
        "remarks": run.since(0)["remarks"],
        "seconds": run.seconds,
        "held": [run.epoch, run.batch, run.set_aside] if run.paused else None,
    }
    known: dict[str, Any] = json.loads(json.dumps(told))
    return known
