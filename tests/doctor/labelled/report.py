"""Measures the doctor on the labelled curves: `python -m tests.doctor.labelled.report` writes `docs/doctor.md` anew."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from playground.doctor.history.diagnosis import diagnose
from playground.doctor.history.reading import history_of
from playground.doctor.history.table import RULES
from tests.doctor.labelled.corpus import Curve, read, split
from tests.doctor.labelled.tried import Tried, tried

FILE = Path(__file__).resolve().parents[3] / "docs" / "doctor.md"
KINDS = [*(rule.kind for rule in RULES), "healthy"]
_MARK = "<!-- measured -->"


@dataclass(frozen=True)
class Measured:
    """What the doctor says of some curves.

    Attributes:
        confusion: how often a curve of a label (first) has a kind (second) as its first finding.
    """

    confusion: Counter[tuple[str, str]]

    @property
    def total(self) -> int:
        """How many curves there are."""
        return self.confusion.total()

    @property
    def right(self) -> int:
        """How many have their label as first finding."""
        return sum(count for (label, kind), count in self.confusion.items() if label == kind)

    def of(self, label: str) -> int:
        """How many curves have a label."""
        return sum(count for (found, _), count in self.confusion.items() if found == label)


def measure(curves: Sequence[Curve]) -> Measured:
    """The first finding on each curve against its label."""
    return Measured(Counter((curve.label, diagnose(history_of(curve.history))[0].kind) for curve in curves))


def table(measured: Measured) -> str:
    """The confusion table in Markdown: a row a label, a column a first finding."""
    head = ["made as", *(kind.replace("_", " ") for kind in KINDS), "curves"]
    rows = [
        [
            label.replace("_", " "),
            *(str(measured.confusion[label, kind] or "") for kind in KINDS),
            str(measured.of(label)),
        ]
        for label in KINDS
        if measured.of(label)
    ]
    lines = [head, ["---", *["---:"] * (len(head) - 1)], *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def said(measured: Measured) -> str:
    """The shares in a sentence."""
    healthy = measured.of("healthy")
    return (
        f"{measured.right} of {measured.total} curves have their label as first finding; of {healthy} healthy ones "
        f"{measured.confusion['healthy', 'healthy']} have no other finding."
    )


def helped(known: Sequence[Tried]) -> str:
    """How often the remedies help, in Markdown: a sentence, then a row a finding."""
    best = [one for one in known if one.measure == "best"]
    kept, other = ([one for one in known if one.measure == measure] for measure in ("kept", "jumps"))
    head = ["finding", "curves", "helped", "no difference", "harmed"]
    rows = [
        [kind.replace("_", " "), *map(str, (len(of_kind), *_outcomes(of_kind)))]
        for kind in KINDS
        if (of_kind := [one for one in known if one.kind == kind])
    ]
    lines = [head, ["---", *["---:"] * (len(head) - 1)], *rows]
    sentences = [
        f"{_outcomes(best)[0]} of {len(best)} remedies improve the best validation loss by more than the seeds differ."
    ]
    if kept:
        sentences.append(
            f"{_outcomes(kept)[0]} of {len(kept)} that restore the best weights lower the validation loss of the "
            "network kept by more than that; the best losses are the same."
        )
    if other:
        sentences.append(
            f"{_outcomes(other)[0]} of {len(other)} that choose other rows for validation calm its jumps by more than "
            "that; best losses on other rows do not compare."
        )
    return " ".join(sentences) + "\n\n" + "\n".join("| " + " | ".join(line) + " |" for line in lines)


def _outcomes(known: Sequence[Tried]) -> tuple[int, int, int]:
    """How many helped, made no difference, harmed."""
    gains = [one.gain for one in known]
    better, worse = sum(gain > 1 for gain in gains), sum(gain < -1 for gain in gains)
    return better, len(gains) - better - worse, worse


def main() -> None:
    """Writes the measured part of the page; what stands above the mark is written by hand."""
    above = FILE.read_text("utf-8").partition(_MARK)[0]
    parts = [
        f"## {title}\n\n{said(measured)}\n\n{table(measured)}"
        for title, measured in zip(
            ("On the curves on which the rules were tuned", "On the curves held out"),
            map(measure, split(read())),
            strict=True,
        )
    ]
    parts.append(f"## Whether the remedies help\n\n{helped(tried())}")
    FILE.write_text(above + _MARK + "\n\n" + "\n\n".join(parts) + "\n", "utf-8")


if __name__ == "__main__":
    main()
