"""Stacks of layers side by side: which layer of one stands for which of another."""

from collections.abc import Sequence

from playground.experiment import Layer

# The layers of all stacks that stand for one another, a place each; None where a stack has none there.
Slot = tuple[Layer | None, ...]

_SAME_KIND = 2.0  # and as much again as there are equal settings, up to 1
_OTHER_KIND = 0.5  # better than one taken out and another put in


def aligned(stacks: Sequence[Sequence[Layer]]) -> list[Slot]:
    """The slots of some stacks, first layers first.

    Found by aligning one stack after the other to those before it so that as much as possible is alike
    (Needleman and Wunsch's method, https://doi.org/10.1016/0022-2836(70)90057-4).
    """
    slots: list[Slot] = []
    for number, stack in enumerate(stacks):
        slots = [(*(slot or (None,) * number), layer) for slot, layer in _alignment(slots, stack)]
    return slots


def _alignment(slots: Sequence[Slot], stack: Sequence[Layer]) -> list[tuple[Slot | None, Layer | None]]:
    rows, columns = len(slots), len(stack)
    # best[i][j]: how much is alike at best in slots[i:] and stack[j:].
    best = [[0.0] * (columns + 1) for _ in range(rows + 1)]
    for i in reversed(range(rows)):
        for j in reversed(range(columns)):
            best[i][j] = max(
                best[i + 1][j + 1] + _likeness(slots[i], stack[j]), best[i + 1][j], best[i][j + 1]
            )
    pairs: list[tuple[Slot | None, Layer | None]] = []
    i = j = 0
    while i < rows and j < columns:
        if best[i][j] == best[i + 1][j + 1] + _likeness(slots[i], stack[j]):
            pairs.append((slots[i], stack[j]))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            pairs.append((slots[i], None))
            i += 1
        else:
            pairs.append((None, stack[j]))
            j += 1
    return pairs + [(slot, None) for slot in slots[i:]] + [(None, layer) for layer in stack[j:]]


def _likeness(slot: Slot, layer: Layer) -> float:
    return max(_alike(other, layer) for other in slot if other is not None)


def _alike(one: Layer, other: Layer) -> float:
    if one.type != other.type:
        return _OTHER_KIND
    mine, theirs = one.model_dump(), other.model_dump()
    same = [name for name, value in mine.items() if value == theirs[name]]
    return _SAME_KIND + len(same) / len(mine)
