"""A link in the address is taken over by the page; nonsense there is one sentence and the usual page."""

import json
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from streamlit.runtime.context import ContextProxy
from streamlit.testing.v1 import AppTest

from playground.experiment.link import from_link, to_link
from playground.experiment.presets import presets
from playground.plan import plan
from playground.ui.train.share import share
from tests.support.visits import draft_of

WINE = presets()["red-wine-dropout-batchnorm"]

Opened = Callable[..., AppTest]


@pytest.fixture
def opened() -> Opened:
    """Opens the Playground at an address."""

    def open_page(**parameters: str) -> AppTest:
        page = AppTest.from_file("../../../pages/start.py", default_timeout=600)
        for name, value in parameters.items():
            page.query_params[name] = value
        return page.run()

    return open_page


def test_a_link_brings_its_experiment_and_leaves_the_address(opened: Opened) -> None:
    experiment = plan(WINE).experiment
    page = opened(experiment=to_link(experiment))
    assert draft_of(page).title == WINE.title
    assert draft_of(page).training == experiment.training
    assert "experiment" not in page.query_params
    assert not page.toast


def test_what_is_changed_afterwards_stays_changed(opened: Opened) -> None:
    link = to_link(WINE)
    page = opened(experiment=link)
    epochs = next(widget for widget in page.number_input if widget.key == draft_of(page).key("epochs"))
    page.query_params["experiment"] = link  # what the browser asked before its address was shortened
    epochs.set_value(77).run()
    assert draft_of(page).training.epochs == 77
    assert "experiment" not in page.query_params


@pytest.mark.parametrize(
    "text",
    [
        "",
        "nonsense",
        "<script>alert(1)</script>",
        "1.AAAA",
        "1." + "A" * 100_000,
        to_link(WINE)[:-5],
        "\x00",
        "9.x",
    ],
)
def test_nonsense_is_one_sentence_and_the_default_page(opened: Opened, text: str) -> None:
    page = opened(experiment=text)
    assert draft_of(page).preset == next(iter(presets()))
    (toast,) = page.toast
    assert toast.value.startswith("The link does not hold a whole experiment")
    assert "experiment" not in page.query_params
    assert not page.run().toast  # said once


def test_an_experiment_that_cannot_be_trained_here_is_refused_with_its_reason(opened: Opened) -> None:
    gone = WINE.model_copy(update={"data": WINE.data.model_copy(update={"dataset": "**gone**"})})
    page = opened(experiment=to_link(gone))
    assert draft_of(page).preset == next(iter(presets()))
    (toast,) = page.toast
    said = toast.value.replace("\\", "")
    assert said.startswith(
        "The experiment in the link cannot be trained here: data.dataset: There is no data set"
    )
    assert "**gone**" not in toast.value  # as text, not as markup


def script(current, run):  # AppTest runs its text alone
    from tests.ui.train.test_share import shown

    shown(current, run)


def shown(current: Any, run: Any) -> None:
    share(current, run)


def addresses(page: AppTest) -> list[str]:
    """The addresses that the page offers to copy."""
    parts = [part.proto for part in page.get("bidi_component")]
    return [json.loads(part.json)["address"] for part in parts if part.component_name == "share_link"]


def test_the_address_is_that_of_the_browser_and_opens_the_same_experiment(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(ContextProxy, "url", "https://school.example:8443/")
    planned = plan(WINE)
    page = AppTest.from_function(script, args=(planned, None))
    page.run()
    assert addresses(page) == []  # made when it is opened
    page.session_state["share"] = True
    page.run()
    assert not page.exception
    (address,) = addresses(page)
    assert address.startswith("https://school.example:8443/?experiment=1.")
    (link,) = parse_qs(urlsplit(address).query)["experiment"]
    assert from_link(link) == planned.experiment
