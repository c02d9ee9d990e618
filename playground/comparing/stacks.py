"""Stacks of layers side by side: which layer of one stands for which of another."""

from collections.abc import Callable, Hashable, Sequence
from difflib import SequenceMatcher
from itertools import zip_longest

from playground.experiment import Layer

# Layers that stand for each other, one of each stack; None for a stack that has none here.
Slot = tuple[Layer | None, ...]
_Pair = tuple[Slot | None, Layer | None]
_Key = Callable[[Layer], Hashable]


def align(stacks: Sequence[Sequence[Layer]]) -> list[Slot]:
    """The slots of some stacks, first layers first; each stack is aligned to those before it.

    Equal layers, and layers of one kind, stand for each other if they come in the same order.
    """
    slots: list[Slot] = []
    for number, stack in enumerate(stacks):
        empty: Slot = (None,) * number
        found = max(_pairs(slots, stack, [_itself, _kind]), _pairs(slots, stack, [_kind]), key=_likeness)
        slots = [(*(slot or empty), layer) for slot, layer in found]
    return slots


def _pairs(slots: Sequence[Slot], stack: Sequence[Layer], keys: Sequence[_Key]) -> list[_Pair]:
    """Pairs the longest runs of layers that are equal by the first key, and what lies between them by the next key.

    Without a key, it pairs layers at the same position.
    """
    if not keys:
        return list(zip_longest(slots, stack))
    key, rest = keys[0], keys[1:]
    matcher = SequenceMatcher(None, [key(_first(slot)) for slot in slots], [key(layer) for layer in stack])
    found: list[_Pair] = []
    for tag, *(first, end, other_first, other_end) in matcher.get_opcodes():
        left, right = slots[first:end], stack[other_first:other_end]
        found += zip(left, right, strict=True) if tag == "equal" else _pairs(left, right, rest)
    return found


def _likeness(pairs: Sequence[_Pair]) -> tuple[int, int]:
    """How many pairs are of one kind, and how many of these are the same."""
    both = [(_first(slot), layer) for slot, layer in pairs if slot is not None and layer is not None]
    return sum(one.type == other.type for one, other in both), sum(one == other for one, other in both)


def _first(slot: Slot) -> Layer:
    return next(layer for layer in slot if layer is not None)


def _itself(layer: Layer) -> Hashable:
    return layer


def _kind(layer: Layer) -> Hashable:
    return layer.type
