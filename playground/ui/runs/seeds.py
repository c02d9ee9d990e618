"""Seeds: one or two experiments, each trained with several seeds, drawn as bands; and a test of their difference."""

from collections.abc import Sequence

import pandas
import streamlit as st

from playground.charts.band import WIDTHS, Seeds, Width, all_positive, band
from playground.comparing.comparable import common_names, comparison
from playground.comparing.differences import labels
from playground.comparing.quantity import quantity
from playground.components.figure import figure
from playground.experiment import Complete
from playground.number_words import number
from playground.persons import may
from playground.runs import Group, Run
from playground.services import runs
from playground.states import STATES
from playground.studies.seeds import LEVEL, spread, verdict
from playground.ui.frame.head import all_runs
from playground.ui.frame.markdown import escape
from playground.ui.frame.summaries import experiment_in_short
from playground.ui.frame.trouble import read_or_say
from playground.ui.frame.visitor import person
from playground.ui.runs.comparability import comparability
from playground.ui.runs.compared import number_repeats
from playground.ui.train.stop import stop
from playground.words import curve_title

_LIVE_SECONDS = 1.0
_OFFERED = 8  # most groups to compare with, the latest ones; each has to be read


def seeds(address: str) -> None:
    """Draws the groups that `seeds=GROUP` or `seeds=GROUP,GROUP` names, live while a run of them trains."""
    ids = list(dict.fromkeys(address.split(",")))[:2]
    groups = _groups(ids)
    if not groups:
        st.info("The seeds in this address are not kept here.", icon=":material/history_toggle_off:")
        return
    all_runs()
    common = common_names([group.runs[0].experiment for group in groups])
    with st.container(key="seeds_controls", horizontal=True, vertical_alignment="bottom", gap="medium"):
        name = st.selectbox("Measure", common, key=f"seeds_measure-{'-'.join(common)}", width=160)
        width: Width = st.selectbox(
            "Band", list(WIDTHS), format_func=lambda each: WIDTHS[each], key="seeds_width", width=240
        )
        log = st.toggle("Logarithmic", key="seeds_log")
        _other(groups)
        going = [run for group in groups for run in group.runs if not run.over]
        if going and _mine(groups) and st.button("Stop", icon=":material/stop:", key="stop_seeds"):
            stop(going)

    def draw() -> None:
        with read_or_say("seeds"):
            now = _groups(ids)
            _draw(now, name or "loss", width, log=log)
            if going and all(group.over for group in now):
                st.rerun()

    st.fragment(draw, run_every=_LIVE_SECONDS if going else None)()


def _draw(groups: Sequence[Group], name: str, width: Width, *, log: bool) -> None:
    called = _labels(groups)
    experiments = [group.runs[0].experiment for group in groups]
    of = f"val_{name}"
    seeds = [
        _seeds(group, text, index, of) for index, (group, text) in enumerate(zip(groups, called, strict=True))
    ]
    called_of = _title_of(experiments, of)
    if log and not all_positive(seeds):
        log = False
        st.caption("Some values are 0 or less, which a logarithmic axis cannot show: the axis is linear.")
    figure(
        band(seeds, called_of, width=width, log=log),
        key="seeds_chart",
        alt=f"{of} over several seeds: {', '.join(called)}",
    )
    values = [[_best(run, name) for run in group.runs] for group in groups]
    comparable = comparison(experiments, of)
    comparability(comparable)
    with st.container(key="verdict"):
        if any(not group.over for group in groups):
            ended = sum(run.over for group in groups for run in group.runs)
            st.markdown(f"{ended} of {sum(len(group.runs) for group in groups)} seeds have ended.")
        elif len(groups) == 1:
            st.markdown(escape(_spread_sentence(values[0], called_of)))
        elif not comparable.obstacles:
            found = verdict(f"“{called[0]}”", values[0], f"“{called[1]}”", values[1], of, f"best {called_of}")
            st.markdown(f"**{escape(found.sentence)}**")
            st.caption(
                "“Larger than the spread” means that luck alone brings a difference this large less than "
                f"{LEVEL * 100:g} times in 100. A seed changes the first weights, the order of the rows and dropout, "
                "not the split. Each value is the best of its run, which makes both experiments look better."
            )
    st.dataframe(
        _table(groups, called, name), hide_index=True, height="content", key="seeds_table", placeholder=""
    )


def _spread_sentence(values: Sequence[float | None], of: str) -> str:
    found = spread(values)
    if found is None:
        return f"No seed has a {of}."
    if found.count == 1:
        return f"Only one seed has a {of}: {number(found.mean, padded=False)}. One value shows no spread."
    missing = len(values) - found.count
    mean, low, high = (number(value, padded=False) for value in (found.mean, found.low, found.high))
    return (
        f"Best {of}: {mean} on average, from {low} to {high}, "
        f"standard deviation {found.deviation:.2g}, over {found.count} seeds."
        + (
            f" {missing} {'has' if missing == 1 else 'have'} no value and {'is' if missing == 1 else 'are'} left out."
            if missing
            else ""
        )
    )


def _table(groups: Sequence[Group], called: Sequence[str], name: str) -> pandas.DataFrame:
    rows = []
    for group, text in zip(groups, called, strict=True):
        for run in group.runs:
            found = run.best_of(f"val_{name}")
            rows.append(
                {
                    "Experiment": text,
                    "Seed": run.experiment.training.seed,
                    f"Best {curve_title(f'val_{name}')}": quantity(run.experiment, name).in_unit(found.value)
                    if found
                    else None,
                    "at epoch": found.epoch if found else None,
                    "Kept epoch": run.kept,
                    "State": STATES[run.state] + (f": {run.reason}" if run.reason else ""),
                }
            )
    return pandas.DataFrame(rows)


def _other(groups: Sequence[Group]) -> None:
    """Draws the choice of a second experiment to compare with."""
    offered = {group.id: group for group in _studies() if group.id != groups[0].id}
    if len(groups) > 1:
        offered[groups[1].id] = groups[1]
    if not offered:
        st.caption("Run another experiment with several seeds, and the two can be compared here.")
        return
    key = f"seeds_with-{groups[0].id}"

    def turn() -> None:
        other = st.session_state[key]
        st.query_params.from_dict({"seeds": groups[0].id + (f",{other}" if other else "")})

    ids = list(offered)
    # A list of Streamlit's knows its options by their labels.
    named = number_repeats([_label_against(group, groups[0]) for group in offered.values()])
    label = dict(zip(ids, named, strict=True))
    st.selectbox(
        "Compare with",
        ids,
        index=ids.index(groups[1].id) if len(groups) > 1 else None,
        format_func=lambda name: label.get(name, name),
        placeholder="nothing",
        key=key,
        on_change=turn,
        width=360,
    )


def _studies() -> list[Group]:
    # Sweeps have many runs, so only runs whose cell names a seed are read.
    rows = (row for row in runs().table(person()) if row.group and row.cell.startswith("seed "))
    ids = list(dict.fromkeys(row.group for row in rows if row.group))
    found = (runs().groups.get(name) for name in ids[:_OFFERED])
    return [group for group in found if group is not None and group.kind == "seeds" and group.runs]


def _label_against(group: Group, base: Group) -> str:
    return f"{_labels([base, group])[1]} · {experiment_in_short(group.runs[0].experiment)}"


def _labels(groups: Sequence[Group]) -> list[str]:
    """Labels that say what differs between the experiments, apart from seeds."""
    if len(groups) == 1:
        return [experiment_in_short(groups[0].runs[0].experiment)]
    return labels([_without_seed(group.runs[0].experiment) for group in groups])


def _without_seed(experiment: Complete) -> Complete:
    return experiment.model_copy(update={"training": experiment.training.model_copy(update={"seed": 0})})


def _seeds(group: Group, label: str, colour_index: int, of: str) -> Seeds:
    # A failed run did not train all its epochs: its curve is drawn, but no band counts it.
    of_unit = {run.id: quantity(run.experiment, of) for run in group.runs}
    drawn = sorted((run for run in group.runs if run.curves.get(of)), key=lambda run: run.state == "failed")
    curves = [[of_unit[run.id].in_unit(value) for value in run.curves[of]] for run in drawn]
    counted = sum(run.state != "failed" for run in drawn)
    seeds = [run.experiment.training.seed or 0 for run in drawn]
    return Seeds(label, colour_index, seeds, curves[:counted], curves[counted:])


def _best(run: Run, name: str) -> float | None:
    """The best value of a finished run in the target's own unit; None for any other run."""
    if run.state not in ("finished", "stopped_early"):
        return None
    found = run.best_of(f"val_{name}")
    return quantity(run.experiment, name).in_unit(found.value) if found else None


def _title_of(experiments: Sequence[Complete], of: str) -> str:
    """The title of the measure with its unit; without the loss if losses differ in these experiments."""
    titles = {quantity(each, of).title_in_unit for each in experiments}
    return titles.pop() if len(titles) == 1 else curve_title(of)


def _groups(ids: Sequence[str]) -> list[Group]:
    found = (runs().groups.get(name) for name in ids)
    return [group for group in found if group is not None and group.kind == "seeds" and group.runs]


def _mine(groups: Sequence[Group]) -> bool:
    return all(may(person(), "steer", group) for group in groups)
