"""The Playground offers a person's own tables, and shows nothing of another person's."""

from streamlit.testing.v1 import AppTest

from playground.experiment import Data, Experiment, TestPart
from playground.experiment.link import to_link
from playground.experiment.uploads import name_of
from playground.plan import plan
from tests.support.app_requests import bar, curves_data
from tests.support.kept_runs import ME, Kept
from tests.support.own_tables import FLATS
from tests.support.persons import YOU
from tests.support.visits import draft_of


def page_at(**parameters: str) -> AppTest:
    page = AppTest.from_file("../../pages/start.py", default_timeout=600)
    for name, value in parameters.items():
        page.query_params[name] = value
    page.run()
    assert not page.exception
    return page


def test_an_own_table_is_chosen_like_any_other(kept: Kept) -> None:
    digest = kept.runs.own_tables.keep(FLATS.encode(), "flats.csv", ME)
    page = page_at()
    dataset = next(widget for widget in page.selectbox if widget.key == draft_of(page).key("dataset"))
    assert dataset.options[-1] == "flats.csv"
    dataset.select(name_of(digest)).run()
    assert not page.exception
    assert bar(page)["ready"]
    target = next(widget for widget in page.selectbox if "target" in widget.key)
    assert target.value == "vermietet"


def test_a_link_to_anothers_table_shows_a_sentence_and_nothing_of_other_settings_beside_its_run(
    kept: Kept,
) -> None:
    digest = kept.runs.own_tables.keep(FLATS.encode(), "flats.csv", YOU)
    experiment = plan(Experiment(data=Data(dataset=name_of(digest)))).experiment
    run = kept.runs.start(experiment, YOU)
    for address in ({"experiment": to_link(experiment)}, {"run": run.id}, {"twin": run.id}):
        page = page_at(**address)
        if "experiment" in address:
            assert "another person's own" in page.toast[0].value
        else:  # said in place: in the bar, and in the picture, which follows the run alone
            assert not page.toast
            assert "another person's table" in bar(page)["notice"]["text"]
            assert not bar(page)["twin"]
            assert {*curves_data(page)["untrained"].values()} == {None, False}
        assert draft_of(page).data.dataset != name_of(digest)
        assert "Miete" not in str(page.main)
    kept.runs.own_tables.share(digest, YOU, True)
    assert draft_of(page_at(experiment=to_link(experiment))).data == experiment.data


def test_the_table_on_the_page_has_no_test_rows(kept: Kept) -> None:
    digest = kept.runs.own_tables.keep(FLATS.encode(), "flats.csv", ME)
    data = Data(dataset=name_of(digest), target="Miete", test=TestPart(fraction=0.25))
    page = page_at(experiment=to_link(plan(Experiment(data=data)).experiment))
    assert "10 test rows are sealed" in " ".join(each.value for each in page.caption)


def test_a_table_whose_sealed_rows_cannot_be_chosen_shows_none_of_its_rows(kept: Kept) -> None:
    page = page_at(experiment=to_link(plan(Experiment(data=Data(dataset="cereals"))).experiment))
    draft_of(page).set("data.test", TestPart(fraction=0.01))
    page.session_state["table"] = True
    page.run()
    assert not page.exception
    assert not page.dataframe
    assert any("too few" in caption.value for caption in page.caption)
