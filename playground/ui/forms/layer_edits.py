"""The stack of layers for the diagram: the layers for the browser, and the effect of its edits on the draft."""

import re
from collections.abc import Sequence

from playground.components.curves_data import Field, LayerOfStack, Option, Stack
from playground.layers.dense import Dense
from playground.layers.kind import Kind, NumberWidget, Widget, WordWidget
from playground.layers.table import KINDS
from playground.limits import limits
from playground.messages.edits import AddLayer, ChangeKind, LayerEdit, MoveLayer, RemoveLayer, SetSetting
from playground.part import exact
from playground.ui.frame.draft import Draft, LayerDraft

_GONE = "This layer is not there any more."


def numbered_title(layers: Sequence[LayerDraft], index: int) -> str:
    """The title of a layer with the number by which messages and pictures name it: `Dense 2`."""
    kind = type(layers[index].settings)
    return f"{kind.title} {sum(type(each.settings) is kind for each in layers[: index + 1])}"


def stack_of(draft: Draft) -> Stack:
    """The layers of the draft with their main settings, and all kinds of layers."""
    return Stack(
        layers=[
            LayerOfStack(
                id=layer.id,
                type=type(layer.settings).model_fields["type"].default,
                title=numbered_title(draft.layers, index),
                short=layer.settings.in_short,
                fields=[_field(layer.settings, widget) for widget in _telling(layer.settings)],
            )
            for index, layer in enumerate(draft.layers)
        ],
        kinds=[Option(name=name, title=kind.title, help=kind.help) for name, kind in KINDS.items()],
        full=len(draft.layers) >= limits().max_layers,
    )


def edit_layers(draft: Draft, edit: LayerEdit) -> str:
    """Changes the layers of the draft; returns a sentence if the edit cannot be made, else ""."""
    if isinstance(edit, AddLayer):
        if edit.type not in KINDS:
            return f"There is no kind of layer “{edit.type}”."
        if len(draft.layers) >= limits().max_layers:
            return f"{limits().max_layers} layers are the most."
        draft.insert(_like_its_neighbours(draft, KINDS[edit.type], edit.index), edit.index)
        return ""
    layer = draft.layer(edit.layer)
    if layer is None:
        return _GONE
    match edit:
        case SetSetting(name=name, value=value):
            widgets = {widget.name: widget for row in layer.settings.widgets for widget in row}
            if name not in widgets or not _fits(widgets[name], value):
                return f"{layer.settings.title} has no setting “{name}” with such a value."
            draft.put(layer, name, value)
        case RemoveLayer():
            draft.remove(layer)
        case MoveLayer(index=index):
            draft.move(layer, index - draft.layers.index(layer))
        case ChangeKind(type=name):
            if name not in KINDS:
                return f"There is no kind of layer “{name}”."
            draft.replace(layer, _with_settings_of(layer.settings, KINDS[name]))
    return ""


def units_in_short(draft: Draft) -> str:
    """The units of the dense layers as a person types them: `16-16`; "" without a dense layer."""
    return "-".join(exact(layer.units) for layer in _dense(draft))


def set_units(draft: Draft, text: str) -> str:
    """Sets the stack of dense layers by their units, such as `16-16`; an empty text removes all of them.

    Layers of other kinds stay. New dense layers follow the last one and copy its settings.

    Returns:
        A sentence if the text cannot be read, else "".
    """
    words = [] if text.strip().casefold() in ("", "linear") else re.split(r"[\s,;x×–-]+", text.strip())
    if not all(re.fullmatch(r"[0-9]{1,9}", word) for word in words):
        return "Type the units of each dense layer, such as 16-16."
    others = len(draft.layers) - len(_dense(draft))
    if others + len(words) > limits().max_layers:
        return f"{limits().max_layers} layers are the most."
    layers = [layer for layer in draft.layers if isinstance(layer.settings, Dense)]
    for layer, units in zip(layers, map(int, words), strict=False):
        draft.put(layer, "units", units)
    last = _dense(draft)[-1] if layers and words else Dense()
    at = draft.layers.index(layers[-1]) + 1 if layers else len(draft.layers)
    for more, units in enumerate(map(int, words[len(layers) :])):
        draft.insert(last.model_copy(update={"units": units}), at + more)
    for layer in layers[len(words) :]:
        draft.remove(layer)
    return ""


def _dense(draft: Draft) -> list[Dense]:
    return [layer.settings for layer in draft.layers if isinstance(layer.settings, Dense)]


def _telling(kind: Kind) -> Sequence[Widget]:
    return kind.widgets[0] if kind.widgets else ()


def _field(kind: Kind, widget: Widget) -> Field:
    value = getattr(kind, widget.name)
    match widget:
        case NumberWidget(name=name, title=title, step=step, is_whole=is_whole):
            return Field(name=name, title=title, value=value, step=step, whole=is_whole, options=[])
        case WordWidget(name=name, title=title, words=words):
            options = [Option(name=word, title=row.title, help=row.help) for word, row in words.items()]
            return Field(name=name, title=title, value=value, step=0, whole=False, options=options)


def _fits(widget: Widget, value: float | str) -> bool:
    """Whether a value has the type of a widget; the experiment checks its range."""
    if isinstance(widget, WordWidget):
        return value in widget.words
    return isinstance(value, int) if widget.is_whole else not isinstance(value, str)


def _like_its_neighbours(draft: Draft, kind: type[Kind], index: int) -> Kind:
    """A new layer of a kind with the settings of the nearest layer of this kind."""
    near = sorted(range(len(draft.layers)), key=lambda at: (abs(at + 0.5 - index), at))
    like = next((draft.layers[at].settings for at in near if type(draft.layers[at].settings) is kind), None)
    return kind() if like is None else like


def _with_settings_of(old: Kind, kind: type[Kind]) -> Kind:
    """A layer of a kind with all settings of the old layer that the kind has."""
    both = kind.model_fields.keys() & type(old).model_fields.keys() - {"type"}
    same = {name: getattr(old, name) for name in both}
    return kind().model_copy(update=same)
