"""Databases, files and links of earlier versions open as what they were."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from playground.experiment import Experiment
from playground.experiment.link import from_link
from playground.messages.checkpoint import Checkpoint
from playground.persons import Person
from playground.runs import Runs
from playground.store import Files, Store
from tests.golden.record import differences
from tests.store.databases import REVISIONS, content_of, told_by, unpack
from tests.support.installation import settings
from tests.support.silent_engine import SilentEngine


class Old:
    """A copy of a database of before, opened by the runs layer of now."""

    def __init__(self, revision: str, folder: Path) -> None:
        unpack(revision, folder)
        environment = settings(folder)
        self.content = content_of(revision)
        self.engine = SilentEngine()
        self.store = Store(environment["DATABASE_URL"])
        self.files = Files(environment["PLAYGROUND_FILES"])
        self.runs = Runs(self.engine, self.store, self.files)
        self.runs.wait_for_store()

    def id_of(self, called: str) -> str:
        """The id of the run that the maker called so."""
        return next(name for name, then in self.content["runs"].items() if then["called"] == called)


@pytest.fixture(params=REVISIONS)
def old(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Old]:
    old = Old(request.param, tmp_path)
    yield old
    old.runs.close()


def experiments(contents: list[dict[str, Any]]) -> list[Experiment]:
    return [Experiment.model_validate(content) for content in contents]


def test_every_run_tells_what_it_told_and_is_described_as_it_was(old: Old) -> None:
    rows = {row.id: row for row in old.runs.table(Person(old.content["owner"]))}
    assert rows.keys() == old.content["runs"].keys()
    for name, then in old.content["runs"].items():
        run, row = old.runs.get(name), old.store.run(name)
        assert run is not None
        assert row is not None
        assert run.experiment == Experiment.model_validate(then["experiment"])
        assert not list(differences(then["told"], told_by(run), exact=True, where=then["called"]))
        assert {key: row[key] for key in then["said"]} == then["said"]
        best, kept = then["told"]["best"] or {}, then["told"]["kept"] or {}
        assert (rows[name].best_epoch, rows[name].best_value) == (best.get("epoch"), best.get("value"))
        assert row["kept_epoch"] == kept.get("epoch")


def test_groups_have_their_runs_in_their_order(old: Old) -> None:
    assert {group["kind"] for group in old.content["groups"].values()} == {"luck", "sweep"}
    for name, then in old.content["groups"].items():
        group = old.runs.groups.get(name)
        assert group is not None
        found = {"kind": group.kind, "owner": group.owner, "settings": dict(group.settings)}
        kind = {"luck": "seeds"}.get(then["kind"], then["kind"])
        assert {**found, "runs": [run.id for run in group.runs]} == {**then, "kind": kind}


def test_files_are_there_and_a_held_run_is_adopted_with_its_checkpoint(old: Old) -> None:
    held = old.id_of("held")
    assert set(old.engine.adopted) == {held, old.id_of("waiting")}
    run = old.runs.get(held)
    assert run is not None
    assert run.set_aside is not None
    checkpoint = Checkpoint.decode(old.files.get(run.set_aside))
    assert (checkpoint.epoch, checkpoint.batch) == (2, 1)
    finished = old.store.run(old.id_of("finished"))
    assert finished is not None
    assert all(old.files.get(finished[kind]) for kind in ("weights", "data", "picture"))


@pytest.mark.slow
def test_a_run_held_by_an_earlier_version_goes_on_to_the_same_curves(old: Old) -> None:
    from tests.store.databases.make import to_the_end

    run = old.runs.get(old.id_of("held"))
    assert run is not None
    assert run.set_aside is not None
    curves = to_the_end(run.experiment, old.files.get(run.set_aside))
    # On another kind of processor the last digits differ.
    assert {name: pytest.approx(then, rel=1e-3) for name, then in old.content["goes_on"].items()} == curves


def test_links_name_the_same_experiments(old: Old) -> None:
    opened = set()
    for link in old.content["links"]:
        ((parameter, (value,)),) = parse_qs(urlsplit(link["address"]).query).items()
        opened.add(parameter)
        match parameter:
            case "experiment":
                found = [from_link(value)]
            case "luck" | "sweep":
                group = old.runs.groups.get(value)
                assert group is not None
                found = [run.experiment for run in group.runs]
            case _:
                found = [run.experiment for each in value.split(",") if (run := old.runs.get(each))]
        assert found == experiments(link["opens"]), link["address"]
    assert opened == {"experiment", "run", "compare", "over", "luck", "sweep"}
