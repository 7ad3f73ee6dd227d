"""YAML as editors read it: by the core schema of YAML 1.2, in which `2026` is a number and `no` is a text."""

import re
from typing import Any, Final

import yaml


class _Loader(yaml.SafeLoader):
    """Knows the five kinds of plain scalars that the core schema has."""


_KINDS: Final = {
    "null": r"|~|null|Null|NULL",
    "bool": r"true|True|TRUE|false|False|FALSE",
    "int": r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+",
    "float": r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)",
}

_Loader.yaml_implicit_resolvers = {}
for _kind, _pattern in _KINDS.items():
    _Loader.add_implicit_resolver(f"tag:yaml.org,2002:{_kind}", re.compile(rf"^(?:{_pattern})$"), None)


def as_an_editor_reads(text: str) -> Any:
    """The data in YAML text."""
    return yaml.load(text, Loader=_Loader)
