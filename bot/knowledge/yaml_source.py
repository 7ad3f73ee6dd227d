"""YAML text -> plain data that remembers where each value stood.

Every scalar stays the text that the moderator typed: `no`, `on`, `1:30` and `2020-05-25` are strings here, and the
models decide what a field is. Only an empty plain value, `~` and `null` are nothing. Keys given twice, tags, anchors
and aliases are errors: the base has no use for them, and each of them can surprise or hurt.
"""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import yaml

from bot.knowledge.problems import KnowledgeError, Place, Problem

Data = str | None | list["Data"] | dict[str, "Data"]
Location = tuple[str | int, ...]

MAX_BYTES: Final = 512 * 1024
MAX_DEPTH: Final = 12

MAX_LOOKED_AT_LATER: Final = 150
"""What can be nested no deeper than this takes no process down, and is counted when the nodes are there."""

_BEFORE_A_VALUE: Final = " \t-?:"
"""All that may stand before a list or a mapping in its line; what a tag or a key stands before ends there."""

_PLAIN_NOTHING: Final = frozenset({"", "~", "null"})
_PLAIN_TAGS: Final = frozenset(
    f"tag:yaml.org,2002:{name}"
    for name in ("str", "int", "float", "bool", "null", "timestamp", "merge", "value", "map", "seq")
)
# The parser in C is ten times faster; both give the same nodes and marks.
_Loader: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(slots=True)
class Source:
    """A YAML file as data, with the places of its values and keys by their location; `text` is what stands in it."""

    path: str
    text: str = field(default="", repr=False)
    data: Data = None
    values: dict[Location, Place] = field(default_factory=dict)
    keys: dict[Location, Place] = field(default_factory=dict)

    def place(self, location: Location) -> Place:
        """The place of the value at `location`, or of the nearest thing around it that stands in the file."""
        while location and location not in self.values:
            location = location[:-1]
        return self.values.get(location, Place(self.path))

    def key_place(self, location: Location) -> Place:
        """The place of the key at `location`; of its value where it has no key (a list item)."""
        return self.keys.get(location) or self.place(location)


def read_source(path: Path, name: str) -> Source:
    """Read one YAML file; `name` is what problems call it. Raises `KnowledgeError` with every problem of its form."""
    try:
        with path.open("rb") as file:
            raw = file.read(MAX_BYTES + 1)  # never more, however large the file is
        if len(raw) > MAX_BYTES:
            raise _error(Place(name), "too-large", f"the file is larger than {MAX_BYTES // 1024} KiB")
        text = raw.decode("utf-8-sig")
    except OSError as error:
        raise _error(Place(name), "unreadable", f"cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise _error(Place(name, line), "encoding", "the file is not UTF-8 text; save it as UTF-8") from error
    return parse_source(text, name)


def parse_source(text: str, name: str) -> Source:
    """Parse YAML text; see `read_source`."""
    source = Source(name, text)
    try:
        node = _composed(text, name)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = Place(name, mark.line + 1, mark.column + 1) if mark else Place(name)
        message = "; ".join(part for part in (error.context, error.problem) if part)
        raise _error(place, "yaml", f"{message or 'this is not YAML'}{_hint(message)}") from error
    except yaml.YAMLError as error:  # a character that YAML does not allow
        raise _error(Place(name), "yaml", " ".join(str(error).split())) from error
    if node is None:
        raise _error(Place(name), "empty", "the file is empty")
    problems: list[Problem] = []
    source.data = _convert(node, (), source, problems)
    if problems:
        _refuse_hazards(text, name)
        raise KnowledgeError(problems)
    return source


def _composed(text: str, name: str) -> yaml.Node | None:
    """What stands in the text as a node; hazards are looked for before it is made, or where there is an error."""
    if _may_be_hazardous(text):
        _refuse_hazards(text, name)
    loader = _Loader(text)
    try:
        node: yaml.Node | None = loader.get_single_node()
    except yaml.YAMLError:
        _refuse_hazards(text, name)
        raise
    finally:
        loader.dispose()
    return node


def _may_be_hazardous(text: str) -> bool:
    """Whether to look closer before nodes are made; nearly all files are seen to be harmless without.

    Without & and * there are no anchors and aliases. A mark of the order of bytes would hide how far to the right
    something stands. What is nested has brackets, or stands further to the right than what it is in, behind blanks
    and the marks of lists and keys; only a list may stand just below its own key.
    """
    if "&" in text or "*" in text or "\ufeff" in text:
        return True
    right = max((len(line) - len(line.lstrip(_BEFORE_A_VALUE)) for line in text.splitlines()), default=0)
    return text.count("[") + text.count("{") + 2 * (right + 2) > MAX_LOOKED_AT_LATER


def _refuse_hazards(text: str, name: str) -> None:
    """Raise `KnowledgeError` if there are any."""
    if hazards := _hazards(text, name):
        raise KnowledgeError(hazards)


def _hazards(text: str, name: str) -> list[Problem]:
    """Anchors, aliases and deep nesting, found before nodes are made: making them could take the process down."""
    problems: list[Problem] = []
    depth = 0
    for event in yaml.parse(text, Loader=_Loader):
        if not isinstance(event, yaml.NodeEvent | yaml.CollectionEndEvent):
            continue
        mark = event.start_mark
        place = Place(name, mark.line + 1, mark.column + 1) if mark else Place(name)
        if isinstance(event, yaml.NodeEvent) and event.anchor is not None:
            problems.append(Problem(place, "alias", "anchors and aliases (&, *) are not used here; write it out"))
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > MAX_DEPTH:
                return [*problems, Problem(place, "too-deep", f"nested deeper than {MAX_DEPTH} levels")]
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
    return problems


def _convert(node: yaml.Node, location: Location, source: Source, problems: list[Problem]) -> Data:
    place = source.values[location] = _place(node, source)
    if len(location) >= MAX_DEPTH and not isinstance(node, yaml.ScalarNode):
        _refuse_hazards(source.text, source.path)
    if node.tag not in _PLAIN_TAGS:
        problems.append(Problem(place, "tag", f"tags (!…) are not used here: {node.tag}"))
        return None
    if isinstance(node, yaml.ScalarNode):
        plain = not node.style  # the parser in C says "" for a plain value, the other one None
        return None if plain and node.value.lower() in _PLAIN_NOTHING else str(node.value)
    if isinstance(node, yaml.SequenceNode):
        return [_convert(item, (*location, index), source, problems) for index, item in enumerate(node.value)]
    assert isinstance(node, yaml.MappingNode)  # noqa: S101 - YAML has three kinds of nodes
    result: dict[str, Data] = {}
    for key_node, value_node in node.value:
        key_place = _place(key_node, source)
        if not isinstance(key_node, yaml.ScalarNode):
            problems.append(Problem(key_place, "key", "a field's name must be one word"))
            continue
        key = str(key_node.value)
        if key in result:
            first = source.keys[(*location, key)]
            problems.append(
                Problem(key_place, "duplicate-key", f"'{key}' stands here twice; first in line {first.line}")
            )
            continue
        source.keys[(*location, key)] = key_place
        result[key] = _convert(value_node, (*location, key), source, problems)
    return result


def _place(node: yaml.Node, source: Source) -> Place:
    return Place(source.path, node.start_mark.line + 1, node.start_mark.column + 1)


def _error(place: Place, code: str, message: str) -> KnowledgeError:
    return KnowledgeError([Problem(place, code, message)])


def _hint(message: str) -> str:
    if "mapping values are not allowed" in message:
        return " (a text with a colon in it needs quotes, or '>-' and a new line)"
    if "cannot start any token" in message:
        return " (a tab or a special character; use spaces, and quotes around the text)"
    return ""
