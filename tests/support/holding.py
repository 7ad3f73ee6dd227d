"""What the bot holds in memory, looked through for a number."""

import asyncio
from collections import deque
from collections.abc import Mapping
from types import FunctionType, ModuleType
from typing import Final

_NOT_LOOKED_INTO: Final = (str, bytes, type, ModuleType, FunctionType, asyncio.AbstractEventLoop, asyncio.Future)


def places(number: int, *roots: object) -> list[str]:
    """Where a number stands in what these objects hold, each place as the types on the way to it.

    Tasks that run, and all that the event loop holds, are not looked into: there the tests themselves are.
    """
    found: list[str] = []
    seen: set[int] = set()
    waiting = [(type(root).__name__, root) for root in roots]
    while waiting:
        way, held = waiting.pop()
        if isinstance(held, int):
            found += [way] if held == number else []
        elif id(held) not in seen and not isinstance(held, _NOT_LOOKED_INTO):
            seen.add(id(held))
            waiting += [(f"{way} > {type(each).__name__}", each) for each in _inside(held)]
    return found


def _inside(held: object) -> list[object]:
    if isinstance(held, Mapping):
        return [*held.keys(), *held.values()]
    if isinstance(held, tuple | list | set | frozenset | deque):
        return list(held)
    slots = [name for kind in type(held).__mro__ for name in getattr(kind, "__slots__", ()) if isinstance(name, str)]
    return [*(getattr(held, name, None) for name in slots), *getattr(held, "__dict__", {}).values()]
