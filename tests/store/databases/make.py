"""Makes a database of this version with its files: `python -m tests.store.databases.make`.

Runs of every kind are trained in this process and written by the runs layer, as a server does it.
"""

import json
import sqlite3
import tarfile
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from alembic.script import ScriptDirectory

from playground.experiment import Branch, Experiment
from playground.experiment.link import to_link
from playground.experiment.presets import presets
from playground.messages.checkpoint import Checkpoint, Held
from playground.messages.events import Ended, Event, SetAside, Started, Weights
from playground.messages.wishes import Pause, Resume, SetLearningRate, Step, StepBatch, Stop, Wish
from playground.persons import Person, hash_number
from playground.pictures.picture_maker import PictureMaker
from playground.plan import plan
from playground.runs import Run, Runs
from playground.store import Files, Store
from playground.store.migrate import configuration
from playground.studies.seeds import with_seeds
from playground.studies.sweep import cells, over, settings_of
from playground.studies.twin import twin
from playground.worker.control import Control
from playground.worker.job import train
from tests.store.databases import HERE, told_by
from tests.store.databases.experiments import CEREALS, CIRCLE, IRIS, MACHINE, experiment
from tests.support.installation import settings
from tests.support.kept_runs import NUMBER
from tests.support.silent_engine import SilentEngine
from tests.support.waiting import until


class Worker(SilentEngine):
    """Trains runs in this process when it is told to, and tells of them as the engine does."""

    def __init__(self, files: Files) -> None:
        super().__init__()
        self._files = files

    def train(self, run: Run, *groups: Sequence[Wish]) -> None:
        """Trains a run to where the wishes lead; after each group of them it is held and leaves its worker."""
        hear = self.hears[run.id]
        hear([Started(worker="tcp://127.0.0.1:1", machine=MACHINE)])
        checkpoint: Checkpoint | None = None
        number = 1
        for wishes in groups or ((),):
            control = Control()
            if checkpoint is not None:
                control.put_back(checkpoint)
            control.take_in_order("a person", number, wishes)
            number += len(wishes)
            control.give_up()
            picture_maker = PictureMaker(hear)
            result = train(run.experiment, hear, control, picture_maker, checkpoint)
            picture_maker.close()
            if isinstance(result, Held):
                hear([SetAside(file=self._files.put(result.content))])
                checkpoint = Checkpoint.decode(result.content)
            elif result is not None:
                hear([Weights(content=result)])


def link(page: str, **parameters: str) -> str:
    """An address in the app, as it gives it away."""
    return f"/{page}?{urlencode(parameters, quote_via=quote)}"


def to_the_end(what: Experiment, checkpoint: bytes) -> dict[str, list[float]]:
    """The curves of a held run from its checkpoint on, when it goes on."""
    control = Control()
    begun = Checkpoint.decode(checkpoint)
    control.put_back(begun)
    control.resume()
    curves: dict[str, list[float]] = {}

    def hear(events: Sequence[Event]) -> None:
        for event in events:
            for name, values in getattr(event, "logs", {}).items():
                curves.setdefault(name, []).extend(values)

    train(what, hear, control, checkpoint=begun)
    return curves


class Maker:
    """Fills a database and says what it has put there."""

    def __init__(self, folder: Path) -> None:
        environment = settings(folder)
        self.owner = Person(hash_number(environment["PLAYGROUND_SECRET"].encode(), NUMBER))
        files = Files(environment["PLAYGROUND_FILES"])
        self.files = files
        self.worker = Worker(files)
        self.runs = Runs(self.worker, Store(environment["DATABASE_URL"]), files)
        self.runs.wait_for_store()
        self.made: dict[str, Run] = {}
        self.described: dict[str, dict[str, Any]] = {}

    def run(self, called: str, what: Experiment, *groups: Sequence[Wish], parent: Run | None = None) -> Run:
        """A run, trained to where the wishes lead."""
        run = self.runs.start(what, self.owner, parent=parent.id if parent else None)
        self.worker.train(run, *groups)
        until(lambda: run.over or run.set_aside is not None)
        self.made[called] = run
        return run

    def single_runs(self) -> None:
        """Runs of every state, a branch and a twin."""
        finished = self.run("finished", experiment(IRIS))
        own = "A name “of one's own”"
        self.described[finished.id] = {"name": own, "note": "Two\nlines.", "starred": True}
        self.run("stopped early", experiment(CEREALS))
        self.run("hinge on a toy", experiment(CIRCLE))
        self.run("stopped", experiment(IRIS), [Pause(), Step(), Step(), StepBatch()], [Stop()])
        wild = {"name": "sgd", "learning_rate": 90.0}
        self.run("diverged", experiment(CEREALS, optimizer=wild, early_stopping=None))
        by_hand = [Pause(), Step(), SetLearningRate(value=0.1), Step(), Step()]
        slower = self.run("a rate set by hand", experiment(IRIS), by_hand, [Resume()])
        part = Branch(experiment=slower.experiment, epoch=4, learning_rates=tuple(slower.learning_rates))
        branch = plan(experiment(IRIS, epochs=8).model_copy(update={"branch": part})).experiment
        self.run("a branch", branch, parent=slower)
        part = Branch(experiment=experiment(CEREALS, epochs=30), epoch=25)
        self.run("failed", plan(experiment(CEREALS).model_copy(update={"branch": part})).experiment)
        wider = {
            **IRIS,
            "network": {"layers": [{"type": "dense", "units": 4}, {"type": "dense", "units": 3}]},
        }
        self.run("a twin", twin(experiment(wider), finished.experiment), parent=finished)
        lost = self.run("interrupted", experiment(IRIS, seed=4), [Pause(), Step()])
        self.worker.say(lost, Ended(status="interrupted", reason="Its server ended."))
        self.run("deleted", experiment(IRIS, seed=5))
        self.run("held", experiment(IRIS, seed=6), [Pause(), Step(), Step(), StepBatch()])
        self.made["waiting"] = self.runs.start(experiment(IRIS, seed=7), self.owner)

    def groups(self) -> dict[str, Any]:
        """A group of seeds and a sweep; what each is, by id."""
        of = self.made["finished"]
        seeds = with_seeds(of.experiment, 3)
        labels = [f"seed {each.training.seed}" for each in seeds]
        luck = self.runs.groups.start(seeds, self.owner, "luck", labels, {"of": of.id})
        overs = [
            over("training.optimizer.learning_rate", [0.1, 0.01]),
            over("training.batch_size", [8, None]),
        ]
        found = cells(of.experiment, overs)
        for run in luck.runs:
            self.worker.train(run)
        until(lambda: luck.over)
        sweep = self.runs.groups.start(
            [cell.experiment for cell in found],
            self.owner,
            "sweep",
            [cell.label for cell in found],
            settings_of(overs),
        )
        for run in sweep.runs:
            self.worker.train(run)
        for group in (luck, sweep):
            self.made |= {f"{group.kind} {number}": run for number, run in enumerate(group.runs)}
        return {
            group.id: {
                "kind": group.kind,
                "owner": group.owner,
                "settings": dict(group.settings),
                "runs": [run.id for run in group.runs],
            }
            for group in (luck, sweep)
        }

    def links(self, groups: Mapping[str, Any]) -> list[dict[str, Any]]:
        """Addresses of this version, each with the experiments that it opens."""
        made, presets_first = self.made, plan(next(iter(presets().values()))).experiment
        given = [presets_first, *(made[name].experiment for name in ("hinge on a toy", "a branch", "a twin"))]
        pages = [
            (link("", run=run.id), [run]) for run in (made["stopped early"], made["a branch"], made["held"])
        ]
        two = [made["finished"], made["a twin"]]
        pages.append((link("runs", compare=",".join(run.id for run in two)), two))
        pages.append((link("runs", over=made["finished"].id), [made["finished"]]))
        by_id = {run.id: run for run in made.values()}
        for name, group in groups.items():
            pages.append((link("runs", **{group["kind"]: name}), [by_id[each] for each in group["runs"]]))
        return [
            *(
                {"address": link("", experiment=to_link(each)), "opens": [each.model_dump(mode="json")]}
                for each in given
            ),
            *(
                {"address": address, "opens": [run.experiment.model_dump(mode="json") for run in runs]}
                for address, runs in pages
            ),
        ]

    def content(self) -> dict[str, Any]:
        """Makes all of it and says what is there."""
        self.single_runs()
        groups = self.groups()
        # Names are the store's own: the runs have to be there before they are named.
        until(
            lambda: {run.id for run in self.made.values()} <= {row.id for row in self.runs.table(self.owner)}
        )
        for name, said in self.described.items():
            self.runs.marks.describe(name, self.owner, **said)
        self.runs.marks.delete([self.made.pop("deleted").id], self.owner)
        self.runs.close()
        assert not any(run.notice for run in self.made.values())
        return {
            "owner": self.owner.id,
            "runs": {
                run.id: {
                    "called": called,
                    "experiment": run.experiment.model_dump(mode="json"),
                    "said": self.described.get(run.id, {"name": "", "note": "", "starred": False}),
                    "told": told_by(run),
                }
                for called, run in self.made.items()
            },
            "groups": groups,
            "goes_on": to_the_end(
                self.made["held"].experiment, self.files.get(self.made["held"].set_aside or "")
            ),
            "links": self.links(groups),
        }


def main() -> None:
    """Makes the pair of files."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        maker = Maker(folder)
        content = maker.content()
        database = folder / "playground.db"
        with closing(sqlite3.connect(database)) as connection:
            connection.execute("VACUUM INTO ?", [str(folder / "small.db")])
        revision = ScriptDirectory.from_config(configuration()).get_current_head()
        target = HERE / f"{revision}.tar.gz"
        with tarfile.open(target, "w:gz") as archive:
            archive.add(folder / "small.db", "playground.db", filter=_nobodys)
            archive.add(folder / "files", "files", filter=_nobodys)
    text = json.dumps(content, ensure_ascii=False, indent=1)
    target.with_name(f"{revision}.json").write_text(f"{text}\n", "utf-8")
    for run in content["runs"].values():
        print(f"{run['called']}: {run['told']['state']}, kept {run['told']['kept']}, {run['told']['reason']}")
    print(f"{len(content['runs'])} runs, {target.stat().st_size:,} bytes and {len(text):,} characters")


def _nobodys(entry: tarfile.TarInfo) -> tarfile.TarInfo:
    entry.uid = entry.gid = 0
    entry.uname = entry.gname = ""
    return entry


if __name__ == "__main__":
    main()
