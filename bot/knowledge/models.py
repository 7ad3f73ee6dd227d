"""The shapes of the base: what a moderator's YAML may say. All of them are immutable.

A class named `…File` is what stands in a file; its subclass adds what the place of the file says (id, topic).
"""

from datetime import date
from typing import Annotated, Final, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, model_validator

from bot.knowledge.languages import LANGUAGES, Language

PARAGRAPHS: Final = 56
"""How many numbered paragraphs the report has."""

_DATE_PARTS: Final = 3

Confidence = Literal["high", "medium"]
Status = Literal["done", "partly", "not-done", "unknown"]


def _real_date(value: str) -> str:
    parts = [int(part) for part in value.split("-")]
    date(*[*parts, 1, 1][:_DATE_PARTS])  # raises ValueError for a month 13 or a day 31 of February
    return value


Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=48)]
PartialDate = Annotated[str, StringConstraints(pattern=r"^\d{4}(-\d{2}(-\d{2})?)?$"), AfterValidator(_real_date)]
WebAddress = Annotated[str, StringConstraints(pattern=r"^https?://[^\s/]+\.[^\s]+$")]
Paragraph = Annotated[int, Field(ge=1, le=PARAGRAPHS)]


class Model(BaseModel):
    """Immutable, and a field that is not known is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Text(Model):
    """The same thing said in the three languages."""

    kk: Line
    ru: Line
    en: Line

    def __getitem__(self, language: Language) -> str:
        return str(getattr(self, language))


class Phrasings(Model):
    """Ways in which people ask, by language. They differ as people differ: none is a translation of another."""

    kk: tuple[Line, ...] = ()
    ru: tuple[Line, ...] = ()
    en: tuple[Line, ...] = ()

    def __getitem__(self, language: Language) -> tuple[str, ...]:
        phrasings: tuple[str, ...] = getattr(self, language)
        return phrasings

    def pairs(self) -> tuple[tuple[Language, str], ...]:
        """Every phrasing with its language, in the order of the languages."""
        return tuple((language, phrasing) for language in LANGUAGES for phrasing in self[language])


class Source(Model):
    """Where something is written: the name of a page and its address."""

    title: Line
    url: WebAddress


class Report(Model):
    """The 2009 report as a whole.

    `topics` are in its own order; `examples` greet a newcomer; `contacts` are shown where nothing better is known.
    """

    title: Text
    year: int
    about: Text
    topics: tuple[Id, ...]
    examples: tuple[Id, ...] = Field(min_length=3, max_length=3)
    contacts: tuple[Id, ...] = ()


class Note(Model):
    """An endnote of the report. `missing`: it is cited, but our copy of the report does not have it."""

    number: Annotated[int, Field(ge=1, le=16)]
    text: Text | None = None
    missing: bool = False

    @model_validator(mode="after")
    def _text_or_missing(self) -> "Note":
        if (self.text is None) != self.missing:
            raise ValueError("a note has a text, or says 'missing: true'")
        return self


class Contact(Model):
    """An organisation or a line to turn to; `checked` is when its page was looked at."""

    id: Id
    name: Text
    what_for: Text
    phone: Line | None = None
    url: WebAddress | None = None
    source: Source
    checked: PartialDate
    confidence: Confidence


class MonthlyIndex(Model):
    """The monthly calculation index (MCI) of one year, in whole tenge, and the update that says so."""

    year: int
    tenge: Annotated[int, Field(gt=0)]
    update: Id


class NotesFile(Model):
    """`notes.yaml`."""

    notes: tuple[Note, ...]


class ContactsFile(Model):
    """`contacts.yaml`."""

    contacts: tuple[Contact, ...]


class AmountsFile(Model):
    """`amounts.yaml`: what fines are counted in, by year."""

    mci: tuple[MonthlyIndex, ...]

    def tenge(self, year: int) -> int | None:
        """Tenge in one MCI in `year`; None for a year that is not in the base."""
        return next((index.tenge for index in self.mci if index.year == year), None)


class Finding(Model):
    """What a paragraph states, restated. `doubt` says where the report errs or contradicts itself."""

    paragraph: Paragraph
    text: Text
    notes: tuple[int, ...] = ()
    doubt: Text | None = None


class RecommendationFile(Model):
    """One demand of the report, and what became of it since."""

    id: Id
    title: Text
    text: Text
    status: Status
    because: tuple[Id, ...] = ()
    phrasings: Phrasings = Phrasings()

    @model_validator(mode="after")
    def _status_has_a_reason(self) -> "RecommendationFile":
        if (self.status == "unknown") == bool(self.because):
            raise ValueError("a status rests on at least one update in 'because'; 'unknown' rests on none")
        return self


class UpdateFile(Model):
    """Something that changed after the report: dated, with a law and a source."""

    id: Id
    date: PartialDate
    paragraphs: tuple[Paragraph, ...]
    text: Text
    law: Text
    source: Source
    checked: PartialDate
    confidence: Confidence
    valid_until: PartialDate | None = None


class Reviewed(Model):
    """Who has read the texts of a file, by role only, and when."""

    role: Literal["lawyer", "native-editor"]
    date: PartialDate


class TopicFile(Model):
    """One of the report's sections, as `topics/<slug>/topic.yaml` has it."""

    title: Text
    phrasings: Phrasings = Phrasings()
    most_asked: tuple[Id, ...] = ()
    findings: tuple[Finding, ...]
    recommendations: tuple[RecommendationFile, ...] = ()
    updates: tuple[UpdateFile, ...] = ()
    reviewed: tuple[Reviewed, ...] = ()


class QuestionFile(Model):
    """Something people want to know, as `topics/<slug>/questions/<id>.yaml` has it."""

    title: Text
    answer: Text
    paragraphs: tuple[Paragraph, ...] = Field(min_length=1)
    recommendations: tuple[Id, ...] = ()
    updates: tuple[Id, ...] = ()
    contacts: tuple[Id, ...] = ()
    caution: Text | None = None
    phrasings: Phrasings
    reviewed: tuple[Reviewed, ...] = ()


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
