"""What may honestly change while a run goes on: its speed and its learning rate; and what to train besides it."""

import streamlit as st

from playground.messages.wishes import SetLearningRate, SetSpeed
from playground.runs import Run
from playground.server.services import runs
from playground.ui.starting import SPEEDS, chosen_speed, start_luck
from playground.ui.training_form import learning_rates


def pace(run: Run | None, shown: Run | None, ready: bool) -> bool:
    """Draws the popover; returns whether new weights are asked for.

    Args:
        run: the visitor's own run that goes on.
        shown: the run on the page, whosever it is.
        ready: whether the settings can be trained.
    """
    with st.popover("More", icon=":material/speed:", key="pace"):
        _speed(run)
        _learning_rate(run)
        new_weights = _button(
            "New weights",
            "casino",
            "new_weights",
            ready,
            "Another seed: other first weights and another order of the rows, held before the first batch.",
        )
        if (
            _button(
                "Luck: five seeds",
                "stacked_line_chart",
                "luck",
                shown is not None,
                "Trains this run's experiment with five seeds, to see how much of its result is luck.",
            )
            and shown is not None
        ):
            group = start_luck(shown)
            if group is not None:
                st.switch_page("runs.py", query_params={"luck": group.id})
        if (
            _button(
                "Sweep …",
                "grid_on",
                "sweep",
                shown is not None,
                "Trains this run's experiment over lists of one or two settings.",
            )
            and shown is not None
        ):
            st.switch_page("runs.py", query_params={"over": shown.id})
    return new_weights


def _button(label: str, icon: str, key: str, enabled: bool, help_text: str) -> bool:
    return st.button(
        label, icon=f":material/{icon}:", key=key, disabled=not enabled, help=help_text, width="stretch"
    )


def _speed(run: Run | None) -> None:
    speed = st.select_slider(
        "Speed",
        SPEEDS,
        chosen_speed(),
        format_func=lambda value: f"{value} batches/s" if value else "full speed",
        key="speed",
        help="Slow enough to watch every batch, or as fast as the machine can.",
    )
    if speed != chosen_speed():
        st.session_state["chosen_speed"] = speed
        if run is not None:
            runs().ask(run.id, SetSpeed(batches_per_second=None if speed is None else float(speed)))


def _learning_rate(run: Run | None) -> None:
    if run is None:
        st.caption("While a run goes on, its learning rate can be changed here.")
        return
    now = run.learning_rates[-1][1] if run.learning_rates else run.experiment.training.optimizer.learning_rate
    asked = st.session_state.setdefault("asked_rate", {})
    shown = asked.get(run.id, now)
    rate = st.select_slider(
        "Learning rate of this run",
        learning_rates(shown),
        shown,
        format_func=lambda value: f"{value:g}",
        key=f"run_learning_rate-{run.id}",
        help="Counts from the next batch on; the change is marked in the curves.",
    )
    if rate != shown:
        st.session_state["asked_rate"] = {run.id: rate}
        runs().ask(run.id, SetLearningRate(value=rate))
