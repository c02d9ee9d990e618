"""Options: settings of a single data set, as immutable plain data."""

from collections.abc import Iterator, Mapping
from copy import deepcopy
from typing import Any

from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema, from_json, to_json


class Options(Mapping[str, Any]):
    """Options by name, with values of JSON: texts, numbers, lists and so on.

    Reading a value returns a copy. Two options are equal if their JSON is equal apart from the order of names: 1, 1.0
    and true are three values, because a data set may accept only one of them.
    """

    def __init__(self, content: Mapping[str, Any] | None = None) -> None:
        """Copies the content.

        Raises:
            ValueError: it can be read from JSON but not be written: a lone surrogate, or a thousand brackets.
        """
        text = to_json(dict(content or {}))
        # Checked as deep as in a branch of a branch, because it must be readable there too.
        from_json(b"[" * 20 + text + b"]" * 20)
        self._content = from_json(text)
        self._identity = _identity(self._content)

    def __getitem__(self, name: str) -> Any:
        return deepcopy(self._content[name])

    def __iter__(self) -> Iterator[str]:
        return iter(self._content)

    def __len__(self) -> int:
        return len(self._content)

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Options):
            return bool(self._identity == other._identity)
        return isinstance(other, Mapping) and self._content == dict(other)

    def __hash__(self) -> int:
        return hash(self._identity)

    def __repr__(self) -> str:
        return repr(self._content)

    @classmethod
    def __get_pydantic_core_schema__(cls, _source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """An object in JSON, a dict in plain data."""
        return core_schema.no_info_after_validator_function(
            _check,
            handler.generate_schema(dict[str, Any]),
            serialization=core_schema.plain_serializer_function_ser_schema(dict),
        )


def _check(content: Mapping[str, Any]) -> Options:
    try:
        return Options(content)
    except ValueError:
        raise ValueError("these are no options that can be kept in a file") from None


def _identity(value: Any) -> object:
    """A hashable value that is equal for equal options."""
    match value:
        case dict():
            return frozenset((name, _identity(inner)) for name, inner in value.items())
        case list():
            return tuple(_identity(inner) for inner in value)
        case float():
            return float, repr(value)  # NaN equals no number, not even itself
    return type(value), value
