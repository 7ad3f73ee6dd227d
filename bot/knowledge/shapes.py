"""What the models are made of: kinds of lines, texts in three languages, phrasings, sources."""

from datetime import date
from typing import Annotated, Final

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from bot.knowledge.languages import LANGUAGES, Language

PARAGRAPHS: Final = 56
"""How many numbered paragraphs the report has."""

_DATE_PARTS: Final = 3


def _real_date(value: str) -> str:
    parts = [int(part) for part in value.split("-")]
    date(*[*parts, 1, 1][:_DATE_PARTS])  # raises ValueError for a month 13 or a day 31 of February
    return value


Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=48)]
Payload = Annotated[str, StringConstraints(pattern=r"^[tqru]_[a-z0-9]+(-[a-z0-9]+)*$", max_length=64)]
PartialDate = Annotated[str, StringConstraints(pattern=r"^\d{4}(-\d{2}(-\d{2})?)?$"), AfterValidator(_real_date)]
Figure = Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"[0-9]")]
WebAddress = Annotated[str, StringConstraints(pattern=r"^https?://[^\s/]+\.[^\s]+$")]
Paragraph = Annotated[int, Field(ge=1, le=PARAGRAPHS)]


class Model(BaseModel):
    """Immutable, and a field that is not known is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Text(Model):
    """The same thing said in the three languages."""

    kk: Line = Field(description="In Kazakh: written as Kazakh, not after the Russian.")
    ru: Line = Field(description="In Russian.")
    en: Line = Field(description="In English.")

    def __getitem__(self, language: Language) -> str:
        return str(getattr(self, language))


class Phrasings(Model):
    """Ways in which people ask, by language. They differ as people differ: none is a translation of another."""

    kk: tuple[Line, ...] = Field((), description="As people type it in Kazakh.")
    ru: tuple[Line, ...] = Field((), description="As people type it in Russian.")
    en: tuple[Line, ...] = Field((), description="As people type it in English.")

    def __getitem__(self, language: Language) -> tuple[str, ...]:
        phrasings: tuple[str, ...] = getattr(self, language)
        return phrasings

    def pairs(self) -> tuple[tuple[Language, str], ...]:
        """Every phrasing with its language, in the order of the languages."""
        return tuple((language, phrasing) for language in LANGUAGES for phrasing in self[language])


class Source(Model):
    """Where something is written: the name of a page and its address."""

    title: Line = Field(description="The name of the page or of the document.")
    url: WebAddress = Field(description="The address of the page, beginning with https://.")
