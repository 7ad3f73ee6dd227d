"""What a bot tells about itself is kept by scope and language."""

import pytest
from telegram import Bot, BotCommand, BotCommandScopeAllPrivateChats
from telegram.error import BadRequest

from .server import TelegramServer

pytest_plugins = ["tests.support.telegram.fixtures"]


async def test_commands_by_scope_and_language(bot: Bot) -> None:
    scope = BotCommandScopeAllPrivateChats()
    await bot.set_my_commands([BotCommand("help", "Help")])
    await bot.set_my_commands([("help", "Көмек")], scope=scope, language_code="kk")
    assert await bot.get_my_commands() == (BotCommand("help", "Help"),)
    assert await bot.get_my_commands(scope, "kk") == (BotCommand("help", "Көмек"),)
    assert await bot.get_my_commands(scope) == ()
    await bot.delete_my_commands(scope, "kk")
    assert await bot.get_my_commands(scope, "kk") == ()


@pytest.mark.parametrize("command", [("Help", "Help"), ("help", ""), ("a" * 33, "Help"), ("help", "a" * 257)])
async def test_unsound_commands(bot: Bot, command: tuple[str, str]) -> None:
    with pytest.raises(BadRequest):
        await bot.set_my_commands([command])


async def test_descriptions_by_language(server: TelegramServer, bot: Bot) -> None:
    await bot.set_my_description("About", language_code="en")
    await bot.set_my_short_description("Қысқаша", language_code="kk")
    await bot.set_my_name("Құқық", language_code="kk")
    assert (await bot.get_my_description("en")).description == "About"
    assert (await bot.get_my_description("ru")).description == ""
    assert (await bot.get_my_short_description("kk")).short_description == "Қысқаша"
    assert server.world.profile.names == {"": "Tests", "kk": "Құқық"}
    with pytest.raises(BadRequest, match="too long"):
        await bot.set_my_description("a" * 513)
    with pytest.raises(BadRequest, match="nvalid language code"):
        await bot.set_my_description("a", language_code="kk-KZ")
