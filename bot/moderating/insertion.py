"""YAML text -> the same text with one more entry in a list; nothing else of it is touched."""

from collections.abc import Sequence

import yaml

from bot.knowledge.problems import KnowledgeError
from bot.knowledge.yaml_source import Data, parse_source
from bot.moderating.skeleton import as_item


class InsertionError(Exception):
    """The entry cannot be added to the text as it stands; the message says why."""


def insert(text: str, name: str, key: str, entry: Sequence[str], before: Sequence[str] = ()) -> tuple[str, int]:
    """`text` with an entry at the end of the list `key`, and the line, from 1, on which the entry begins.

    `name` is what errors call the file, `entry` the lines of the entry without the dash. A list that is not in the
    text yet is put before the first of the fields `before` that is, else at the end. Raises `InsertionError`, and
    `KnowledgeError` if the text is not YAML.
    """
    old = parse_source(text, name).data
    if not isinstance(old, dict):
        raise InsertionError(f"{name}: the file must consist of 'field: value' lines")
    newline = "\r\n" if "\r\n" in text else "\n"
    position, remove_to, lines = _place(text, name, key, entry, before)
    ahead = "" if position == 0 or text[position - 1] == "\n" else newline
    added = ahead + newline.join(lines) + newline
    changed = text[:position] + added + text[remove_to:]
    first = changed[: position + len(ahead)].count("\n") + 1 + (len(lines) - len(entry))
    _verify(old, changed, name, key)
    return changed, first


def _place(text: str, name: str, key: str, entry: Sequence[str], before: Sequence[str]) -> tuple[int, int, list[str]]:
    """Where the entry goes, up to where the text behind it is replaced, and the lines."""
    root = yaml.compose(text, Loader=yaml.SafeLoader)
    assert isinstance(root, yaml.MappingNode)  # noqa: S101 - the data is a mapping, so the node is one
    fields = {key_node.value: (key_node, value_node) for key_node, value_node in root.value}
    if key not in fields:
        following = next((fields[other][0].start_mark.index for other in fields if other in before), len(text))
        position = _end_of_content(text, following)
        return position, position, [f"{key}:", *as_item(entry, 2)]
    key_node, value = fields[key]
    if isinstance(value, yaml.SequenceNode) and not value.flow_style:
        position = _end_of_content(text, value.end_mark.index)
        return position, position, as_item(entry, value.start_mark.column)
    if value.value:
        raise InsertionError(f"{name}: '{key}' must be a list of '- …' lines, so that one can be added to it")
    start, end = key_node.start_mark.index, _next_line(text, value.end_mark.index)
    comment = text[value.end_mark.index : end].strip()
    return start, end, [f"{key}:  {comment}".rstrip(), *as_item(entry, 2)]


def _end_of_content(text: str, index: int) -> int:
    """The end of the last line before `index` that says something: blank lines and comments at the margin, which
    belong to what comes next, stay behind it."""
    behind = text.rfind("\n", 0, index) + 1 if index < len(text) else len(text)
    end = behind
    while end:
        start = text.rfind("\n", 0, end - 1) + 1
        line = text[start:end]
        if line.strip() and not line.startswith("#"):
            return end
        end = start
    return behind  # there are only comments, and they stay on top


def _next_line(text: str, index: int) -> int:
    end = text.find("\n", index)
    return len(text) if end < 0 else end + 1


def _verify(old: dict[str, Data], changed: str, name: str, key: str) -> None:
    """Make sure that the list has one entry more and that everything else says what it said."""
    try:
        new = parse_source(changed, name).data
    except KnowledgeError as error:
        raise InsertionError(f"{name}: '{key}' is written so that nothing can be added to it safely") from error
    before = old.get(key) or []
    after = new.get(key) if isinstance(new, dict) else None
    same = isinstance(new, dict) and {**new, key: None} == {**old, key: None}
    if not (same and isinstance(after, list) and isinstance(before, list) and after[:-1] == before):
        raise InsertionError(f"{name}: '{key}' is written so that nothing can be added to it safely")
