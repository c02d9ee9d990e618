"""The page process: what it shares, and what it never loads."""

import subprocess
import sys
from pathlib import Path

from playground.server import services

ROOT = Path(__file__).parents[2]
HEAVY = ("tensorflow", "keras", "jax", "torch")


def test_there_is_one_set_of_runs_and_closing_begins_anew() -> None:
    first = services.runs()
    assert services.runs() is first
    services.close()
    assert services.runs() is not first
    services.close()


def test_the_page_process_never_loads_a_training_library() -> None:
    code = f"""
import sys
import playground.engine.client, playground.engine.local, playground.engine.worker
import playground.runs, playground.server, playground.server.services
playground.server.services.runs()
print([name for name in sys.modules if name.split(".")[0] in {HEAVY}])
"""
    answer = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True, timeout=100
    )
    assert answer.stdout.strip() == "[]"
