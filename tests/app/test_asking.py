"""What a network was asked is told in the target's own unit: what counts, what each column adds, and rows of a file."""

from concurrent.futures import Future

import numpy as np
import pandas
from streamlit.testing.v1 import AppTest

from playground.charts.asking import along_numbers
from playground.datasets import load
from playground.datasets.arrays import Inputs
from playground.evaluation.answers import Meaning, Outputs
from playground.evaluation.contributions import explained
from playground.evaluation.importance import drops
from playground.messages import questions
from playground.messages.jobs import Ask, Job
from playground.messages.questions import Explain, PutThrough, Shuffle
from playground.plan import plan
from playground.ui.judge.asking import _answers_by_name
from tests.app.test_judging import finished
from tests.support.kept_runs import ME, Kept


def network(x: Inputs) -> Outputs:
    """The first input alone, backwards."""
    return 1 - x[:, :1].astype(np.float64)


def answering(job: Job, *, small: bool) -> Future[bytes]:
    assert isinstance(job, Ask)
    assert small
    planned = plan(job.experiment)
    match job.question:
        case PutThrough(x=x):
            found = {"outputs": network(x)}
        case Shuffle(columns=columns):
            found = {"drops": drops(planned, network, columns)}
        case Explain(x=x):
            found = vars(explained(planned, network, x))
    answer: Future[bytes] = Future()
    answer.set_result(questions.pack(found))
    return answer


def script() -> None:
    import streamlit as st

    from playground.ui.judge.asking import ask
    from playground.ui.judge.importance import importance
    from playground.ui.judge.own_rows import own_rows

    run = st.session_state["run"]
    ask(run)
    importance(run)
    own_rows(run)


def test_the_one_column_that_counts_is_named_and_adds_all_and_rows_of_a_file_are_answered(kept: Kept) -> None:
    run = finished(kept, "auto-mpg")
    kept.engine.beside = answering  # type: ignore[method-assign]
    planned = plan(run.experiment)
    prepared, table = planned.prepared, load(planned.experiment.data)
    first = prepared.encoding.used[0]
    some = table.loc[prepared.validation.rows[:3]].astype(object)
    some.iloc[1, list(some).index(first)] = "many"
    digest = kept.runs.own_tables.keep(some.to_csv(index=False, sep=";", decimal=",").encode(), "r.csv", ME)
    page = AppTest.from_function(script, default_timeout=600)
    page.session_state["run"] = run
    page.session_state[f"ask_view-{run.id}"] = "What each feature adds"
    page.session_state[f"own_rows_table-{run.id}"] = digest
    page.run()
    assert not page.exception
    said = "\n".join(each.value.replace("\\", "") for each in [*page.markdown, *page.caption])
    (metric,) = page.metric
    answer = metric.value.replace("\\", "")
    assert f"which makes {answer} for this row." in said
    assert f"“{first}” counts most" in said
    (counts,) = (each.value for each in page.dataframe if "importance" in each.value.columns)
    assert counts["importance"].tolist()[1:] == ["0 mpg"] * (len(prepared.encoding.used) - 1)
    (rows,) = (each.value for each in page.dataframe if "doubt" in each.value.columns)
    expected = (1 - prepared.validation.x[:3, 0].astype(np.float64)) * prepared.y_scale + prepared.y_offset
    assert pandas.isna(rows["prediction"][1])
    np.testing.assert_allclose(rows["prediction"][[0, 2]].astype(float), expected[[0, 2]])
    assert "Line 3: " + first + ": has “many”, and the model takes numbers here." in said


def test_each_class_has_a_line_of_its_own_however_long_its_name_is() -> None:
    classes = ("c" * 70 + "1", "c" * 70 + "2", "d")
    meaning = Meaning("y", classes, "", is_margin=False, threshold=0.5)
    lines = _answers_by_name(meaning, np.array([[0.5, 0.3, 0.2], [0.1, 0.2, 0.7]]))
    assert [values.tolist() for values in lines.values()] == [[0.5, 0.1], [0.3, 0.2], [0.2, 0.7]]
    figure = along_numbers([0.0, 1.0], lines, 0.0, "x", meaning.axis)
    assert len({trace.name for trace in figure.data}) == 3


def test_two_own_tables_of_one_name_are_two_choices(kept: Kept) -> None:
    run = finished(kept, "auto-mpg")
    kept.engine.beside = answering  # type: ignore[method-assign]
    for end in ("", "\n"):
        kept.runs.own_tables.keep(f"a,b\n1,2\n3,4\n{end}".encode(), "rows.csv", ME)
    page = AppTest.from_function(script, default_timeout=600)
    page.session_state["run"] = run
    page.run()
    assert not page.exception
    assert len(set(page.selectbox(key=f"own_rows_table-{run.id}").options)) == 2
