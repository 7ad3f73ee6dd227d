"""The shapes of the base: what a moderator's YAML may say. All of them are immutable.

A class named `…File` is what stands in a file; its subclass adds what the place of the file says (id, topic).
The descriptions are shown to moderators by their editors, and by the skeletons of `quqyq new`.
"""

from typing import Annotated, Literal

from pydantic import Field, model_validator

from bot.knowledge.shapes import (
    Figure,
    Id,
    Line,
    Model,
    Paragraph,
    PartialDate,
    Payload,
    Phrasings,
    Source,
    Text,
    WebAddress,
)

Confidence = Literal["high", "medium"]
Status = Literal["done", "partly", "not-done", "unknown"]


class Report(Model):
    """The 2009 report as a whole.

    `topics` are in its own order; `examples` greet a newcomer; `contacts` are shown where nothing better is known.
    """

    title: Text = Field(description="What the report is called on every card.")
    year: int = Field(description="The year of the report.")
    about: Text = Field(description="What the report is, and what is missing from our copy of it; shown by /about.")
    topics: tuple[Id, ...] = Field(description="The folders of the topics, in the order in which people see them.")
    examples: tuple[Id, ...] = Field(
        min_length=3, max_length=3, description="Ids of the three questions that greet a newcomer."
    )
    contacts: tuple[Id, ...] = Field((), description="Ids from contacts.yaml: shown where the base has no answer.")


class Note(Model):
    """An endnote of the report. `missing`: it is cited, but our copy of the report does not have it."""

    number: Annotated[int, Field(ge=1, le=16)] = Field(description="The number of the note in the report.")
    text: Text | None = Field(None, description="What the note says; left out for a note that is missing.")
    missing: bool = Field(False, description="true if the report cites the note, but our copy does not have it.")

    @model_validator(mode="after")
    def _text_or_missing(self) -> "Note":
        if (self.text is None) != self.missing:
            raise ValueError("a note has a text, or says 'missing: true'")
        return self


class Contact(Model):
    """An organisation or a line to turn to; `checked` is when its page was looked at."""

    id: Id = Field(description="The name by which questions mention this contact: small letters, digits and hyphens.")
    name: Text = Field(description="What the organisation or the line is called.")
    what_for: Text = Field(description="With what one can turn to it, when, and whether it is free.")
    phone: Line | None = Field(None, description="The telephone number, in quotes. Empty if none was confirmed.")
    url: WebAddress | None = Field(None, description="The address of its page. Empty if it has none.")
    source: Source = Field(description="The page on which the telephone number or the address was found.")
    checked: PartialDate = Field(description="The day on which that page was looked at, in quotes: '2026-11-22'.")
    confidence: Confidence = Field(
        description="high if its own page says so; medium if the page is old or not its own."
    )


class MonthlyIndex(Model):
    """The monthly calculation index (MCI) of one year, in whole tenge, and the update that says so."""

    year: int = Field(description="The year for which the amount holds.")
    tenge: Annotated[int, Field(gt=0)] = Field(description="How many tenge one MCI is in that year.")
    update: Id = Field(description="The id of the update that names the law with this amount.")


class NotesFile(Model):
    """`notes.yaml`."""

    notes: tuple[Note, ...] = Field(description="The notes, by their numbers.")


class ContactsFile(Model):
    """`contacts.yaml`."""

    contacts: tuple[Contact, ...] = Field(description="Every contact that questions may mention.")


class Aside(Model):
    """Something that people say or ask and that belongs to no topic, with the fixed reply that it gets."""

    id: Id = Field(description="A name of its own: small letters, digits and hyphens.")
    reply: Text = Field(description="What the bot says to it.")
    contacts: tuple[Id, ...] = Field((), description="Ids from contacts.yaml: where to turn with it.")
    urgent: bool = Field(False, description="true: said before any answer, whatever else is asked with it.")
    alone: bool = Field(False, description="true: whatever else is asked with it stays unanswered.")
    phrasings: Phrasings = Field(description="Ways in which people say or ask it.")


class OutsideFile(Model):
    """`outside.yaml`: small talk, and neighbouring subjects that the base does not cover."""

    smalltalk: tuple[Aside, ...] = Field(description="Greetings, thanks and the like, and what is said in despair.")
    neighbours: tuple[Aside, ...] = Field(description="Subjects near ours on which the base has nothing.")


class Alias(Model):
    """A permanent link whose entry has another name now, or is gone and replaced by another entry."""

    old: Payload = Field(description="The payload of the link that was published, such as q_old-name.")
    new: Payload = Field(description="The payload of the entry that it opens now, such as q_new-name.")


class PermalinksFile(Model):
    """`permalinks.yaml`: the payload of every link that was ever published, and where the old ones lead now."""

    published: tuple[Payload, ...] = Field(
        description="Every payload ever published. Lines are added here, never removed."
    )
    aliases: tuple[Alias, ...] = Field(
        (), description="Where the links of renamed entries lead now: the same thing under another name."
    )
    retired: tuple[Alias, ...] = Field(
        (), description="What replaced the entries that are gone; whoever opens their links is told so."
    )


class AmountsFile(Model):
    """`amounts.yaml`: what fines are counted in, by year."""

    mci: tuple[MonthlyIndex, ...] = Field(description="The monthly calculation index (АЕК, МРП, MCI) of each year.")

    def tenge(self, year: int) -> int | None:
        """Tenge in one MCI in `year`; None for a year that is not in the base."""
        return next((index.tenge for index in self.mci if index.year == year), None)


class Finding(Model):
    """What a paragraph states, restated. `doubt` says where the report errs or contradicts itself.

    `figures` are those that the paragraph itself names: the check sees to it that no language loses one.
    """

    paragraph: Paragraph = Field(description="The number of the paragraph in the report, 1 to 56.")
    text: Text = Field(
        description="What the paragraph states, in plain words, with all its figures and dates and with its year."
    )
    figures: tuple[Figure, ...] = Field(
        (),
        description="The figures and dates that the paragraph names, in quotes; no language may lose one.",
    )
    notes: tuple[int, ...] = Field((), description="Numbers of the report's notes that the paragraph cites.")
    doubt: Text | None = Field(
        None, description="Where the report errs or contradicts itself: what is wrong with it. Empty otherwise."
    )


class RecommendationFile(Model):
    """One demand of the report, and what became of it since."""

    id: Id = Field(
        description="The name in its permanent link, which never changes: small letters, digits and hyphens."
    )
    title: Text = Field(description="The demand in a few words, as a button shows it.")
    text: Text = Field(description="What the report asked the state to do, in plain words.")
    status: Status = Field(description="What became of it: done, partly, not-done; unknown if nothing was checked.")
    because: tuple[Id, ...] = Field(
        (), description="Ids of the updates on which the status rests; none if it is unknown."
    )
    phrasings: Phrasings = Field(Phrasings(), description="Ways in which people ask about it.")

    @model_validator(mode="after")
    def _status_has_a_reason(self) -> "RecommendationFile":
        if (self.status == "unknown") == bool(self.because):
            raise ValueError("a status rests on at least one update in 'because'; 'unknown' rests on none")
        return self


class UpdateFile(Model):
    """Something that changed after the report: dated, with a law and a source."""

    id: Id = Field(
        description="The name in its permanent link, which never changes: small letters, digits and hyphens."
    )
    date: PartialDate = Field(description="The day of the change, in quotes: '2020-05-25', '2020-05' or '2020'.")
    paragraphs: tuple[Paragraph, ...] = Field(
        description="Numbers of the report's paragraphs that it brings up to date."
    )
    text: Text = Field(description="What changed, in plain words. Fines in MCI (АЕК, МРП); the card adds the tenge.")
    law: Text = Field(description="The law with its number, date and article.")
    source: Source = Field(description="The page that was read; nothing about the law is written from memory.")
    checked: PartialDate = Field(description="The day on which that page was read, in quotes: '2026-11-22'.")
    confidence: Confidence = Field(
        description="high if an official text was read; medium if not: the card then says so."
    )
    valid_until: PartialDate | None = Field(
        None, description="The day on which it lapses, in quotes. Empty if it does not."
    )


class Reviewed(Model):
    """Who has read the texts of a file, by role only, and when."""

    role: Literal["lawyer", "native-editor"] = Field(
        description="What the reader is: lawyer or native-editor. Never a name."
    )
    date: PartialDate = Field(description="The day of the review, in quotes.")


class TopicFile(Model):
    """One of the report's sections, as `topics/<slug>/topic.yaml` has it."""

    title: Text = Field(description="What the topic is called, as a button shows it.")
    phrasings: Phrasings = Field(Phrasings(), description="Bare words with which people look for the topic.")
    most_asked: tuple[Id, ...] = Field(
        (), description="Ids of its questions that come first in the menu: urgent ones before all others."
    )
    findings: tuple[Finding, ...] = Field(description="What the report's paragraphs state, one entry a paragraph.")
    recommendations: tuple[RecommendationFile, ...] = Field((), description="What the report asked the state to do.")
    updates: tuple[UpdateFile, ...] = Field(
        (), description="What changed after the report, each with a law and a source."
    )
    reviewed: tuple[Reviewed, ...] = Field(
        (), description="Who has read these texts, and when; [] until somebody has."
    )


class QuestionFile(Model):
    """Something people want to know, as `topics/<slug>/questions/<id>.yaml` has it."""

    title: Text = Field(description="The question as a person would ask it, in one line.")
    answer: Text = Field(
        description="The answer itself; what applies today; what the report found in 2009. At most 700 characters."
    )
    paragraphs: tuple[Paragraph, ...] = Field(
        min_length=1, description="Numbers of the report's paragraphs on which it rests, 1 to 56."
    )
    recommendations: tuple[Id, ...] = Field((), description="Ids of the report's recommendations on this.")
    updates: tuple[Id, ...] = Field((), description="Ids of every update of which the answer speaks.")
    contacts: tuple[Id, ...] = Field((), description="Ids from contacts.yaml: where to turn.")
    caution: Text | None = Field(
        None, description="Only where sharing the card can itself be punished: what to say before. Empty otherwise."
    )
    phrasings: Phrasings = Field(
        description="Ways in which people ask it, at least eight in each language; none is a translation."
    )
    reviewed: tuple[Reviewed, ...] = Field(
        (), description="Who has read these texts, and when; [] until somebody has."
    )


class Recommendation(RecommendationFile):
    """A recommendation in the base: it knows its topic."""

    topic: Id


class Update(UpdateFile):
    """An update in the base: it knows its topic."""

    topic: Id


class Question(QuestionFile):
    """A question in the base: it knows its id and its topic."""

    id: Id
    topic: Id


class Topic(Model):
    """A topic in the base, with everything that belongs to it."""

    id: Id
    title: Text
    phrasings: Phrasings
    findings: tuple[Finding, ...]
    recommendations: tuple[Recommendation, ...]
    updates: tuple[Update, ...]
    questions: tuple[Question, ...]
    reviewed: tuple[Reviewed, ...] = ()

    @classmethod
    def of(cls, file: TopicFile, id_: str, questions: tuple[Question, ...]) -> "Topic":
        """The topic of a file, in the folder `id_`, with its questions."""
        return cls(
            id=id_,
            title=file.title,
            phrasings=file.phrasings,
            findings=file.findings,
            recommendations=tuple(
                Recommendation(**dict(recommendation), topic=id_) for recommendation in file.recommendations
            ),
            updates=tuple(Update(**dict(update), topic=id_) for update in file.updates),
            questions=questions,
            reviewed=file.reviewed,
        )

    @property
    def paragraphs(self) -> tuple[int, ...]:
        """The numbers of its own paragraphs."""
        return tuple(finding.paragraph for finding in self.findings)
