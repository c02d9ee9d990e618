"""What points at a run that was tidied away says so in a sentence, on every page that can name it."""

from pathlib import Path
from typing import NamedTuple

import pytest
from streamlit.testing.v1 import AppTest

from playground.keeping.policy import Policy
from playground.keeping.tidy import lease_of, tidy
from playground.runs import Run
from playground.store import Files
from playground.studies.sweep import over
from playground.studies.twin import twin
from tests.support.installation import settings
from tests.support.kept_runs import ME, Kept, experiment


class Tidied(NamedTuple):
    """A run and groups that are gone, and a twin of that run that has a star."""

    run: str
    seeds: str
    sweep: str
    twin: Run


@pytest.fixture
def tidied(kept: Kept, tmp_path: Path) -> Tidied:
    run = kept.run(1.0, 0.5)
    seeds = kept.seeds(0.5, 0.4)
    sweep = kept.sweep([over("training.batch_size", [8, 16])], [0.5, 0.4])
    its_twin = kept.runs.start(twin(experiment(seed=3), run.experiment), ME, parent=run.id)
    kept.engine.train(its_twin, 1.0, 0.4)
    assert its_twin.wait()
    kept.runs.marks.describe(its_twin.id, ME, starred=True)
    kept.runs.marks.describe(run.id, ME, name="the first")
    lease = lease_of(kept.store, "a" * 32)
    assert lease.take()
    report = tidy(kept.store, Files(settings(tmp_path)["PLAYGROUND_FILES"]), Policy(keep_runs=1), lease)
    assert report.runs.number == 5
    # As after a restart: no run is in memory.
    for each in kept.runs._memory.runs:
        kept.runs._memory.remove(each.id)
    kept.runs._memory.let_go()
    return Tidied(run.id, seeds, sweep, its_twin)


def page_of(name: str, **address: str) -> str:
    """All that a page says at an address."""
    page = AppTest.from_file("../../pages/start.py", default_timeout=600)
    for parameter, value in address.items():
        page.query_params[parameter] = value
    page = page.run() if name == "train.py" else page.switch_page(name).run()
    assert not page.exception
    every = (page.markdown, page.caption, page.warning, page.info, page.error, page.toast)
    return " ".join(str(each.value) for kind in every for each in kind)


def test_every_address_that_names_what_is_gone_says_so(tidied: Tidied) -> None:
    assert "The run in this address is not kept here any more." in page_of("train.py", run=tidied.run)
    assert "The seeds in this address are not kept here." in page_of("runs.py", seeds=tidied.seeds)
    assert "The sweep in this address is not kept here." in page_of("runs.py", sweep=tidied.sweep)
    assert "The run in this address is not kept here any more." in page_of("runs.py", over=tidied.run)
    both = page_of("runs.py", compare=f"{tidied.run},{tidied.twin.id}")
    assert "One of the runs in this address is not kept here any more." in both


def test_a_twin_outlives_the_run_that_it_is_compared_with(tidied: Tidied) -> None:
    assert "kept here any more" not in page_of("train.py", run=tidied.twin.id)
    page_of("runs.py", compare=tidied.twin.id)
