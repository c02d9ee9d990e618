"""The cases of `tests/cases`: real experiments for which the app once said something wrong.

`tests/test_cases.py` fails if no test loads a file of that folder with these functions.
"""

import json
from pathlib import Path
from typing import Any

from playground.experiment import Complete
from playground.experiment.parse import from_content
from playground.plan import Plan, plan

FOLDER = Path(__file__).resolve().parent.parent / "cases"


def content(name: str) -> dict[str, Any]:
    """The content of the case's file as plain data."""
    read: dict[str, Any] = json.loads((FOLDER / f"{name}.json").read_text("utf-8"))
    return read


def planned(name: str) -> Plan:
    """The case on its data."""
    return plan(from_content(content(name)))


def case(name: str) -> Complete:
    """The experiment of a case, completed like that of a run."""
    return planned(name).experiment
