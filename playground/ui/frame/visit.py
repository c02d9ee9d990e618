"""Visit: all that the app remembers of one open page, except the values of its widgets.

A reload of the page begins a new visit; what must last longer stands in the address.
"""

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import streamlit as st
from cachetools import FIFOCache

from playground.components.points import Heard
from playground.evaluation.features import Value
from playground.experiment import Data, FileReading
from playground.messages.requests import Outcome, Request
from playground.ui.frame.draft import Draft
from playground.ui.lessons.state import LessonVisit

KEY = "visit"
_MOST_WRITTEN = 50  # addresses that a browser may still repeat
_MOST_OUTCOMES = 50  # travel with every message of the page
_MOST_RUNS = 20  # of which the visit remembers what was asked of them


@dataclass(frozen=True)
class TakenRow:
    """A row of the table that filled the form of Ask: its values by feature, and its number, from 0."""

    values: Mapping[str, Value]
    number: int


@dataclass
class ReportVisit:
    """A run's report: whether it is being waited for, and its HTML once it is made."""

    is_wanted: bool = False
    content: str | None = None


@dataclass
class Visit:
    """The state of one visit; pages read and set its attributes.

    Attributes:
        number: the visitor's number if the browser keeps no cookie; None if its cookie has the number.
        draft: the settings on the page; None until the Playground is opened.
        data: what the Data page looks at; None until it is opened.
        data_from: the data of the draft when the Data page last took them over.
        readings: how a table of one's own was read last, by the name of its data set.
        data_link: the link that the Data page wrote into its address; None for no link.
        last_run: id of the run that the Playground showed last, to which the head of every page leads.
        shown_run: id of the run that the page itself chose to show; None if the address decides.
        left_runs: ids of runs that the address named before the page chose another; None stands for no run.
        opened_link: the latest link whose experiment the draft has taken over.
        written_links: links that the page wrote into the address; None stands for no link.
        original: id of the run whose twin the settings are going to be.
        requests: requests of the Playground's bar that have no outcome yet.
        outcomes: outcomes of the latest requests, by request id.
        heard_edit: the latest message of the plot of points that the draft has taken over.
        deleted: ids of the deleted runs that Undo restores, a tuple for each deletion.
        colours: the index of each compared run in the palette, by run id.
        lessons: what it has done in lessons, by their names.
        turned_to: the lesson and the step to which the page turned last; None for the list of lessons.
        has_just_turned: whether it turned there before the script that runs now.
        left_steps: the lessons and steps from which it turned away since the browser last sent the address of one.
        lesson_uploader: the number of the uploader of lessons, which a removal raises.
        asked_rows: what the form of Ask says, by run id and feature.
        taken_rows: the row that filled the form of Ask last, by run id.
        reports: the report of a run, by the id of its job and whether its test rows were open.
        new_token: the token that was just made, which is shown once.
        code: the code for another browser that was just made, which is shown once.
        is_host: whether it has shown that it knows the host's key.
        drawn: what each part of the Playground was drawn from last, by the part's key.
        looked_at: the run of a script, the settings in it, their check and their data.
        redrawn: how often in a row a script has ended itself to draw the Playground anew.
        has_chosen: whether the choice in the table of runs has changed and the rest of the page is to be drawn again.
    """

    number: str | None = None
    draft: Draft | None = None
    data: Data | None = None
    data_from: Data | None = None
    readings: dict[str, FileReading] = field(default_factory=dict)
    data_link: str | None = None
    last_run: str | None = None
    shown_run: str | None = None
    left_runs: deque[str | None] = field(default_factory=lambda: deque(maxlen=_MOST_WRITTEN))
    opened_link: str | None = None
    written_links: deque[str | None] = field(default_factory=lambda: deque(maxlen=_MOST_WRITTEN))
    original: str | None = None
    requests: list[Request] = field(default_factory=list)
    outcomes: FIFOCache[str, Outcome] = field(default_factory=lambda: FIFOCache(_MOST_OUTCOMES))
    heard_edit: Heard | None = None
    deleted: list[tuple[str, ...]] = field(default_factory=list)
    colours: Mapping[str, int] = field(default_factory=dict)
    lessons: dict[str, LessonVisit] = field(default_factory=dict)
    turned_to: tuple[str, str] | None = None
    has_just_turned: bool = False
    left_steps: set[tuple[str, str]] = field(default_factory=set)
    lesson_uploader: int = 0
    asked_rows: FIFOCache[str, dict[str, Value]] = field(default_factory=lambda: FIFOCache(_MOST_RUNS))
    taken_rows: FIFOCache[str, TakenRow] = field(default_factory=lambda: FIFOCache(_MOST_RUNS))
    reports: FIFOCache[tuple[str, bool], ReportVisit] = field(default_factory=lambda: FIFOCache(_MOST_RUNS))
    new_token: str | None = None
    code: str | None = None
    is_host: bool = False
    drawn: dict[str, object] = field(default_factory=dict)
    looked_at: tuple[object, object, Any, Any] | None = None
    redrawn: int = 0
    has_chosen: bool = False


def visit() -> Visit:
    """The visit whose script or callback is running."""
    if KEY not in st.session_state:
        st.session_state[KEY] = Visit()
    found: Visit = st.session_state[KEY]
    return found
