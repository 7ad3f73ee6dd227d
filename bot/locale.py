"""What the bot says around its knowledge: gettext catalogues, read as they stand in `locales/`.

The messages in the code are the English catalogue; Kazakh and Russian come from `.po` files. They are compiled in
memory when the bot starts (a few milliseconds), so that no compiled file can be older than its source.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path
from types import MappingProxyType
from typing import Final

from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po

from bot.knowledge.languages import LANGUAGES, Language

DOMAIN: Final = "quqyq"
SOURCE_LANGUAGE: Final[Language] = "en"
LOCALES: Final = Path(__file__).resolve().parent.parent / "locales"

LANGUAGE_NAMES: Final[Mapping[Language, str]] = MappingProxyType({"kk": "Қазақша", "ru": "Русский", "en": "English"})
"""Each language in its own name, as menus show it."""


class LocaleError(Exception):
    """A catalogue is not there or cannot be read; the message names the file."""


def N_(message: str) -> str:
    """Mark a message for translation where it is written before its language is known."""
    return message


@dataclass(frozen=True, slots=True)
class Voice:
    """The messages in one language."""

    language: Language
    translations: NullTranslations

    def say(self, message: str, /, **values: object) -> str:
        """The message in this language, with `%(name)s` placeholders filled in."""
        text = self.translations.gettext(message)
        return text % values if values else text

    def say_number(self, singular: str, plural: str, number: int, /, **values: object) -> str:
        """The form of the message that fits `number`, which also fills `%(number)s`."""
        return self.translations.ngettext(singular, plural, number) % {"number": number, **values}


Voices = Mapping[Language, Voice]


def load_voices(folder: Path = LOCALES) -> Voices:
    """Read the catalogues. Raises `LocaleError` if one is missing or broken."""
    return MappingProxyType({language: Voice(language, _translations(folder, language)) for language in LANGUAGES})


def _translations(folder: Path, language: Language) -> NullTranslations:
    if language == SOURCE_LANGUAGE:
        return NullTranslations()
    path = folder / language / "LC_MESSAGES" / f"{DOMAIN}.po"
    try:
        with path.open("rb") as file:
            catalogue = read_po(file, locale=language, abort_invalid=True)
    except OSError as error:
        raise LocaleError(f"{path}: the catalogue cannot be read: {error.strerror}") from error
    except (PoFileError, ValueError) as error:
        raise LocaleError(f"{path}: {error}") from error
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return GNUTranslations(compiled)
