"""Toys in the Data form, without a browser: new points, points by hand, and the gallery."""

from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from playground.datasets.toys.catalogue import TOYS
from playground.experiment import Experiment
from playground.ui.frame.draft import Draft
from tests.support.app_requests import bar
from tests.support.visits import draft_of, visit_of

OWN = [[1.0, 2.0, "blue"]]


def page(dataset: str = "circle", **options: Any) -> AppTest:
    app = AppTest.from_file("../../pages/start.py", default_timeout=600)
    visit_of(app).draft = Draft(Experiment.model_validate({"data": {"dataset": dataset, "options": options}}))
    app.run()
    assert not app.exception
    return app


def options(app: AppTest) -> dict[str, Any]:
    found: dict[str, Any] = draft_of(app).data.options
    return found


def widget(app: AppTest, kind: str, name: str):
    """The one widget whose key is `name` in the present generation."""
    return next(w for w in app.get(kind) if w.key == draft_of(app).key(name))


def test_points_by_hand_stay_while_other_settings_change() -> None:
    app = page(added=OWN, removed=[3, 5])
    widget(app, "number_input", "split_seed").set_value(4).run()
    widget(app, "button_group", "derived-circle").set_value(["x1^2"]).run()
    assert (options(app)["added"], options(app)["removed"]) == (OWN, [3, 5])
    assert options(app)["derived"] == ["x1^2"]
    assert not app.toast


@pytest.mark.parametrize(("name", "value"), [("points", 300), ("noise", 25), ("points_seed", 9)])
def test_other_points_are_all_there_again_and_ones_own_stay(name: str, value: int) -> None:
    app = page(added=OWN, removed=[3, 5])
    widget(app, "number_input", f"{name}-circle").set_value(value).run()
    assert options(app)["added"] == OWN
    assert "removed" not in options(app)
    assert "removed points are back. Your own points stay" in app.toast[0].value


def test_new_points_have_another_seed_and_forget_what_was_removed() -> None:
    app = page(seed=3, noise=20.0, added=OWN, removed=[3])
    widget(app, "button", "new_points").click().run()
    assert options(app)["seed"] != 3
    assert (options(app)["noise"], options(app)["added"]) == (20.0, OWN)
    assert "removed" not in options(app)
    assert widget(app, "number_input", "points_seed-circle").value == options(app)["seed"]
    assert len(app.toast) == 1


def test_another_data_set_has_no_points_by_hand() -> None:
    app = page(added=OWN, removed=[3])
    widget(app, "selectbox", "dataset").select("xor").run()
    assert not {"added", "removed"} & set(options(app))
    assert not app.toast


def test_too_many_removed_is_said_and_can_be_taken_back() -> None:
    app = page(points=10, removed=list(range(10)))
    assert not bar(app)["ready"]
    assert "Too many points are removed" in bar(app)["problem"]


def test_the_gallery_offers_every_toy_and_marks_the_chosen_one() -> None:
    app = page("moons")
    assert not any(group.key and group.key.startswith("gallery-") for group in app.get("button_group"))
    app.session_state["gallery_popover"] = True
    app.run()
    gallery = widget(app, "button_group", "gallery-moons")
    assert len(gallery.options) == len(TOYS)
    assert gallery.value == "moons"


def test_a_toy_is_chosen_in_the_gallery_which_closes() -> None:
    app = page("moons", added=OWN)
    app.session_state["gallery_popover"] = True
    app.run()
    widget(app, "button_group", "gallery-moons").set_value("sine").run()
    assert draft_of(app).data.dataset == "sine"
    assert widget(app, "selectbox", "dataset").value == "sine"
    assert app.session_state["gallery_popover"] is False
    assert bar(app)["ready"]


def test_the_chosen_toy_pressed_again_stays_as_it_is() -> None:
    app = page("circle", added=OWN)
    app.session_state["gallery_popover"] = True
    app.run()
    widget(app, "button_group", "gallery-circle").set_value(None).run()
    assert (draft_of(app).data.dataset, options(app)["added"]) == ("circle", OWN)
    assert app.session_state["gallery_popover"] is False
