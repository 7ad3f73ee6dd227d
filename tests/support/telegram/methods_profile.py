"""The bot's commands, descriptions and name, by language."""

import re
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any, Final

from .errors import bad_request
from .parameters import Parameters
from .profile import CommandsKey, Profile, scope_key
from .state import World

MAX_COMMANDS: Final = 100
MAX_COMMAND: Final = 32
MAX_COMMAND_DESCRIPTION: Final = 256
MAX_NAME: Final = 64
MAX_DESCRIPTION: Final = 512
MAX_SHORT: Final = 120

Texts = Callable[[Profile], dict[str, str]]


async def set_my_commands(world: World, parameters: Parameters) -> bool:
    """Set the commands for a scope and a language."""
    commands = parameters.array("commands") or []
    if len(commands) > MAX_COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    world.profile.commands[_key(parameters)] = [_command(command) for command in commands]
    return True


async def get_my_commands(world: World, parameters: Parameters) -> list[dict[str, str]]:
    """The commands set for exactly this scope and language."""
    return world.profile.commands.get(_key(parameters), [])


async def delete_my_commands(world: World, parameters: Parameters) -> bool:
    """Forget the commands of a scope and a language."""
    world.profile.commands.pop(_key(parameters), None)
    return True


async def set_text(texts: Texts, name: str, limit: int, world: World, parameters: Parameters) -> bool:
    """Set one of the bot's texts for a language; an empty one is forgotten."""
    text, language = parameters.text(name), _language(parameters)
    if len(text) > limit:
        raise bad_request(f"bot {name.replace('_', ' ')} is too long")
    texts(world.profile).pop(language, None)
    if text:
        texts(world.profile)[language] = text
    return True


async def get_text(texts: Texts, name: str, world: World, parameters: Parameters) -> dict[str, str]:
    """One of the bot's texts, set for exactly this language."""
    return {name: texts(world.profile).get(_language(parameters), "")}


def _key(parameters: Parameters) -> CommandsKey:
    return scope_key(parameters.mapping("scope")), _language(parameters)


def _language(parameters: Parameters) -> str:
    language = parameters.text("language_code")
    if language and not re.fullmatch("[a-z]{2}", language):
        raise bad_request("invalid language code specified")
    return language


def _command(given: dict[str, Any]) -> dict[str, str]:
    command = str(given.get("command", "")).strip().removeprefix("/")
    description = str(given.get("description", "")).strip()
    if not command:
        raise bad_request("command must be non-empty")
    if len(command) > MAX_COMMAND:
        raise bad_request(f"command length must not exceed {MAX_COMMAND}")
    if not re.fullmatch("[a-z0-9_]+", command):
        raise bad_request("BOT_COMMAND_INVALID")
    if not description:
        raise bad_request("command description must be non-empty")
    if len(description) > MAX_COMMAND_DESCRIPTION:
        raise bad_request(f"command description length must not exceed {MAX_COMMAND_DESCRIPTION}")
    return {"command": command, "description": description}


def _names(profile: Profile) -> dict[str, str]:
    return profile.names


def _descriptions(profile: Profile) -> dict[str, str]:
    return profile.descriptions


def _short_descriptions(profile: Profile) -> dict[str, str]:
    return profile.short_descriptions


PROFILE_METHODS: Final[dict[str, Callable[[World, Parameters], Awaitable[Any]]]] = {
    "setMyCommands": set_my_commands,
    "getMyCommands": get_my_commands,
    "deleteMyCommands": delete_my_commands,
    "setMyName": partial(set_text, _names, "name", MAX_NAME),
    "getMyName": partial(get_text, _names, "name"),
    "setMyDescription": partial(set_text, _descriptions, "description", MAX_DESCRIPTION),
    "getMyDescription": partial(get_text, _descriptions, "description"),
    "setMyShortDescription": partial(set_text, _short_descriptions, "short_description", MAX_SHORT),
    "getMyShortDescription": partial(get_text, _short_descriptions, "short_description"),
}
