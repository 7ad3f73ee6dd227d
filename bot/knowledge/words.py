"""What people say and what the base says for it: the shapes of `words.yaml`."""

from typing import Final

from pydantic import Field, model_validator

from bot.knowledge.languages import LANGUAGES, Language
from bot.knowledge.shapes import Line, Model

FILE: Final = "words.yaml"
"""Its name in the folder of the base; a base without one has no groups."""


class Word(Model):
    """A word of the base, one to three words long, in the languages that need it."""

    kk: Line | None = Field(None, description="The word that the base's Kazakh phrasings use, in any form.")
    ru: Line | None = Field(None, description="The word that the base's Russian phrasings use, in any form.")
    en: Line | None = Field(None, description="The word that the base's English phrasings use, in any form.")

    def __getitem__(self, language: Language) -> str | None:
        word: str | None = getattr(self, language)
        return word


class Said(Model):
    """What people say for a word, by language; each is one to three words long."""

    kk: tuple[Line, ...] = Field((), description="What people say for it in Kazakh, each in any one form.")
    ru: tuple[Line, ...] = Field((), description="What people say for it in Russian, each in any one form.")
    en: tuple[Line, ...] = Field((), description="What people say for it in English, each in any one form.")

    def __getitem__(self, language: Language) -> tuple[str, ...]:
        said: tuple[str, ...] = getattr(self, language)
        return said


class WordGroup(Model):
    """In what a person writes, each of `said` stands for `word` of the same language."""

    word: Word = Field(description="What the base says. A language may be left out.")
    said: Said = Field(description="What people say for it: slang, shortenings, everyday names.")

    @model_validator(mode="after")
    def _said_for_a_word(self) -> "WordGroup":
        for language in LANGUAGES:
            if self.said[language] and self.word[language] is None:
                raise ValueError(f"'said' has '{language}', but 'word' does not say what it stands for there")
        if not any(self.said[language] for language in LANGUAGES):
            raise ValueError("'said' is empty in all languages")
        return self


class WordsFile(Model):
    """`words.yaml`."""

    words: tuple[WordGroup, ...] = Field(description="The groups: a word of the base, and what people say for it.")
