"""Model -> YAML with nothing in it yet: every field, under a comment that says what to write there."""

from collections.abc import Iterator, Mapping, Sequence
from textwrap import wrap
from typing import Final, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

_WIDTH: Final = 110
_NOTHING: Final[Mapping[str, str]] = {}


def skeleton(model: type[BaseModel], given: Mapping[str, str] = _NOTHING) -> list[str]:
    """The lines of a skeleton; `given` are values that are known already.

    What must be written stands empty, so that the check reports it until it is.
    """
    lines: list[str] = []
    for name, field in model.model_fields.items():
        if name in given:
            lines.append(f"{name}: {given[name]}")
        else:
            lines += [*_comment(field), *_empty(name, field)]
    return lines


def as_item(lines: Sequence[str], column: int) -> list[str]:
    """An entry's lines as an item of a list whose dashes stand in `column`; comments on top stay above the dash."""
    start = next((index for index, line in enumerate(lines) if not line.startswith("#")), 0)
    above, first, rest = lines[:start], lines[start], lines[start + 1 :]
    indent = " " * column
    return [*(f"{indent}{line}" for line in above), f"{indent}- {first}", *(f"{indent}  {line}" for line in rest)]


def _comment(field: FieldInfo) -> list[str]:
    text = field.description or ""
    return wrap(text, _WIDTH, initial_indent="# ", subsequent_indent="# ", break_on_hyphens=False)


def _empty(name: str, field: FieldInfo) -> Iterator[str]:
    """A field with nothing in it: an empty list, one entry of a list that cannot be empty, or nothing at all."""
    inner = field.annotation
    if get_origin(inner) is tuple:
        item = get_args(inner)[0]
        if field.is_required() and _is_model(item):
            yield f"{name}:"
            yield from as_item(skeleton(item), 2)
        else:
            yield f"{name}: []"
        return
    yield f"{name}:"
    if isinstance(inner, type) and issubclass(inner, BaseModel):
        for below, field_below in inner.model_fields.items():
            yield from (f"  {line}" for line in _empty(below, field_below))


def _is_model(annotation: object) -> bool:
    return isinstance(annotation, type) and issubclass(annotation, BaseModel)
