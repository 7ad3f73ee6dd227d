"""The methods of the Bot API by name."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final

from .errors import ApiError
from .methods_messages import MESSAGE_METHODS
from .methods_profile import PROFILE_METHODS
from .methods_queries import QUERY_METHODS
from .methods_updates import UPDATE_METHODS
from .parameters import Parameters
from .state import World

Method = Callable[[World, Parameters], Awaitable[Any]]

METHODS: Final[Mapping[str, Method]] = {
    **UPDATE_METHODS,
    **MESSAGE_METHODS,
    **QUERY_METHODS,
    **PROFILE_METHODS,
}
_BY_LOWER_NAME: Final = {name.lower(): name for name in METHODS}


def canonical(name: str) -> str:
    """The method's name as it is documented, however its letters were written; as given if there is none."""
    return _BY_LOWER_NAME.get(name.lower(), name)


async def call_method(world: World, name: str, parameters: Parameters) -> Any:
    """Do what a method does and return its result; a refusal if there is no such method or it refuses."""
    method = METHODS.get(name)
    if method is None:
        raise ApiError(404, "Not Found")
    return await method(world, parameters)
