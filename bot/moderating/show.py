"""`quqyq show`: the entries that a name stands for."""

from typing import Final, get_args

from bot.knowledge import Base, Kind, Ref
from bot.knowledge.validation import nearest

_KINDS: Final[tuple[Kind, ...]] = get_args(Kind)


class UnknownEntryError(Exception):
    """The base has no such entry; the message names the nearest that it has."""


def find(base: Base, name: str) -> tuple[Ref, ...]:
    """The entries with this payload (`q_just-detained`, old ones as well) or with this id, of whatever kind.

    Raises `UnknownEntryError` if there is none.
    """
    payload = Ref.from_payload(name)
    if payload is not None and (ref := base.resolve(payload)):
        return (ref,)
    named = (base.resolve(Ref(kind, name)) for kind in _KINDS)
    if found := tuple(dict.fromkeys(ref for ref in named if ref)):
        return found
    names = [ref.payload if payload else ref.id for ref in base.entries]
    raise UnknownEntryError(f"there is no entry '{name}' in the base{nearest(name, names)}")
