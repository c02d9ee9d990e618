"""Report: an experiment and its result as one HTML file that needs no network access."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import jinja2
from markupsafe import Markup

from playground.mentions import unturned


@dataclass(frozen=True)
class Chart:
    """A figure with the text above and below it."""

    title: str
    svg: Markup
    note: str = ""


@dataclass(frozen=True)
class Table:
    """A table: its head, and its rows, in words."""

    title: str
    head: Sequence[str]
    rows: Sequence[Sequence[str]]
    notes: Sequence[str] = ()


@dataclass(frozen=True)
class Story:
    """The content of a report, in words and figures.

    Attributes:
        title: the title of the run.
        date: the date of its start.
        summary: sentences on what was done and how it ended.
        settings: titles and values.
        layers: the network as a table.
        network: its picture; empty if no weights are stored.
        curves: a chart for the loss and for each metric.
        verdict: whether the network beats simple models.
        judgement: tables of measures.
        points: predicted over actual values; None for classes.
    """

    title: str
    date: str
    summary: Sequence[str]
    settings: Sequence[tuple[str, str]]
    layers: Table
    network: Markup
    curves: Sequence[Chart]
    verdict: str = ""
    judgement: Sequence[Table] = field(default_factory=tuple)
    points: Chart | None = None


def report(story: Story) -> str:
    """The HTML. Every text is escaped and cannot reverse the text after it; the file loads nothing."""
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("playground.export"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return unturned(environment.get_template("report.html.j2").render(story=story))
