"""A script that trains elsewhere shows its curves in a real browser while it trains."""

import csv
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import expect

from playground.experiment.presets import presets
from playground.export.script import script
from playground.plan import plan
from tests.support.chromium import PATIENCE
from tests.support.playground_page import RUN, Visit
from tests.support.runs_page import RunsPage
from tests.support.steps import told

pytestmark = pytest.mark.timeout(600)

ROOT = Path(__file__).parents[2]
HELD = 3  # the epoch after which the script waits until the page has drawn it
EPOCHS = 6

# What a person adds to the exported script: its own line for a playground, with a token; and here, a halt.
HALT = f"""
def halt(epoch, logs):
    if epoch + 1 == {HELD}:
        input()
callbacks.append(keras.callbacks.LambdaCallback(on_epoch_end=halt))
"""


def exported(folder: Path, callback: str) -> None:
    """Writes a preset's script with its callback for a playground; the program of a person who took it home."""
    experiment = presets()["spiral"]
    training = experiment.training.model_copy(update={"epochs": EPOCHS})
    made = script(plan(experiment.model_copy(update={"training": training})))
    ready = "# from playground.live import LiveCurves\n# callbacks.append({})\n"
    example = ready.format('LiveCurves("http://localhost:8501", "the token")')
    assert example in made.code
    used = f"from playground.live import LiveCurves\ncallbacks.append({callback})\n{HALT}"
    (folder / "script.py").write_text(made.code.replace(example, used), "utf-8")
    for name, content in made.files.items():
        (folder / name).write_bytes(content)


def test_an_exported_script_with_its_line_for_a_playground_is_seen_there_while_it_trains(
    visit_stub: Visit, tmp_path: Path
) -> None:
    person = visit_stub(None)
    page = RunsPage(person)
    page.go("/runs")
    page.button("own_scripts").click(timeout=PATIENCE)
    page.button("make_token").click(timeout=PATIENCE)
    code = page.page.get_by_test_id("stPopoverBody").get_by_test_id("stCode")
    expect(code).to_contain_text("from playground.live import LiveCurves")
    found = re.search(r"callbacks=\[(LiveCurves\(.*\))\]\)", code.inner_text())
    assert found is not None
    exported(tmp_path, found[1])
    training = subprocess.Popen(
        [sys.executable, "script.py"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT), "TF_CPP_MIN_LOG_LEVEL": "3", "MPLBACKEND": "Agg"},
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        # It comes by itself to the page, which had no run before.
        expect(page.table.locator("td", has_text="running")).to_be_attached(timeout=RUN)
        page.choose(0)
        page.button("open_run").click(timeout=PATIENCE)
        person.ready()
        person.wait_for_epoch(HELD)
        assert (person.epoch, person.state) == (HELD, "running")
        assert training.stdin is not None
        print(file=training.stdin, flush=True)
        person.wait_for_epoch(EPOCHS)
        expect(person.curves).to_have_attribute("data-state", "finished")
        _, complaints = training.communicate()
        assert training.returncode == 0, complaints
        assert "LiveCurves" not in complaints
    finally:
        training.kill()
        training.wait()
    history = list(csv.DictReader((tmp_path / "history.csv").open()))
    curves = told(person)["curves"]
    for name in ("loss", "val_loss"):
        assert curves[name][1:] == pytest.approx([float(epoch[name]) for epoch in history], rel=1e-6)
