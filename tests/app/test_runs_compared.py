"""Runs side by side on the page of runs, run as Streamlit runs it: compared runs, seeds and sweeps."""

from playground.messages.wishes import Stop
from tests.support.kept_runs import ME, Kept
from tests.support.runs_script import a_sweep, compare, press, text, visit


def test_compared_runs_show_only_what_differs_and_what_came_out(kept: Kept) -> None:
    first, second = kept.run(1.0, 0.5), kept.run(1.0, 0.4, batch_size=16)
    table = compare(first, second).dataframe[1].value
    assert list(table.columns) == ["Setting", "batch size 256", "batch size 16"]
    assert table.values.tolist() == [
        ["Batch size", "256", "16"],
        ["Best validation loss", "0.5 (2.5 points)", "0.4 (2 points)"],
        ["Best epoch", "1", "1"],
        ["Seconds", "1.5", "1.5"],
    ]


def test_a_network_kept_that_is_not_the_best_one_has_a_row_of_its_own(kept: Kept) -> None:
    first, second = kept.run(1.0, 0.5, early_stopping=None), kept.run(1.0, 0.4, 0.6, early_stopping=None)
    table = compare(first, second).dataframe[1].value.values.tolist()
    assert ["Best validation loss", "0.5 (2.5 points)", "0.4 (2 points)"] in table
    assert ["Kept validation loss", "0.5 (2.5 points)", "0.6 (3 points)"] in table
    assert ["Kept epoch", "1", "2"] in table


def test_names_that_persons_gave_are_what_runs_are_called(kept: Kept) -> None:
    first, second = kept.run(1.0, 0.5), kept.run(1.0, 0.4, batch_size=16)
    kept.runs.marks.describe(second.id, ME, name="*small*")
    assert list(compare(first, second).dataframe[1].value.columns) == ["Setting", "batch size 256", "*small*"]


def test_losses_that_measure_different_things_are_not_compared_in_silence(kept: Kept) -> None:
    said = text(compare(kept.run(1.0, 0.5), kept.run(1.0, 0.4, loss="mse")))
    assert "different measures (mean absolute error and mean squared error)" in said


def test_parallel_coordinates_come_with_the_fourth_run(kept: Kept) -> None:
    runs = [kept.run(1.0, 0.5 - number / 10, batch_size=8 << number) for number in range(4)]
    assert "From the settings to the best value" not in text(compare(*runs[:3]))
    assert "From the settings to the best value" in text(compare(*runs))


def test_a_run_that_is_gone_is_said_and_the_others_are_compared(kept: Kept) -> None:
    first, second = kept.run(1.0, 0.5), kept.run(1.0, 0.4)
    app = visit(compare=f"{first.id},{'0' * 32},{second.id}")
    assert "One of the runs in this address is not kept here any more." in text(app)
    assert "2 runs compared" in text(app)


def test_seeds_starts_five_seeds_of_a_run(kept: Kept) -> None:
    app = press(compare(kept.run(1.0, 0.5, seed=3)), "seeds_run")
    group = kept.runs.groups.get(app.query_params["seeds"])
    assert group is not None
    assert [run.experiment.training.seed for run in group.runs] == [3, 4, 5, 6, 7]
    assert "0 of 5 seeds have ended" in text(app)
    press(app, "stop_seeds")
    assert {wish for _, wish in kept.engine.asked} == {Stop()}


def test_two_experiments_with_seeds_get_a_verdict_that_names_its_test(kept: Kept) -> None:
    low = kept.seeds(0.120, 0.125, 0.123, 0.122, 0.124)
    high = kept.seeds(0.150, 0.160, 0.155, 0.157, 0.158, batch_size=16)
    said = text(visit(seeds=f"{low},{high}"))
    assert (
        "“batch size 256”'s best validation loss · mean absolute error in points is lower (better) than "
        "“batch size 16”'s on average" in said
    )
    assert "Welch's t-test, p < 0.001, 5 and 5 seeds" in said


def test_other_experiments_with_seeds_are_offered_to_compare_with(kept: Kept) -> None:
    low, high = kept.seeds(0.1, 0.2), kept.seeds(0.3, 0.4, batch_size=16)
    kept.seeds(0.5, 0.6)  # of the same settings as the first
    app = visit(seeds=high)
    assert len(set(app.selectbox(key=f"seeds_with-{high}").options)) == 2
    assert "points: 1.75 on average, from 1.5 to 2," in text(app)
    app.selectbox(key=f"seeds_with-{high}").select(low).run()
    assert app.query_params["seeds"] == f"{high},{low}"
    assert "could be luck" in text(app) or "larger than the spread" in text(app)


def test_experiments_whose_losses_do_not_compare_get_no_verdict(kept: Kept) -> None:
    said = text(visit(seeds=f"{kept.seeds(0.1, 0.2)},{kept.seeds(0.3, 0.4, loss='mse')}"))
    assert "different measures" in said
    assert "Welch" not in said


def test_a_sweep_is_started_from_its_form(kept: Kept) -> None:
    app = visit(over=kept.run(1.0, 0.5).id)
    app.selectbox(key="sweep_second").select("training.batch_size").run()
    app.text_input(key="sweep_second-values-training.batch_size").set_value("16, full").run()
    assert "4 × 2 = 8 runs" in text(app)
    press(app, "start_sweep")
    group = kept.runs.groups.get(app.query_params["sweep"])
    assert group is not None
    assert group.kind == "sweep"
    assert [run.experiment.training.batch_size for run in group.runs] == [16, None] * 4


def test_a_sweep_of_few_cells_offers_to_compare_them_all(kept: Kept) -> None:
    assert visit(sweep=a_sweep(kept, 0.5, 0.4).id).button(key="compare_best").label == "Compare all 2"


def test_values_that_cannot_be_swept_over_are_refused_with_a_sentence(kept: Kept) -> None:
    app = visit(over=kept.run(1.0, 0.5).id)
    field = app.text_input(key="sweep_first-values-training.optimizer.learning_rate")
    field.set_value("0.1, 0.1").run()
    assert "0.1 is there twice" in text(app)
    field.set_value("0.1, -1").run()
    assert "cannot be trained" in text(app)
    assert "start_sweep" not in {button.key for button in app.button}


def test_the_id_of_a_sweep_is_no_seeds_and_that_of_seeds_no_sweep(kept: Kept) -> None:
    assert "not kept here" in text(visit(seeds=a_sweep(kept, 0.5, 0.4).id))
    assert "not kept here" in text(visit(sweep=kept.seeds(0.5, 0.4)))
