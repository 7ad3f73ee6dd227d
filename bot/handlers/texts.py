"""What the bot says of itself, as cards: greeting, help, topics, privacy, about, and what it cannot do."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from bot.answers import topics_button
from bot.cards import (
    Block,
    Button,
    Card,
    ChooseLanguage,
    Row,
    bold,
    italic,
    plain,
)
from bot.handlers.commands import COMMANDS
from bot.handlers.context import Services
from bot.knowledge import LANGUAGES, Language, Ref
from bot.locale import LANGUAGE_NAMES, N_, Voice

WHAT_IT_IS: Final = N_(
    "I answer questions about human rights in Kazakhstan: what a 2009 report by the country's human-rights"
    " organisations found, what it recommended, and what has changed since, with sources."
)
WHAT_IT_IS_NOT: Final = N_(
    "I am a program, not a lawyer: I give information, not legal advice, and I can be out of date."
)
WHO_MAKES_IT: Final = N_(
    "Quqyq (from Kazakh құқық, “right, law”) is made and looked after by its small team of founders."
)
HOW_TO_ASK: Final = N_(
    "Write your question in your own words, in Kazakh, Russian or English. One sentence is enough, one word will do."
    " If you edit your message, I correct my answer."
)
HOW_TO_ASK_ELSEWHERE: Final = N_(
    "In any other chat, write @%(username)s and a word or two: I list what I know, and you choose what to send."
)
NOTHING_CHOSEN: Final = N_("Choose a language. You can ask in any of the three.")


@dataclass(frozen=True, slots=True)
class Texts:
    """Makes the bot's own cards from its services."""

    services: Services

    def greeting(self, language: Language, *, link_is_gone: bool = False) -> Card:
        """What this is and is not, three questions to press, and the topics; first, that a link leads nowhere."""
        voice = self._voice(language)
        cards = self.services.library.cards
        examples = tuple(
            (cards.entry_button(Ref("question", id_), language),)
            for id_ in self.services.library.base.report.examples
        )
        gone = voice.say("The link that brought you here leads nowhere any more.")
        return Card(
            language,
            (
                *([Block((plain(gone),))] if link_is_gone else []),
                Block((plain(voice.say(WHAT_IT_IS)), plain(voice.say(WHAT_IT_IS_NOT)))),
                Block((plain(voice.say("Just write your question. For example, press one of these:")),)),
            ),
            rows=(*examples, *cards.topic_rows(language)),
        )

    def greeting_in_all(self) -> Card:
        """The greeting where nothing tells the language: in all three, with the choice of one."""
        blocks = []
        for language in LANGUAGES:
            voice = self._voice(language)
            blocks.append(Block((plain(voice.say(WHAT_IT_IS)), plain(voice.say(WHAT_IT_IS_NOT)))))
            blocks.append(Block((italic(voice.say(NOTHING_CHOSEN)),)))
        return Card(LANGUAGES[0], tuple(blocks), rows=(self._language_row(),))

    def help(self, language: Language) -> Card:
        """How to ask, and the commands."""
        voice = self._voice(language)
        commands = tuple(plain(f"/{command.name}: {voice.say(command.description)}") for command in COMMANDS)
        return Card(
            language,
            (
                Block((bold(voice.say("How to ask")),)),
                Block(
                    (
                        plain(voice.say(HOW_TO_ASK)),
                        plain(voice.say("Do not write names, addresses or telephone numbers: I do not need them.")),
                        plain(voice.say(HOW_TO_ASK_ELSEWHERE, username=self.services.username)),
                    )
                ),
                Block(commands, heading=voice.say("Commands"), tight=True),
            ),
            rows=((topics_button(voice),),),
        )

    def topics(self, language: Language) -> Card:
        """All topics as buttons."""
        voice = self._voice(language)
        rows = self.services.library.cards.topic_rows(language)
        return Card(language, (Block((bold(voice.say("Choose a topic")),)),), rows=rows)

    def language_menu(self) -> Card:
        """The choice of a language, each in its own name."""
        names = " / ".join(self._voice(each).say("Which language shall I speak?") for each in LANGUAGES)
        return Card(LANGUAGES[0], (Block((plain(names),)),), rows=(self._language_row(),))

    def about(self, language: Language) -> Card:
        """Who makes this, the genuine username, where the source is, and who has read the texts."""
        voice = self._voice(language)
        base = self.services.library.base
        source = (
            voice.say("The source code and all texts are open: %(address)s", address=self.services.source_url)
            if self.services.source_url
            else voice.say(
                "The source code and all texts are open; whoever runs this bot has not given their address."
            )
        )
        paragraphs = (
            voice.say(WHO_MAKES_IT),
            voice.say(
                "The genuine bot is @%(username)s. Do not trust any other that uses this name.",
                username=self.services.username,
            ),
            source,
            base.report.about[language],
            self._reviewed(voice),
        )
        return _page(voice.say("About Quqyq"), paragraphs, language)

    def not_text(self, language: Language) -> Card:
        """For a voice message, a photo, a sticker, a file."""
        voice = self._voice(language)
        text = voice.say("I can only read text. Please write your question in a few words.")
        return Card(language, (Block((plain(text),)),), rows=((topics_button(voice),),))

    def failed(self, language: Language) -> Card:
        """Something went wrong on our side."""
        text = self._voice(language).say("Something went wrong on my side. Please try again in a minute.")
        return Card(language, (Block((plain(text),)),))

    def gone(self, language: Language) -> Card:
        """An old button or link whose entry is not there."""
        voice = self._voice(language)
        text = voice.say("That button is from an earlier version of me. Here are the current topics:")
        rows = self.services.library.cards.topic_rows(language)
        return Card(language, (Block((plain(text),)),), rows=rows)

    def _voice(self, language: Language) -> Voice:
        return self.services.voices[language]

    def _language_row(self) -> Row:
        return tuple(Button(LANGUAGE_NAMES[each], ChooseLanguage(each)) for each in LANGUAGES)

    def _reviewed(self, voice: Voice) -> str:
        base = self.services.library.base
        reviews = [topic.reviewed for topic in base.topics] + [question.reviewed for question in base.questions]
        by_lawyer = sum(any(review.role == "lawyer" for review in each) for each in reviews)
        if by_lawyer == 0:
            return voice.say("No lawyer and no native editor has reviewed the texts yet.")
        return voice.say(
            "A lawyer has reviewed %(reviewed)s of %(all)s texts so far.", reviewed=by_lawyer, all=len(reviews)
        )


def _page(title: str, paragraphs: Sequence[str], language: Language) -> Card:
    return Card(language, (Block((bold(title),)), Block(tuple(plain(text) for text in paragraphs))))
