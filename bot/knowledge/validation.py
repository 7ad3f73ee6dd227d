"""Data from a file -> a model, with pydantic's errors said for a moderator and put at their places."""

from collections.abc import Mapping
from difflib import get_close_matches
from typing import Final, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from bot.knowledge.problems import Place, Problem
from bot.knowledge.yaml_source import Location, Source

M = TypeVar("M", bound=BaseModel)

_NO_GIVEN: Final[Mapping[str, str]] = {}


def validate(source: Source, model: type[M], given: Mapping[str, str] = _NO_GIVEN) -> tuple[M | None, list[Problem]]:
    """Check a file's data against `model`; the value is None if there is any problem.

    `given` are fields that the file's place decides (its id, its topic), so that they may not stand in the file.
    """
    if not isinstance(source.data, dict):
        message = "the file must consist of 'field: value' lines"
        return None, [Problem(source.place(()), "wrong-type", message)]
    problems = [
        Problem(source.key_place((name,)), "unknown-field", f"'{name}' is decided by the file's name and folder")
        for name in given
        if name in source.data
    ]
    try:
        value = model.model_validate({**source.data, **given})
    except ValidationError as error:
        details = error.errors(include_url=False)
        shown = [detail for detail in details if not _follows(detail, details)]
        return None, problems + [_problem(source, model, given, detail) for detail in shown]
    return (None if problems else value), problems


def _follows(detail: ErrorDetails, details: list[ErrorDetails]) -> bool:
    """Whether a list is "too short" only because entries of it are wrong, which is said already."""
    location = detail["loc"]
    return detail["type"] == "too_short" and any(
        len(other["loc"]) > len(location) and other["loc"][: len(location)] == location for other in details
    )


def _problem(source: Source, model: type[BaseModel], given: Mapping[str, str], detail: ErrorDetails) -> Problem:
    location: Location = detail["loc"]
    kind = detail["type"]
    field = str(location[-1]) if location else ""
    if field in given and len(location) == 1:
        message = f"'{given[field]}' is no name for a file: small letters a-z, digits and '-', at most 48 of them"
        return Problem(Place(source.path), "bad-id", message)
    if kind == "missing":
        message = f"the field '{field}' is missing" + (f" in '{_dotted(location[:-1])}'" if location[:-1] else "")
        return Problem(source.place(location), "missing-field", message)
    if kind == "extra_forbidden":
        known = [name for name in _fields_at(model, location[:-1]) if name not in given]
        return Problem(source.key_place(location), "unknown-field", f"unknown field '{field}'{nearest(field, known)}")
    if kind == "string_too_short" or detail["input"] is None:
        return Problem(source.place(location), "empty-field", f"'{_dotted(location)}': nothing stands here")
    message = f"'{_dotted(location)}': {_say(detail)}" if location else _say(detail)
    return Problem(source.place(location), "wrong-value", message)


def nearest(name: str, known: list[str]) -> str:
    """A suggestion to put behind an error: the known name that is nearest, or nothing if none is near."""
    near = get_close_matches(name, known, n=1)
    return f"; did you mean '{near[0]}'?" if near else ""


def _say(detail: ErrorDetails) -> str:
    given = detail["input"]
    shown = f" (it is '{given}')" if isinstance(given, str) else ""
    match detail["type"]:
        case "tuple_type":
            message = "must be a list ('- …' lines)"
        case "model_type" | "model_attributes_type":
            message = "must have fields of its own below it, such as kk, ru and en"
        case "string_type":
            message = "must be a text; one with a colon in it needs quotes around it"
        case "too_short" | "too_long":
            least = detail["type"] == "too_short"
            count = detail["ctx"]["min_length" if least else "max_length"]
            entries = "entry" if count == 1 else "entries"
            message = f"must have at {'least' if least else 'most'} {count} {entries}"
        case "int_parsing" | "int_type":
            message = "must be a whole number"
        case "string_pattern_mismatch":
            message = f"has not the form {detail['ctx']['pattern']}"
        case _:
            message = detail["msg"].removeprefix("Value error, ")
    return message + shown


def _fields_at(model: type[BaseModel], location: Location) -> list[str]:
    """The names of the fields that are known at `location` inside a model."""
    current = model
    for step in location:
        if isinstance(step, int):
            continue
        field = current.model_fields.get(step)
        inner = _inner_model(field.annotation) if field else None
        if inner is None:
            return []
        current = inner
    return list(current.model_fields)


def _inner_model(annotation: object) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    candidates = (_inner_model(argument) for argument in getattr(annotation, "__args__", ()))
    return next((candidate for candidate in candidates if candidate), None)


def _dotted(location: Location) -> str:
    return ".".join(str(step + 1) if isinstance(step, int) else step for step in location)
