"""The bar above the curves: what is trained on what, the controls of the run, and what stands in the way."""

import secrets
from collections.abc import Sequence

import streamlit as st

from playground.messages.wishes import Pause, Resume, Step, StepBatch, Stop, Wish
from playground.plan import Plan
from playground.runs import Run
from playground.server.services import runs
from playground.ui.check import Checked, same_settings
from playground.ui.draft import Draft
from playground.ui.markdown import escaped
from playground.ui.pace import pace
from playground.ui.starting import branch_off, hold, is_held, start, start_twin
from playground.ui.summaries import experiment_in_short
from playground.ui.trouble import trouble
from playground.ui.twins import begin_twin, difference, end_twin, original
from playground.ui.visitor import visitor

# What buttons and keys asked for, in their order, until the bar has seen to it.
_PRESSED = "pressed"
_STEPS: dict[str, Wish] = {"step": Step(), "step_batch": StepBatch()}
_BRANCH = "branch_from"


def press(name: str, times: int = 1) -> None:
    """Notes that a button of the bar was pressed, or so many times a key: "toggle", "step" or "reset".

    As a callback, it is called however soon the next press ends the script: twelve quick presses are twelve epochs.
    """
    st.session_state.setdefault(_PRESSED, []).extend([name] * times)


def branch() -> None:
    """Notes that a branch is asked for, from the epoch that the picture shows."""
    st.session_state[_BRANCH] = st.session_state["live_curves"].get("branch")


def run_bar(draft: Draft, checked: Checked, run: Run | None) -> None:
    """Draws the bar and does what its buttons, or the keys that stand for them, ask for."""
    mine = run if run is not None and not run.over and run.owner == visitor() else None
    held = mine is not None and is_held(mine)
    ready = checked.plan is not None
    of = original()
    with st.container(key="what"):
        st.markdown(f"**{escaped(_what(checked, run))}**")
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="run_bar"):
        _button(
            "Train",
            "play_arrow",
            "train",
            ready and (mine is None or of is not None),
            "Trains a new network with the settings on the left. Key: space.",
            main=mine is None or of is not None,
        )
        _button(
            "Resume" if held else "Pause",
            "play_arrow" if held else "pause",
            "pause",
            mine is not None,
            "Goes on from here. Key: space." if held else "Holds the run where it is. Key: space.",
            main=held and of is None,
        )
        _button(
            "Epoch",
            "skip_next",
            "step",
            ready or mine is not None,
            "Trains one epoch, then holds. Key: right arrow.",
        )
        _button(
            "Batch", "chevron_right", "step_batch", ready or mine is not None, "Trains one batch, then holds."
        )
        _button("Stop", "stop", "stop", mine is not None, "Ends the run at once; its curves stay.")
        _button(
            "Reset",
            "replay",
            "reset",
            ready,
            "The same first weights again, held before the first batch. Key: R.",
        )
        _button(
            "Twin",
            "content_copy",
            "twin",
            run is not None,
            "Takes this run's settings over: change one and press Train. Both are drawn in one chart.",
            main=of is not None,
        )
        new_weights = pace(mine, run, ready)
    with st.container(key="notice"):
        _notice(checked, run, of)

    pressed: list[str] = st.session_state.pop(_PRESSED, [])
    epoch = st.session_state.pop(_BRANCH, None)
    if "twin" in pressed and run is not None:
        if of is None:
            begin_twin(run, draft, checked.plan)
        else:
            end_twin()
        st.rerun()
    changed = mine is not None and _control(mine, held, pressed)
    if new_weights:
        draft.choose_seed(secrets.randbelow(1_000_000))
        press("reset")
        st.rerun()
    if checked.plan is not None:
        _start(checked.plan, mine, of, pressed)
        if run is not None and epoch is not None:
            branch_off(run, int(epoch), checked.plan)
    if changed:
        st.rerun()


def _control(run: Run, held: bool, pressed: Sequence[str]) -> bool:
    """Asks a run for what was pressed; returns whether it holds now and did not, or the other way round."""
    holds = held
    for name in pressed:
        if name in ("pause", "toggle"):
            runs().ask(run.id, Resume() if holds else Pause())
            holds = not holds
        elif name in _STEPS:
            runs().ask(run.id, _STEPS[name])
            holds = True
        elif name == "stop":
            runs().ask(run.id, Stop())
    if {"pause", "toggle", *_STEPS}.intersection(pressed):
        hold(run, holds)
    return holds != held


def _start(planned: Plan, mine: Run | None, of: Run | None, pressed: Sequence[str]) -> None:
    """Starts the run that was asked for, if any. `mine`: the one that goes on; `of`: whose twin it is to be."""
    steps = [_STEPS[name] for name in pressed if name in _STEPS]
    if of is not None and "train" in pressed:
        start_twin(planned, of)
    elif mine is None and ("train" in pressed or "toggle" in pressed):
        start(planned)
    if mine is None and steps:
        start(planned, held=True, wishes=steps)
    if "reset" in pressed:
        start(planned, held=True, replaces=mine)


def _button(label: str, icon: str, key: str, enabled: bool, help_text: str, main: bool = False) -> None:
    st.button(
        label,
        icon=f":material/{icon}:",
        key=key,
        disabled=not enabled,
        help=help_text,
        type="primary" if main else "secondary",
        on_click=press,
        args=(key,),
    )


def _what(checked: Checked, run: Run | None) -> str:
    if run is not None:
        return experiment_in_short(run.experiment)
    return experiment_in_short(checked.plan.experiment) if checked.plan else "Not ready to train"


def _notice(checked: Checked, run: Run | None, of: Run | None) -> None:
    """One line, always there, so that nothing below it moves."""
    if checked.problems:
        first = escaped(str(checked.problems[0]))
        more = len(checked.problems) - 1
        st.markdown(f":red[:material/error: {first}]" + (f" (and {more} more)" if more else ""))
    elif of is not None and checked.plan:
        changed = difference(checked.plan.experiment, of)
        st.caption(
            f":material/content_copy: Twin of {escaped(_what(checked, of))}: change one setting, then press Train. "
            f"So far: **{escaped(changed)}**."
        )
    elif said := trouble():
        st.markdown(said)
    elif run is not None and checked.plan and not same_settings(run.experiment, checked.plan.experiment):
        word = "still trains" if not run.over else "was trained"
        st.caption(f":material/edit: The settings on the left have changed: this run {word} with its own.")
    else:
        st.caption("&nbsp;")
