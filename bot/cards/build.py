"""Entry + language -> card: one view for each kind of entry."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from typing import Final

from bot.cards.amounts import with_tenge
from bot.cards.card import (
    Block,
    Button,
    Card,
    Drawn,
    Paragraph,
    Row,
    Share,
    ShowEntry,
    ShowTopics,
    Span,
    bold,
    italic,
    plain,
)
from bot.cards.caution import caution_blocks
from bot.cards.dates import format_partial_date
from bot.cards.render import html_pages
from bot.knowledge import (
    LANGUAGES,
    Base,
    Contact,
    Finding,
    Language,
    Question,
    Recommendation,
    Ref,
    Topic,
    Update,
    ref_of,
)
from bot.knowledge.models import Status
from bot.locale import LANGUAGE_NAMES, N_, Voice, Voices

QUESTIONS_ON_A_PAGE: Final = 8

KEPT: Final = 512
"""So many cards, some ten kilobytes each, are kept: making and drawing one costs a third of answering a question."""

_STATUS: Final[dict[Status, str]] = {
    "done": N_("Done (as of %(year)s)."),
    "partly": N_("Partly done (as of %(year)s)."),
    "not-done": N_("Not done (as of %(year)s)."),
    "unknown": N_("What became of it was not checked."),
}


@dataclass(frozen=True, slots=True)
class CardMaker:
    """Makes the cards of one base. `today` tells the running day; the year's amounts depend on it."""

    base: Base
    voices: Voices
    today: Callable[[], date]
    _kept: Callable[[Ref, Language, date], Card] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_kept", lru_cache(KEPT)(self._drawn_card))

    def card(self, ref: Ref, language: Language) -> Card:
        """The card of an entry; KeyError if the base does not have it. Those asked for last are kept as drawn."""
        return self._kept(ref, language, self.today())

    def _drawn_card(self, ref: Ref, language: Language, _: date) -> Card:
        card = self._card(ref, self.voices[language])
        return replace(card, drawn=Drawn(card.blocks, html_pages(card)))

    def _card(self, ref: Ref, voice: Voice) -> Card:
        entry = self.base.entries[ref]
        match entry:
            case Topic():
                return self._topic(entry, voice)
            case Question():
                return self._question(entry, voice)
            case Recommendation():
                return self._recommendation(entry, voice)
            case Update():
                return self._update(entry, voice)

    def title(self, ref: Ref, language: Language) -> str:
        """What a button or a list calls an entry; KeyError if the base does not have it."""
        entry = self.base.entries[ref]
        if isinstance(entry, Update):
            topic = self.base.topic(entry.topic).title[language]
            when = format_partial_date(entry.date, language)
            return self.voices[language].say("%(topic)s: what changed, %(date)s", topic=topic, date=when)
        return entry.title[language]

    def entry_button(self, ref: Ref, language: Language) -> Button:
        """A button that opens an entry's card."""
        return Button(self.title(ref, language), ShowEntry(ref, language))

    def topic_rows(self, language: Language, topics: Sequence[Topic] | None = None) -> tuple[Row, ...]:
        """One row a topic, in the report's order, or in that of `topics`."""
        listed = self.base.topics if topics is None else topics
        return tuple((self.entry_button(ref_of(topic), language),) for topic in listed)

    def _question(self, question: Question, voice: Voice) -> Card:
        language = voice.language
        updates = [self.base.update(id_) for id_ in question.updates]
        answer = with_tenge(question.answer[language], voice, self.base.amounts, self.today().year)
        blocks = [
            Block((bold(question.title[language]),)),
            Block((plain(answer),)),
            *self._contacts([self.base.contacts[id_] for id_ in question.contacts], voice),
            *caution_blocks(self.base, ref_of(question), voice),  # on the first page, whoever passes that on
            self._today_block(updates, voice),
            *self._findings([self.base.findings[number] for number in question.paragraphs], voice),
            *self._recommended([self.base.recommendation(id_) for id_ in question.recommendations], voice),
            self._foot(voice),
        ]
        return self._entry_card(question, blocks, voice)

    def _recommendation(self, recommendation: Recommendation, voice: Voice) -> Card:
        language = voice.language
        topic = self.base.topic(recommendation.topic)
        year = self.base.report.year
        updates = [self.base.update(id_) for id_ in recommendation.because]
        status = self.status(recommendation, voice)
        blocks = [
            Block((bold(recommendation.title[language]),)),
            Block(
                (plain(recommendation.text[language]),),
                heading=voice.say("What the report recommended in %(year)s", year=year),
            ),
            Block((plain(status),), heading=voice.say("What became of it")),
            *([self._today_block(updates, voice)] if updates else []),
            *self._findings(topic.findings, voice),
            self._foot(voice),
        ]
        return self._entry_card(recommendation, blocks, voice)

    def _update(self, update: Update, voice: Voice) -> Card:
        language = voice.language
        blocks = [
            Block((bold(self.title(ref_of(update), language)),)),
            Block((*self.update_paragraphs(update, voice), self.checked(update, voice)), tight=True),
            *self._findings([self.base.findings[number] for number in update.paragraphs], voice),
            self._foot(voice),
        ]
        return self._entry_card(update, blocks, voice)

    def _topic(self, topic: Topic, voice: Voice) -> Card:
        language = voice.language
        questions = [self.entry_button(ref_of(question), language) for question in topic.questions]
        recommendations = tuple(
            (self.entry_button(ref_of(recommendation), language),) for recommendation in topic.recommendations
        )
        lists = [
            tuple((button,) for button in questions[start : start + QUESTIONS_ON_A_PAGE])
            for start in range(0, len(questions), QUESTIONS_ON_A_PAGE)
        ]
        to_recommendations: tuple[Row, ...] = ()
        if recommendations and lists:
            button = Button(voice.say("What the report recommended"), ShowEntry(ref_of(topic), language, len(lists)))
            to_recommendations = ((button,),)
        to_topics = (Button(voice.say("‹ All topics"), ShowTopics(language)),)
        changed = tuple(
            (
                Span(format_partial_date(update.date, language), "bold"),
                Span(": "),
                self._law(update, language),
                *self._unconfirmed(update, voice),
            )
            for update in topic.updates
        )
        blocks = [Block((bold(topic.title[language]), plain(self.extent(topic, voice))), tight=True)]
        if questions:
            asked = tuple(plain(f"• {question.title[language]}") for question in topic.questions)
            blocks.append(Block(asked, heading=voice.say("What people ask"), folded=True, tight=True))
        if changed:
            since = voice.say("What has changed since %(year)s", year=self.base.report.year)
            blocks.append(Block(changed, heading=since, folded=True, tight=True))
        blocks += [*self._findings(topic.findings, voice), self._foot(voice)]
        return Card(
            language,
            tuple(blocks),
            ref_of(topic),
            rows=(*to_recommendations, *self._languages_and_share(ref_of(topic), language), to_topics),
            lists=(*lists, *((recommendations,) if recommendations else ())),
        )

    def extent(self, topic: Topic, voice: Voice) -> str:
        """How much there is in a topic."""
        questions, recommendations, updates = map(len, (topic.questions, topic.recommendations, topic.updates))
        parts = [
            voice.say_number("%(number)s question", "%(number)s questions", questions),
            voice.say_number("%(number)s recommendation", "%(number)s recommendations", recommendations),
            voice.say_number("%(number)s update", "%(number)s updates", updates),
        ]
        return " · ".join(parts)

    def _entry_card(self, entry: Question | Recommendation | Update, blocks: Sequence[Block], voice: Voice) -> Card:
        topic = self.base.topic(entry.topic)
        back = Button(f"‹ {topic.title[voice.language]}", ShowEntry(ref_of(topic), voice.language))
        return Card(
            voice.language,
            tuple(blocks),
            ref_of(entry),
            rows=(*self._languages_and_share(ref_of(entry), voice.language), (back,)),
        )

    def _languages_and_share(self, ref: Ref, language: Language) -> tuple[Row, ...]:
        others = [other for other in LANGUAGES if other != language]
        share = Button(self.voices[language].say("Share"), Share(ref, language))
        return ((*(Button(LANGUAGE_NAMES[other], ShowEntry(ref, other)) for other in others), share),)

    def _today_block(self, updates: Sequence[Update], voice: Voice) -> Block:
        if not updates:
            nothing = voice.say(
                "Nothing newer than the report of %(year)s was checked on this.", year=self.base.report.year
            )
            return Block((plain(nothing),), heading=voice.say("What applies today"))
        checked = format_partial_date(min(update.checked for update in updates), voice.language)
        return Block(
            tuple(self._joined(self.update_paragraphs(update, voice)) for update in updates),
            heading=voice.say("What applies today (checked on %(date)s)", date=checked),
            folded=True,
        )

    def update_paragraphs(self, update: Update, voice: Voice) -> tuple[Paragraph, ...]:
        """What changed, when and by which law, and how sure that is."""
        language = voice.language
        when = format_partial_date(update.date, language)
        text = with_tenge(update.text[language], voice, self.base.amounts, self.today().year)
        paragraphs: list[Paragraph] = [
            (Span(when, "bold"), Span(" · "), self._law(update, language)),
            plain(text),
        ]
        if update.confidence == "medium":
            paragraphs.append(italic(voice.say("Not confirmed by an official text.")))
        if update.valid_until is not None:
            until = format_partial_date(update.valid_until, language)
            paragraphs.append(italic(voice.say("Valid until %(date)s.", date=until)))
        return tuple(paragraphs)

    def _unconfirmed(self, update: Update, voice: Voice) -> Paragraph:
        words = voice.say("Not confirmed by an official text.")
        return () if update.confidence == "high" else (Span(" "), Span(words, "italic"))

    def checked(self, update: Update, voice: Voice) -> Paragraph:
        """When the source of an update was looked at."""
        when = format_partial_date(update.checked, voice.language)
        return italic(voice.say("Checked on %(date)s.", date=when))

    def _law(self, update: Update, language: Language) -> Span:
        return Span(update.law[language], url=update.source.url)

    def _joined(self, paragraphs: Sequence[Paragraph]) -> Paragraph:
        joined: list[Span] = []
        for paragraph in paragraphs:
            joined += [Span("\n"), *paragraph] if joined else paragraph
        return tuple(joined)

    def _findings(self, findings: Sequence[Finding], voice: Voice) -> tuple[Block, ...]:
        if not findings:
            return ()
        language = voice.language
        paragraphs: list[Paragraph] = []
        for finding in findings:
            paragraphs.append((Span(f"§ {finding.paragraph}. ", "bold"), Span(finding.text[language])))
            if finding.doubt is not None:
                doubt = voice.say("Doubtful: %(doubt)s", doubt=finding.doubt[language])
                paragraphs.append(italic(doubt))
            paragraphs += [italic(self._note(number, voice)) for number in finding.notes]
        heading = voice.say("What the report found in %(year)s", year=self.base.report.year)
        return (Block(tuple(paragraphs), heading=heading, folded=True),)

    def _note(self, number: int, voice: Voice) -> str:
        """What the report's endnote says, or that our copy of the report does not have it."""
        text = next(note.text for note in self.base.notes if note.number == number)
        if text is None:
            return voice.say("Note %(number)s: missing from our copy of the report.", number=number)
        return voice.say("Note %(number)s: %(text)s", number=number, text=text[voice.language])

    def _recommended(self, recommendations: Sequence[Recommendation], voice: Voice) -> tuple[Block, ...]:
        if not recommendations:
            return ()
        paragraphs = tuple(
            (
                Span(f"• {recommendation.text[voice.language]} "),
                Span(self.status(recommendation, voice), "italic"),
            )
            for recommendation in recommendations
        )
        heading = voice.say("What the report recommended in %(year)s", year=self.base.report.year)
        return (Block(paragraphs, heading=heading, tight=True),)

    def status(self, recommendation: Recommendation, voice: Voice) -> str:
        """What became of a recommendation, and the year of the newest update that says so."""
        years = [self.base.update(id_).date[:4] for id_ in recommendation.because]
        return voice.say(_STATUS[recommendation.status], year=max(years, default=""))

    def _contacts(self, contacts: Sequence[Contact], voice: Voice) -> tuple[Block, ...]:
        if not contacts:
            return ()
        return (contacts_block(contacts, voice),)

    def _foot(self, voice: Voice) -> Block:
        """Where the knowledge comes from, and what it is not."""
        source = self.base.report.title[voice.language]
        return Block(
            (italic(voice.say("Source: %(report)s. This is information, not legal advice.", report=source)),)
        )


def contacts_block(contacts: Sequence[Contact], voice: Voice) -> Block:
    """Where to turn: one line a contact, with its telephone number or its address."""
    paragraphs: list[Paragraph] = []
    for contact in contacts:
        name = Span(contact.name[voice.language], url=contact.url)
        spans = [Span("• "), name]
        if contact.phone is not None:
            spans += [Span(": "), Span(contact.phone, "bold")]
        if contact.confidence == "medium":
            spans.append(Span(" " + voice.say("(from an older page: check that it is still right)"), "italic"))
        paragraphs.append(tuple(spans))
    return Block(tuple(paragraphs), heading=voice.say("Where to turn"), tight=True)
