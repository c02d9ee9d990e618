"""The cases of `tests/cases`: experiments from real life for which the product once said something wrong.

`tests/test_cases.py` fails where a file of that folder is named by no test that loads it from here.
"""

import json
from pathlib import Path
from typing import Any

from playground.experiment import Complete
from playground.experiment.parse import from_content
from playground.plan import Plan, plan

FOLDER = Path(__file__).resolve().parent.parent / "cases"


def content(name: str) -> dict[str, Any]:
    """The case as plain data, as its file has it."""
    read: dict[str, Any] = json.loads((FOLDER / f"{name}.json").read_text("utf-8"))
    return read


def planned(name: str) -> Plan:
    """The case on its data."""
    return plan(from_content(content(name)))


def case(name: str) -> Complete:
    """The experiment of a case, completed as that of a run."""
    return planned(name).experiment
