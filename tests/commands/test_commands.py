"""The command line: names, a run, a sweep that is kept, the table of runs, and what differs between them."""

import contextlib
import io
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from playground.__main__ import main
from playground.datasets import names
from playground.experiment import Experiment
from playground.experiment.presets import presets
from playground.runs import Run
from playground.runs.rows import row_of
from playground.store import Store
from playground.store.settings import database_url
from tests.support.experiments import complete
from tests.support.external import ExternalCluster
from tests.support.own_tables import FLATS

RATE = "training.optimizer.learning_rate"
# A neuron that learns at one rate and leaves the numbers at the other, in a moment.
NEURON = {
    "title": "A \x1b[2J neuron",
    "data": {"dataset": "cereals"},
    "network": {"layers": [{"type": "dense", "units": 4, "activation": "linear"}]},
    "training": {
        "loss": "mse",
        "epochs": 12,
        "batch_size": None,
        "optimizer": {"name": "sgd", "learning_rate": 0.01},
    },
}

Command = Callable[..., tuple[int, str, str]]


@pytest.fixture
def command(capsys: pytest.CaptureFixture[str]) -> Command:
    """Runs a command; returns its exit code and what it printed on standard output and standard error."""

    def run(*arguments: str) -> tuple[int, str, str]:
        try:
            code = main(arguments)
        except SystemExit as ended:  # argparse
            code = int(ended.code or 0)
        said = capsys.readouterr()
        return code, said.out, said.err

    return run


@pytest.fixture(scope="module")
def scheduler(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a cluster with one worker."""
    cluster = ExternalCluster(tmp_path_factory.mktemp("cluster"))
    yield cluster.address
    cluster.close()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """An installation of its own for all tests of this module, with the neuron's file."""
    folder = tmp_path_factory.mktemp("kept")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DATABASE_URL", f"sqlite:///{folder / 'playground.db'}")
        patch.setenv("PLAYGROUND_FILES", str(folder / "files"))
        (folder / "neuron.json").write_text(json.dumps(NEURON))
        yield folder


@pytest.fixture(scope="module")
def swept(folder: Path, scheduler: str) -> dict[str, Any]:
    """What `sweep --json` printed of a grid of which one row diverges, and its exit code."""
    arguments = [
        "sweep",
        str(folder / "neuron.json"),
        "--over",
        f"{RATE}=0.05,100",
        "--over",
        "training.seed=0,1",
    ]
    with contextlib.redirect_stdout(io.StringIO()) as printed:
        code = main([*arguments, "--json", "--scheduler", scheduler])
    return {"code": code, **json.loads(printed.getvalue())}


def test_names_come_one_a_line(command: Command) -> None:
    assert command("datasets") == (0, "\n".join(names()) + "\n", "")
    assert command("presets") == (0, "\n".join(presets()) + "\n", "")


def test_train_prints_one_json_object(folder: Path, command: Command, scheduler: str) -> None:
    code, out, err = command(
        "train", str(folder / "neuron.json"), "--set", "training.epochs=2", "--json", "--scheduler", scheduler
    )
    said = json.loads(out)
    assert (code, err, said["status"], said["epochs"]) == (0, "", "finished", 2)
    assert len(said["history"]["loss"]) == len(said["history"]["val_loss"]) == 2
    assert said["best"]["value"] == min(said["history"]["val_loss"])
    assert said["unit"] == {"name": "kcal", "factor": 390.0}
    assert said["history"]["learning_rate"] == [0.01, 0.01]
    assert said["kept"] == {"epoch": 2}
    assert said["evaluated"]["val_loss"] == pytest.approx(said["history"]["val_loss"][1], rel=1e-5)


def test_train_on_a_file_of_ones_own(
    folder: Path, command: Command, scheduler: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its workers find the table at no path: the engine brings it."""
    table = tmp_path / "flats.csv"
    table.write_text(FLATS)
    train = ("train", str(folder / "neuron.json"), "--data", str(table), "--json", "--scheduler", scheduler)
    code, out, err = command(*train, "--set", "data.target=Miete", "--set", "training.epochs=2")
    said = json.loads(out)
    assert (code, err, said["status"], said["epochs"]) == (0, "", "finished", 2)
    code, out, err = command(*train, "--set", "training.epochs=2")
    assert (code, err, json.loads(out)["status"]) == (0, "", "finished")
    assert "accuracy" in json.loads(out)["history"]  # 0 and 1 are classes
    assert table.name in command("runs")[1]


def test_a_file_that_cannot_be_read_exits_with_2_and_a_sentence(
    folder: Path, command: Command, tmp_path: Path
) -> None:
    table = tmp_path / "table.csv"
    neuron = str(folder / "neuron.json")
    table.write_bytes(b"")
    code, out, err = command("train", neuron, "--data", str(table))
    assert (code, out, "empty" in err) == (2, "", True)
    table.write_text("a,b\n" + "1,2\n" * 20 + "1,2,3\n")
    code, out, err = command("train", neuron, "--data", str(table))
    assert (code, out) == (2, "")
    assert "row 22" in err
    assert "--doubtful" in err
    code, out, err = command("train", neuron, "--data", str(tmp_path / "nothing.csv"))
    assert (code, out, "No such file" in err) == (2, "", True)


def test_a_sweep_tells_every_cell_and_the_best(swept: dict[str, Any]) -> None:
    assert swept["over"] == [[RATE, [0.05, 100]], ["training.seed", [0, 1]]]
    assert [cell["values"] for cell in swept["cells"]] == [[0.05, 0], [0.05, 1], [100, 0], [100, 1]]
    assert [cell["status"] for cell in swept["cells"]] == ["finished", "finished", "failed", "failed"]
    learned = swept["cells"][:2]
    best = min(learned, key=lambda cell: cell["best"]["value"])
    assert swept["best"] == best["id"]
    assert best["cell"].startswith("learning rate 0.05, seed ")
    assert {cell["epochs"] for cell in learned} == {12}


def test_a_sweep_with_a_failed_run_exits_1(swept: dict[str, Any]) -> None:
    assert swept["code"] == 1


def test_a_sweep_in_words_has_a_star_and_the_address(folder: Path, command: Command, scheduler: str) -> None:
    code, out, err = command(
        "sweep", str(folder / "neuron.json"), "--over", "training.seed=5,6,7", "--scheduler", scheduler
    )
    assert (code, err) == (0, "")
    first, *_, head, row, star, address = out.splitlines()
    assert first == "Best val_loss in kcal² (smaller is better)"
    assert head.split() == ["5", "6", "7"]
    values = row.replace("★ ", "★").split()
    assert len(values) == 3
    best = min(values, key=lambda value: float(value.strip("★")))
    assert best.startswith("★")
    assert star.startswith(f"★ seed {5 + values.index(best)}: val_loss ")
    told = star.partition("(")[2].partition(" ")[0].replace(",", "")
    assert float(told) == pytest.approx(float(best.strip("★")), rel=1e-3), "in the unit of the table"
    assert address.startswith("The app shows it at /runs?sweep=")


def test_runs_lists_what_was_trained_the_newest_first(swept: dict[str, Any], command: Command) -> None:
    ids = [cell["id"] for cell in swept["cells"]]
    code, out, _ = command("runs", "--json", "--limit", "0")
    listed = json.loads(out)
    assert code == 0
    assert set(ids) <= {row["id"] for row in listed}
    started = [row["started_at"] for row in listed]
    assert started == sorted(started, reverse=True)
    (row,) = (row for row in listed if row["id"] == ids[0])
    assert (row["group"], row["cell"], row["best_value"]) == (
        swept["group"],
        "learning rate 0.05, seed 0",
        swept["cells"][0]["best"]["value"],
    )


def test_runs_prints_a_table_that_no_title_can_disturb(swept: dict[str, Any], command: Command) -> None:
    code, out, _ = command("runs", "--limit", "2")
    head, first, second, more = out.splitlines()
    assert code == 0
    assert head.split()[:3] == ["id", "started", "state"]
    assert head.index("state") == first.index(first.split()[3]) == second.index(second.split()[3])
    assert more.startswith("… and ")
    assert "\x1b" not in command("compare", *(cell["id"][:8] for cell in swept["cells"][:2]))[1] + out


def test_runs_of_one_owner(swept: dict[str, Any], command: Command) -> None:
    assert swept["cells"][0]["id"][:8] in command("runs", "--owner", "console", "--limit", "0")[1]
    assert command("runs", "--owner", "0" * 32) == (0, "No runs are kept here yet.\n", "")
    code, _, said = command("runs", "--owner", "nobody")
    assert (code, "nobody" in said, "cookie" in said) == (2, True, True)


def test_compare_shows_only_what_differs(swept: dict[str, Any], command: Command) -> None:
    one, _, other, _ = (cell["id"] for cell in swept["cells"])
    code, out, _ = command("compare", one[:10], other[:10].upper())
    lines = [" ".join(line.split()) for line in out.splitlines()]
    assert code == 0
    assert lines[:3] == [f"{one[:8]} {other[:8]}", "Learning rate 0.05 100", "Ended finished failed"]
    assert not any(line.startswith("Seed") for line in lines)

    said = json.loads(command("compare", one, other, "--json")[1])
    assert [row["path"] for row in said["differences"]] == [RATE]
    assert [run["id"] for run in said["runs"]] == [one, other]


def test_compare_warns_where_values_cannot_be_compared(
    folder: Path, command: Command, scheduler: str, swept: dict[str, Any]
) -> None:
    other = ["--set", "data.train_fraction=0.5", "--over", "training.seed=0", "--json"]
    _, out, _ = command("sweep", str(folder / "neuron.json"), *other, "--scheduler", scheduler)
    code, out, _ = command("compare", swept["cells"][0]["id"], json.loads(out)["best"])
    assert code == 0
    assert "judged by different validation rows" in out


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("train", "nothing"), "nothing: there is no such preset, and no file to read"),
        (("train", "iris\x00"), "there is no such preset"),
        (
            ("train", "spiral", "--set", "training.epochs=0"),
            "training.epochs: 0 is too small; the least is 1.",
        ),
        (("sweep", "spiral", "--over", "training.seed"), "write what to sweep over as"),
        (
            ("sweep", "spiral", "--over", "training.seed=0,-1"),
            "The cell “seed -1” cannot be trained. training.seed: -1 is too small; the least is 0.",
        ),
        (("sweep", "spiral"), "the following arguments are required: --over"),
        (("compare", "zz", "00"), "zz: there is no run with this id"),
        (("compare", "%", "_"), "%: there is no run with this id"),
        (("runs", "--limit", "-1"), "--limit"),
    ],
)
@pytest.mark.usefixtures("folder")
def test_a_wrong_request_exits_2_with_a_sentence(
    command: Command, arguments: tuple[str, ...], sentence: str
) -> None:
    code, out, err = command(*arguments)
    assert (code, out) == (2, "")
    assert sentence in err
    assert "Traceback" not in err


def test_an_id_that_is_not_whole_has_to_be_the_only_one(folder: Path, command: Command) -> None:
    run = Run("", "console", complete(Experiment.model_validate(NEURON)))
    store = Store(database_url())
    store.open()
    ids = [f"{'f' * 20}{number:012x}" for number in range(2)]
    store.add([{**row_of(run, "gone"), "id": name} for name in ids])
    store.close()
    code, _, err = command("compare", "f" * 12, ids[0])
    assert code == 2
    assert "several ids begin so" in err


def test_one_run_is_not_compared_with_itself(swept: dict[str, Any], command: Command) -> None:
    one = swept["cells"][0]["id"]
    assert command("compare", one, one[:12])[::2] == (2, "Name two runs, or more, to compare.\n")


def test_a_database_that_cannot_be_used_exits_1_with_a_sentence(
    command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "sqlite:////proc/none/playground.db")
    code, out, err = command("runs")
    assert (code, out) == (1, "")
    assert "The database cannot be used" in err


def test_diagnose_tells_of_a_run_with_its_own_learning_rate(swept: dict[str, Any], command: Command) -> None:
    diverged = next(cell for cell in swept["cells"] if cell["status"] == "failed")
    code, out, _ = command("diagnose", diverged["id"][:10], "--json")
    (finding,) = json.loads(out)["findings"]
    assert (code, finding["kind"]) == (0, "diverged")
    assert finding["remedy"] == "Try learning rate 10 (now 100)."
