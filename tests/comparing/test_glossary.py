"""The glossary is the tables of the forms, and nothing beside them."""

import re

from playground.comparing.glossary import anchor_of, as_markdown, glossary, terms_in
from playground.experiment.settings import SETTINGS
from playground.lessons.catalogue import BUNDLED
from tools.glossary import FILE


def test_the_page_of_the_docs_is_what_the_tables_say() -> None:
    assert FILE.read_text("utf-8") == as_markdown(), "python -m tools.glossary writes it again"


def test_every_control_is_explained() -> None:
    entries = [entry for _, part in glossary() for entry in part]
    assert not [entry.title for entry in entries if not entry.help and not entry.words]
    titles = {entry.title for entry in entries}
    assert {setting.full_title for path, setting in SETTINGS.items() if path != "branch"} <= titles


def test_each_word_and_each_control_is_explained_in_two_sentences() -> None:
    explained = [entry for title, part in glossary() for entry in part if title in OF_CONTROLS]
    assert explained
    assert not [entry.title for entry in explained if len(re.findall(r"[.!?](?= |$)", entry.help)) < 2]


OF_CONTROLS = ("Words", "Data", "Layers", "Training")


def test_the_terms_of_a_text_come_in_its_order_and_the_longest_name_counts() -> None:
    text = "The **batch size** says how many rows a step sees. Two epochs later the Weights, and overfitting."
    assert terms_in(text) == ["Batch size", "Epoch", "Weight", "Overfitting"]
    assert terms_in("Overfit the reweighted; a linear step.") == []


def test_a_lesson_leads_to_no_other_sense_of_its_word() -> None:
    """A star's signal, the weight of a car, and the trembling of small batches are not what the glossary explains."""
    for step, word in (
        ("6-binary-classification/1-two-classes", "Signal"),
        ("3-stochastic-gradient-descent/9-fuel", "Weight"),
        ("3-stochastic-gradient-descent/5-batch", "Noise"),
    ):
        assert word not in terms_in((BUNDLED / f"{step}.md").read_text("utf-8"))


def test_every_anchor_that_a_lesson_links_to_exists() -> None:
    anchors = {anchor_of(entry.title) for _, part in glossary() for entry in part}
    assert all(re.fullmatch("[a-z0-9-]+", anchor) for anchor in anchors)
    texts = [file.read_text("utf-8") for file in BUNDLED.glob("*/*.md")]
    linked = {anchor_of(title) for text in texts for title in terms_in(text)}
    linked |= {anchor for text in texts for anchor in re.findall(r"\(glossary#([^)]*)\)", text)}
    assert "learning-rate" in linked
    assert linked <= anchors
