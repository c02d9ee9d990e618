"""Parts of the Playground: each is a fragment, so a changed setting draws its own part and those that depend on it.

A part notes what it was drawn from. Where that has changed and no script draws the part, the whole page is drawn anew.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import wraps

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from playground.datasets import Prepared
from playground.plan import largest_batch
from playground.runs import Run
from playground.server.drawing.followers import follow
from playground.store import StoreError
from playground.ui.forms.check import Check, check_draft, data_of
from playground.ui.forms.fields import path_of
from playground.ui.frame.draft import Draft
from playground.ui.frame.unseen import is_unseen, leave_unseen
from playground.ui.frame.visit import visit
from playground.ui.train.shown_run import first_experiment, shown_run, this_draft

SECTIONS = ("data", "network", "training", "code")  # whose drawing the results follow
_MOST_REDRAWN = 3  # times in a row, in case a part never says the same twice


def part(key: str, then: Sequence[str] = ()) -> Callable[[Callable[[], None]], Callable[[], None]]:
    """Makes a function that draws a part of the page a fragment; `then` are the keys of the parts drawn after it."""
    follow(key, then)

    def decorate(draw: Callable[[], None]) -> Callable[[], None]:
        @st.fragment(key=key)
        @wraps(draw)
        def fragment() -> StoreError | None:
            try:
                draw()
            except StoreError as error:
                if is_alone():
                    st.rerun()  # the page says it once
                return error
            return None

        @wraps(draw)
        def whole() -> None:
            if (error := fragment()) is not None:
                raise error

        return whole

    return decorate


def is_alone() -> bool:
    """Whether this script draws some parts of the page alone."""
    context = get_script_run_ctx()
    return context is not None and bool(context.fragment_ids_this_run)


def is_drawn_alone(key: str) -> bool:
    """Whether this script draws the part with this key, but not the whole page."""
    context = get_script_run_ctx()
    if context is None or not context.fragment_ids_this_run:
        return False
    return not set(context.fragment_storage.resolve_target(key)).isdisjoint(context.fragment_ids_this_run)


def shown() -> tuple[Run | None, Draft]:
    """The run that the page shows, and the settings in its forms."""
    run = shown_run()
    draft = this_draft(run)
    leave_unseen(draft, first_experiment(), quietly=is_unseen(run))
    return run, draft


def checked(draft: Draft) -> Check:
    """The check of all settings of the draft, made once in a run of the script for the same settings."""
    return _looked_at(draft)[0]


def prepared_of(draft: Draft) -> Prepared | None:
    """The prepared data of the draft, likewise; None if a setting of the data is wrong."""
    return _looked_at(draft)[1]


def _looked_at(draft: Draft) -> tuple[Check, Prepared | None]:
    layers = tuple(layer.settings for layer in draft.layers)
    settings = draft.data, draft.training, layers, draft.branch, draft.twin, draft.title, draft.preset
    context = get_script_run_ctx()
    # Each run has a coordinator of its own.
    begin = None if context is None else context.parallel_coordinator
    known = visit().looked_at
    if known is not None and known[0] is begin and known[1] == settings:
        return known[2], known[3]
    now, prepared = check_draft(draft), data_of(draft)
    visit().looked_at = begin, settings, now, prepared
    return now, prepared


def note_drawn(key: str, draft: Draft) -> None:
    """Notes from what a part was drawn just now."""
    visit().drawn[key] = _FROM[key](draft, *_looked_at(draft))


def draw_stale(*keys: str) -> None:
    """Ends this script and draws the whole page anew if one of these parts would be drawn differently now."""
    draft = visit().draft
    if draft is None:
        return
    drawn, found = visit().drawn, _looked_at(draft)
    if all(drawn[key] == _FROM[key](draft, *found) for key in keys if key in drawn):
        visit().redrawn = 0
    elif visit().redrawn < _MOST_REDRAWN:
        visit().redrawn += 1
        st.rerun()


def _sentences(now: Check, *parts: str) -> Sequence[str]:
    """What is said about the settings in these parts of an experiment."""
    said = (*now.problems, *now.notes)
    return [f"{each.field}: {each.sentence}" for each in said if path_of(each).split(".")[0] in parts]


def _data(draft: Draft, now: Check, _prepared: Prepared | None) -> object:
    return draft.generation, draft.data, _sentences(now, "data")


def _network(draft: Draft, now: Check, prepared: Prepared | None) -> object:
    ends = prepared and (len(prepared.inputs), prepared.task, prepared.outputs)
    loss = draft.training.loss, draft.training.loss_version
    layers = [(layer.id, layer.settings) for layer in draft.layers]
    said = _sentences(now, "network", "branch", "twin")
    return draft.generation, layers, ends, loss, draft.branch, draft.twin, said


def _training(draft: Draft, now: Check, prepared: Prepared | None) -> object:
    known = prepared and (prepared.task, largest_batch(prepared))
    said = _sentences(now, "training"), [str(note) for note in now.notes]
    return draft.generation, draft.data.dataset, draft.training, known, said


def _whole(draft: Draft, now: Check, _prepared: Prepared | None) -> object:
    settings = now.plan.experiment if now.plan else now.problems
    return draft.generation, draft.preset, draft.title, settings, visit().original


_FROM: Mapping[str, Callable[[Draft, Check, Prepared | None], object]] = {
    "data": _data,
    "network": _network,
    "training": _training,
    "code": _whole,
    "results": _whole,
    "above": _whole,
}
