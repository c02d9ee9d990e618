"""The page of runs, run as Streamlit runs it: the table, one run, and what its address may say."""

from pathlib import Path

import pytest
import streamlit
from streamlit.testing.v1 import AppTest

from playground.experiment import Data, Experiment, Training
from playground.experiment.uploads import name_of
from playground.persons import CONSOLE
from playground.plan import plan
from playground.runs import Run, Runs
from playground.runs.rows import row_of
from playground.services import Services, use
from playground.store import Store
from tests.support.kept_runs import ME, Kept, experiment
from tests.support.own_tables import FLATS
from tests.support.persons import YOU, somebody
from tests.support.runs_script import a_sweep, compare, names, press, text, visit
from tests.support.waiting import SECONDS, until


def in_address(app: AppTest, name: str) -> str:
    value = app.query_params.get(name)
    return value[0] if isinstance(value, list) else value or ""


def test_without_runs_there_is_one_sentence_and_the_way_to_the_playground(kept: Kept) -> None:
    kept.run(1.0, 0.5, owner=somebody("else"))
    app = visit()
    assert len(app.dataframe) == 0
    assert any("no runs yet" in str(link.proto.label) for link in app.get("page_link"))


def test_the_table_says_what_was_trained_and_what_came_of_it(kept: Kept) -> None:
    kept.run(1.0, 0.5, 0.25, 0.75)
    row = visit().dataframe[0].value.iloc[0]
    assert (row["data"], row["layers"], row["loss"], row["with"]) == (
        "Red wine",
        "512-512-512",
        "mae",
        "Adam",
    )
    assert (row["best_value"], row["best_epoch"], row["measure"]) == (
        0.25,
        2,
        "validation loss · mean absolute error",
    )
    assert (row["ended"], row["parameters"], row["seconds"]) == ("finished", 9, 1.5)


def test_filters_keep_what_they_ask_for(kept: Kept) -> None:
    first, second = kept.run(1.0, 0.5), kept.run(1.0, 0.4, optimizer={"name": "sgd", "learning_rate": 0.1})
    kept.runs.marks.describe(first.id, ME, name="Baseline", starred=True)
    kept.runs.marks.describe(second.id, ME, name="Steps of SGD")
    app = visit()
    assert names(app) == ["Steps of SGD", "Baseline"]
    app.text_input(key="find_runs").set_value("sgd STEPS").run()
    assert names(app) == ["Steps of SGD"]
    app.text_input(key="find_runs").set_value("").run()
    app.toggle(key="find_starred").set_value(True).run()
    assert names(app) == ["Baseline"]


def test_seeds_and_a_sweep_take_a_row_each_and_unfold(kept: Kept) -> None:
    kept.run(1.0, 0.5, 0.25)
    kept.seeds(0.4, 0.3, 0.35)
    a_sweep(kept, 0.2, 0.6)
    app = visit()
    assert names(app) == [
        "Red wine, early stopping · sweep of 2",
        "Red wine, early stopping · 3 seeds",
        "Red wine, early stopping",
    ]
    assert app.dataframe[0].value["best_value"].tolist() == [0.2, 0.3, 0.25]
    curves = app.dataframe[0].value["curve"]
    assert [list(curve) if hasattr(curve, "__len__") else [] for curve in curves] == [[], [], [1.0, 0.0]]
    app.toggle(key="fold_studies").set_value(False).run()
    assert len(names(app)) == 6


def test_best_values_that_do_not_compare_are_said_so(kept: Kept) -> None:
    kept.run(1.0, 0.5)
    assert "different measures" not in text(visit())
    kept.run(1.0, 0.5, loss="mse")
    assert "2 different measures" in text(visit())


def test_a_run_is_named_starred_and_noted_by_its_owner(kept: Kept) -> None:
    run = kept.run(1.0, 0.5)
    app = compare(run)
    app.text_input(key=f"name-{run.id}").set_value("Mine <b>").run()
    app.text_area(key=f"note-{run.id}").set_value("why").run()
    press(app, f"star-{run.id}")
    (row,) = kept.runs.table(ME)
    assert (row.name, row.note, row.starred) == ("Mine <b>", "why", True)
    assert names(app) == ["Mine <b>"]


def test_what_a_curve_shows_stands_beside_it_and_its_remedy_is_trained_beside_it(kept: Kept) -> None:
    run = kept.run(*(0.97**epoch for epoch in range(21)), epochs=20)
    app = compare(run)
    assert "**Stopped too early.** Training ended while the loss was falling" in text(app)
    press(app, "try_remedy")
    twin = next(kept.runs.in_memory(row.id) for row in kept.runs.table(ME) if row.id != run.id)
    assert twin is not None
    assert (twin.parent, twin.experiment.training.epochs) == (run.id, 60)
    assert in_address(app, "compare") == f"{twin.id},{run.id}"
    assert "It helped" not in text(app)
    kept.engine.train(twin, 1.0, 0.1)
    assert twin.wait(SECONDS)
    assert "It helped in this run" in text(app.run())
    press(app, "both_by_seeds")
    assert len(in_address(app, "seeds").split(",")) == 2


def test_a_healthy_curve_asks_for_nothing(kept: Kept) -> None:
    app = compare(kept.run(*(0.2 + 0.8 * 0.7**epoch for epoch in range(40))))
    assert "**Healthy.**" in text(app)
    assert "try_remedy" not in {button.key for button in app.button}


def test_of_a_name_that_is_too_long_the_beginning_is_kept(kept: Kept) -> None:
    run = kept.run(1.0, 0.5)
    app = compare(run)
    app.text_input(key=f"name-{run.id}").set_value("long " * 100).run()
    (row,) = kept.runs.table(ME)
    assert row.name == ("long " * 100)[:200]
    assert "Only the first 200 letters" in app.toast[0].value


def test_somebody_elses_run_is_seen_but_not_changed(kept: Kept) -> None:
    run = kept.run(1.0, 0.5, owner=somebody("else"))
    app = compare(run)
    assert "512-512-512" in text(app)
    keys = {button.key for button in app.button}
    assert "open_run" in keys
    assert not keys & {"delete_run", f"star-{run.id}"}
    assert f"name-{run.id}" not in {field.key for field in app.text_input}


def test_two_tables_of_one_name_are_two_choices_of_the_filter(kept: Kept) -> None:
    digests = [kept.runs.own_tables.keep(f"{FLATS}\n{end}".encode(), "flats.csv", ME) for end in ("", "\n")]
    runs = []
    for digest in digests:
        asked = Experiment(data=Data(dataset=name_of(digest)), training=Training(epochs=20))
        runs.append(kept.runs.start(plan(asked).experiment, ME))
        kept.engine.train(runs[-1], 1.0, 0.5)
    app = visit()
    field = app.multiselect(key="find_data")
    assert len(set(field.options)) == 2
    field.select(field.options[0]).run()
    assert not app.exception
    assert len(names(app)) == 1


def test_of_a_run_on_a_table_that_its_owner_does_not_share_nothing_can_be_trained(kept: Kept) -> None:
    digest = kept.runs.own_tables.keep(FLATS.encode(), "flats.csv", YOU)
    asked = Experiment(data=Data(dataset=name_of(digest)), training=Training(epochs=20))
    run = kept.runs.start(plan(asked).experiment, YOU)
    kept.engine.train(run, *(0.97**epoch for epoch in range(21)))
    training = {"try_remedy", "twin_run", "seeds_run", "sweep_run"}
    app = compare(run)
    assert "**Stopped too early.**" in text(app)
    assert not training & {button.key for button in app.button}
    kept.runs.own_tables.share(digest, YOU, True)
    assert training <= {button.key for button in compare(run).button}


def test_a_deleted_run_is_gone_and_comes_back(kept: Kept) -> None:
    first, second = kept.run(1.0, 0.5), kept.run(1.0, 0.4)
    app = press(compare(first), "delete_run")
    assert len(app.dataframe[0].value) == 1
    assert "compare" not in app.query_params
    press(app, "undo_delete")
    assert len(app.dataframe[0].value) == 2
    assert app.query_params["compare"] == first.id
    assert {row.id for row in kept.runs.table(ME)} == {first.id, second.id}


@pytest.mark.parametrize(
    "address", ["nonsense", "0123456789abcdef0123456789abcdef", "<script>,,", "../../etc"]
)
@pytest.mark.parametrize("part", ["compare", "seeds", "luck", "sweep", "over"])
def test_nonsense_in_the_address_is_a_sentence_at_most(kept: Kept, part: str, address: str) -> None:
    kept.run(1.0, 0.5)
    app = visit(**{part: address})
    assert part == "compare" or "not kept here" in text(app)


def test_ten_thousand_runs_are_all_in_the_table(kept: Kept) -> None:
    run = kept.run(1.0, 0.5)
    row = row_of(run, "gone")
    kept.store.add([{**row, "id": f"{number:032x}"} for number in range(10_000)])
    assert len(visit().dataframe[0].value) == 10_001


def test_a_store_that_cannot_be_used_is_said(kept: Kept, tmp_path: Path) -> None:
    kept.run(1.0, 0.5)
    assert "database" not in text(visit())
    (tmp_path / "file").write_text("no folder")
    runs = Runs(kept.engine, Store(f"sqlite:///{tmp_path / 'file' / 'playground.db'}"))
    until(lambda: bool(runs.trouble))
    with use(Services(runs)):
        assert runs.trouble in text(visit())
    runs.close()


@pytest.mark.parametrize("cookie", [CONSOLE.id, "visitor" * 20, ME.id])
def test_a_cookie_of_any_other_text_is_nobody_and_sees_nobodys_runs(
    kept: Kept, monkeypatch: pytest.MonkeyPatch, cookie: str
) -> None:
    for owner in (CONSOLE, ME):
        kept.run(1.0, 0.5, owner=owner)
    monkeypatch.setattr(type(streamlit.context), "cookies", {"visitor": cookie})
    assert not visit().dataframe


@pytest.mark.parametrize("part", ["seeds", "over", "sweep"])
def test_from_a_part_of_the_page_all_my_runs_leads_to_the_table_and_the_address_says_so(
    kept: Kept, part: str
) -> None:
    first, second = kept.run(1.0, 0.5), kept.run(1.0, 0.4)
    shown = {"seeds": kept.seeds(0.5, 0.4), "over": first.id, "sweep": a_sweep(kept, 0.5).id}[part]
    app = press(visit(**{part: shown}), "to_all_runs")
    assert dict(app.query_params) == {}
    assert len(app.dataframe[0].value) >= 2
    # A tick leads to the runs that are ticked, whatever the browser still believes of its address.
    app.query_params[part] = shown
    assert choose_in(app, first, second) == {"compare": f"{first.id},{second.id}"}


def choose_in(app: AppTest, *runs: Run) -> dict[str, str]:
    """The address after a tick in the table, which a script of its own chooses."""

    def script(ids: list[str], given: dict[str, str]) -> None:
        import streamlit as st

        from playground.ui.runs.chosen import choose

        st.query_params.from_dict(given)
        choose(ids)

    told = AppTest.from_function(script, args=([run.id for run in runs], dict(app.query_params)))
    told.run()
    assert not told.exception
    return dict(told.query_params)


def test_runs_on_a_data_set_that_is_gone_are_shown_all_the_same(kept: Kept) -> None:
    gone = experiment()
    gone = gone.model_copy(update={"data": gone.data.model_copy(update={"dataset": "taken-away"})})
    run = kept.runs.start(gone, ME)
    over = {"over": [["training.batch_size", [8, 16]]]}
    sweep = kept.runs.groups.start([gone] * 2, ME, "sweep", ["8", "16"], over)
    kept.engine.train(run, 1.0, 0.5)
    for each in sweep.runs:
        kept.engine.train(each, 1.0, 0.5)
        assert each.wait(20)
    seeds = kept.runs.groups.start([gone] * 2, ME, "seeds", ["seed 0", "seed 1"], {"of": run.id}).id
    assert "taken-away" in text(visit(sweep=sweep.id))
    assert "taken-away" in text(compare(run))
    visit(seeds=seeds)
    visit(over=run.id)
    visit()


@pytest.mark.parametrize("address", ["", "x", "0" * 33, "0" * 32, "\x00", "é" * 32])
def test_an_address_that_names_nothing_is_a_sentence(kept: Kept, address: str) -> None:
    for part in ("seeds", "sweep", "over"):
        assert "not kept here" in text(visit(**{part: address}))
    visit(compare=address)
