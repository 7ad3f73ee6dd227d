"""Limits where others read along: groups, chats in which the bot is a guest, and inline mode."""

from bot.handlers.pace import TOO_MUCH
from bot.limits import Rule, Rules
from tests.support.scene import Scene, say
from tests.support.telegram import Elsewhere, Group, TelegramServer

pytest_plugins = ["tests.support.scene_fixtures"]

PROTEST = "can i protest without permission"
TITLE = "Can I protest without permission?"
STRICT = Rule(2, 600)


async def test_only_what_asks_the_bot_counts_in_a_group(server: TelegramServer) -> None:
    async with Scene(server, rules=Rules(group=STRICT)) as scene:
        person, group = scene.person(), Group(server)
        for _ in range(20):
            await person.says(PROTEST, group=group)
            await person.says("/ask@other_bot hello", group=group)
        await scene.settles()
        assert (group.screen, scene.services.counters.dropped) == ([], 0)
        await person.says(f"@tests_bot {PROTEST}", group=group)
        card = await group.sees()
        assert card.text.startswith(TITLE)
        await person.says(PROTEST, group=group, reply_to=card)
        assert (await group.sees()).text.startswith(TITLE)


async def test_a_group_that_asks_too_much_is_told_once_in_the_topic_and_a_private_chat_is_not_held_up(
    server: TelegramServer,
) -> None:
    async with Scene(server, rules=Rules(group=STRICT)) as scene:
        person, group = scene.person(language_code="ru"), Group(server, "Forum", forum=True)
        topic = group.add_topic("Rights")
        for _ in range(6):
            await person.says(f"/ask@tests_bot {PROTEST}", group=group, thread_id=topic)
        await group.sees(3)
        assert [message.text for message in group.screen].count(say("ru", TOO_MUCH)) == 1
        assert {message.thread_id for message in group.screen} == {topic}
        await person.says(PROTEST)
        assert (await person.sees()).text.startswith(TITLE)
        assert len(group.screen) == 3


async def test_a_guest_that_is_asked_too_much_answers_later_and_writes_nothing_else(server: TelegramServer) -> None:
    async with Scene(server, rules=Rules(group=Rule(2, 0.2))) as scene:
        await scene.stop()
        person, chat = scene.person(), Elsewhere(server, "Friends")
        for _ in range(30):
            await person.says(f"@tests_bot {PROTEST}", group=chat)
        await scene.start()
        await chat.sees(2 + 10)
        await scene.settles()
        assert all(card.text.startswith(TITLE) for card in chat.screen)
        assert len(chat.screen) == 12
        assert scene.services.counters.dropped == 18
        assert server.calls_of("sendMessage") == []


async def test_a_guests_chat_and_the_private_chat_of_the_same_number_are_two(server: TelegramServer) -> None:
    async with Scene(server, rules=Rules(chat=Rule(1, 600), group=Rule(1, 600))) as scene:
        asks, friend = scene.person("Asks"), scene.person("Friend")
        chat = Elsewhere(server, "Friend", private=True)
        chat.chat.id = friend.id  # as the one who asks sees it
        await asks.says(f"@tests_bot {PROTEST}", group=chat)
        await chat.sees()
        await friend.says(PROTEST)
        assert (await friend.sees()).text.startswith(TITLE)


async def test_who_types_inline_is_answered_within_bounds_and_the_private_chat_does_not_pay_for_it(
    server: TelegramServer,
) -> None:
    async with Scene(server, rules=Rules(chat=Rule(1, 600), no_chat=Rule(3, 600))) as scene:
        person, other = scene.person(), scene.person("Other")
        queries = [await person.types_inline("protest"[:length]) for length in range(1, 8)]
        for query in queries[:3]:
            await query.answered()
        await scene.settles()
        assert len(server.calls_of("answerInlineQuery")) == 3
        assert scene.services.counters.dropped == 4
        await (await other.types_inline("protest")).answered()
        await person.says(PROTEST)
        assert (await person.sees()).text.startswith(TITLE)
        assert len(person.screen) == 1
