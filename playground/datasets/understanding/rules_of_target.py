"""Rules about the target: target leakage, rare classes, and classes that differ only in case or spaces."""

import numpy

from playground.datasets.alike import groups_of
from playground.datasets.arrays import Floats, Integers
from playground.datasets.reading.reading import Kind
from playground.datasets.understanding.association import share_explained
from playground.datasets.understanding.caution import Caution, Remedy
from playground.datasets.understanding.situation import Situation, shuffle
from playground.mentions import listed, quoted

_GIVES_AWAY = 0.998  # the share of the target's variance that a leaking feature explains
_GROUPS = 3  # most groups of alike classes in a sentence
_PURE = 0.999  # the share of rows whose class follows from a leaking feature
_FEW_VALUES = 50  # a numeric feature with at most this many different values is treated as categorical
_LEAST_ROWS = 30  # with fewer rows a feature may separate the classes by chance
_ROWS_A_VALUE = 5  # rows of a value on average; a value of a single row determines any target
RARE = 10  # rows; a class with fewer may be missing among the validation rows


def leak(now: Situation) -> Caution | None:
    """Target leakage: features that determine the target nearly without error."""
    if now.table.rows < _LEAST_ROWS:
        return None
    found = [
        each.name for each in now.summaries if each.kind is not Kind.IDENTIFIER and _leaks(now, each.name)
    ]
    if not found:
        return None
    return Caution(
        "leak",
        "A feature that gives the target away",
        f"{quoted(now.target)} follows from {listed(found)} nearly without error. Often such a column was written down "
        "after the answer was known, or is the answer in other words: then the network learns nothing that helps with "
        "new rows.",
        now.table.rows,
        tuple(found),
        now.without(found),
    )


def rare_class(now: Situation) -> Caution | None:
    """Classes with few rows."""
    if not now.are_classes or now.split_by == "stratified":
        return None
    codes, names = now.table.codes(now.target)
    counts = numpy.bincount(codes[codes >= 0], minlength=len(names))
    rare = [code for code in range(len(names)) if 0 < counts[code] < RARE]
    if not rare or len(rare) == int((counts > 0).sum()) > 2 or len(names) > _FEW_VALUES:
        return None
    each = [f"{quoted(names[code])} ({counts[code]:,})" for code in rare[:4]]
    more = f" and {len(rare) - 4:,} more" if len(rare) > 4 else ""
    return Caution(
        "rare_class",
        "A class with few rows",
        f"Few rows are of {', '.join(each)}{more}. The network sees little of such a class, and by chance the rows "
        "that train or those that validate may have none of it.",
        int(counts[rare].sum()),
        (now.target,),
        (Remedy("Give each part its share of every class", {"split": {"by": "stratified"}}),),
    )


def classes_alike(now: Situation) -> Caution | None:
    """Classes that differ only in capital letters or spaces, unless a person has decided about them."""
    if not now.are_classes or now.is_number(now.target) or now.data.alike is not None:
        return None
    codes, names = now.table.codes(now.target)
    groups = groups_of(names)
    spaced = [name for name in names if name in now.table.spaced.get(now.target, ())]
    if not groups and not spaced:
        return None
    said = []
    if groups:
        each = [listed(group, "classes") for group in groups[:_GROUPS]]
        more = [f"{len(groups) - _GROUPS:,} more such groups"] if len(groups) > _GROUPS else []
        said.append(f"These count as different classes: {'; '.join([*each, *more])}.")
    if spaced:
        stand, count = ("stands", "counts") if len(spaced) == 1 else ("stand", "each counts")
        said.append(
            f"{listed(spaced, 'classes')} {stand} in the file with and without spaces around, and {count} as one class."
        )
    about = {*spaced, *(name for group in groups for name in group)}
    return Caution(
        "classes_alike",
        "Classes that differ in capital letters or spaces only",
        f"{' '.join(said)} Do they mean the same?",
        int(numpy.isin(codes, [code for code, name in enumerate(names) if name in about]).sum()),
        (now.target,),
        (
            Remedy("Yes, count them as one", {"alike": "merge", "positive": None}),
            Remedy("No, they are different", {"alike": "apart", "positive": None}),
        ),
    )


def _leaks(now: Situation, name: str) -> bool:
    what = ("leaks", name, now.target, now.are_classes)
    return bool(now.table.measured(what, lambda: float(_gives_away(now, name))))


def _gives_away(now: Situation, name: str) -> bool:
    column = now.table.columns[name]
    x = now.table.numbers(name)
    groups = x is None or column.distinct <= _FEW_VALUES
    if groups and now.table.rows < _ROWS_A_VALUE * max(column.distinct, 1):
        return False
    if column.never_changes or now.table.columns[now.target].never_changes:
        return False
    if now.are_classes:
        y = now.classes
        return _pure(now.table.codes(name)[0], y) if groups or x is None else _parts(x, y)
    share = share_explained(now.table, name, now.target, target_are_classes=False)
    return share >= _GIVES_AWAY


def _pure(codes: Integers, y: Integers) -> bool:
    """Whether nearly all rows with the same value have the same class, and there are several classes."""
    both = (codes >= 0) & (y >= 0)
    codes, y = codes[both], y[both]
    if not len(y):
        return False
    height = int(y.max()) + 1
    if (int(codes.max()) + 1) * height > 4_000_000:
        return False
    table = numpy.bincount(codes * height + y, minlength=(int(codes.max()) + 1) * height).reshape(-1, height)
    common = table.sum(axis=0).max()
    return bool(table.max(axis=1).sum() >= _PURE * len(y) and common < _PURE * len(y))


def _parts(x: Floats, y: Integers) -> bool:
    """Whether the classes are nearly separate intervals of a numeric feature."""
    both = ~numpy.isnan(x) & (y >= 0)
    # Shuffled, so that rows with equal numbers are in random order: a table sorted by class must not look separated.
    order = shuffle(int(both.sum()))
    x, y = x[both][order], y[both][order]
    y = y[numpy.argsort(x, kind="stable")]
    changes = int((y[1:] != y[:-1]).sum())
    classes = len(numpy.unique(y))
    return classes > 1 and changes <= classes - 1 + (1 - _PURE) * len(y)
