"""The catalogues are complete and current, and a broken one is named."""

import re
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.pofile import read_po

from bot.knowledge import LANGUAGES, Language
from bot.locale import DOMAIN, LANGUAGE_NAMES, LOCALES, N_, LocaleError, load_voices
from tests.support.base import voices

TRANSLATED: tuple[Language, ...] = ("kk", "ru")
KEYWORDS = {**DEFAULT_KEYWORDS, "say": None, "say_number": (1, 2), "N_": None}
"""Those of `make messages`."""

PLURALS = {"kk": 2, "ru": 3}

Id = str | tuple[str, ...]


def template() -> Catalog:
    return read_po(BytesIO((LOCALES / f"{DOMAIN}.pot").read_bytes()))


def catalogue(language: Language) -> Catalog:
    path = LOCALES / language / "LC_MESSAGES" / f"{DOMAIN}.po"
    return read_po(BytesIO(path.read_bytes()), locale=language)


def messages(catalogue: Catalog) -> dict[Id, Message]:
    """The messages of a catalogue, without its head."""
    return {_id(message.id): message for message in catalogue if message.id}


def _id(id_: str | list[str] | tuple[str, ...]) -> Id:
    return id_ if isinstance(id_, str) else tuple(id_)


def forms(text: str | list[str] | tuple[str, ...] | None) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text or ())


def placeholders(text: str) -> list[str]:
    return sorted(re.findall(r"%\(\w+\)[a-z]|%(?!\()", text))


def test_the_template_is_what_the_code_says() -> None:
    code = LOCALES.parent / "bot"
    found = extract_from_dir(code, method_map=[("**.py", "python")], keywords=KEYWORDS)
    said = {_id(message) for _, _, message, _, _ in found}
    assert said == set(messages(template())), "run `make messages`"


def test_the_makefile_has_the_same_keywords() -> None:
    makefile = (LOCALES.parent / "Makefile").read_text("utf-8")
    assert re.findall(r"--keyword (\S+)", makefile) == ["say", "say_number:1,2", "N_"]


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_message_of_the_template_is_in_the_catalogue_and_no_other(language: Language) -> None:
    assert set(messages(catalogue(language))) == set(messages(template())), "run `make messages`"


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_message_is_translated_in_all_its_forms(language: Language) -> None:
    for id_, message in messages(catalogue(language)).items():
        translated = forms(message.string)
        assert all(form.strip() for form in translated), id_
        assert len(translated) == (1 if isinstance(id_, str) else PLURALS[language]), id_


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_translation_keeps_the_placeholders(language: Language) -> None:
    for id_, message in messages(catalogue(language)).items():
        expected = placeholders(forms(id_)[-1])
        for form in forms(message.string):
            assert placeholders(form) == expected, id_


@pytest.mark.parametrize("language", TRANSLATED)
def test_nothing_is_fuzzy_or_obsolete(language: Language) -> None:
    read = catalogue(language)
    assert [message.id for message in read if message.id and message.fuzzy] == []
    assert list(read.obsolete) == []


def test_kazakh_is_not_russian() -> None:
    kazakh, russian = (messages(catalogue(language)) for language in TRANSLATED)
    same = [id_ for id_, message in kazakh.items() if message.string == russian[id_].string]
    assert len(same) <= 2, same


def test_every_language_has_a_voice_and_a_name() -> None:
    assert tuple(voices()) == tuple(LANGUAGE_NAMES) == LANGUAGES
    assert all(voice.language == language for language, voice in voices().items())


def test_a_voice_says_messages_in_its_language_and_fills_them_in() -> None:
    said = [voices()[language].say("%(amount)s tenge", amount=5) for language in LANGUAGES]
    assert said == ["5 теңге", "5 тенге", "5 tenge"]


def test_an_unknown_message_is_said_as_it_is() -> None:
    assert {voice.say("100 % unknown") for voice in voices().values()} == {"100 % unknown"}
    assert N_("100 % unknown") == "100 % unknown"


@pytest.mark.parametrize(
    ("language", "number", "expected"),
    [
        ("en", 1, "1 question"),
        ("en", 2, "2 questions"),
        ("en", 0, "0 questions"),
        ("ru", 1, "1 вопрос"),
        ("ru", 3, "3 вопроса"),
        ("ru", 11, "11 вопросов"),
        ("ru", 21, "21 вопрос"),
        ("ru", 0, "0 вопросов"),
        ("kk", 1, "1 сұрақ"),
        ("kk", 5, "5 сұрақ"),
    ],
)
def test_a_number_gets_its_form(language: Language, number: int, expected: str) -> None:
    assert voices()[language].say_number("%(number)s question", "%(number)s questions", number) == expected


def copy_of_locales(folder: Path) -> Path:
    for language in TRANSLATED:
        path = folder / language / "LC_MESSAGES" / f"{DOMAIN}.po"
        path.parent.mkdir(parents=True)
        path.write_bytes((LOCALES / language / "LC_MESSAGES" / f"{DOMAIN}.po").read_bytes())
    return folder


def test_catalogues_are_read_from_any_folder(tmp_path: Path) -> None:
    assert set(load_voices(copy_of_locales(tmp_path))) == set(LANGUAGES)


def test_a_missing_catalogue_is_named(tmp_path: Path) -> None:
    path = copy_of_locales(tmp_path) / "ru" / "LC_MESSAGES" / "quqyq.po"
    path.unlink()
    with pytest.raises(LocaleError, match=rf"^{re.escape(str(path))}: .*No such file"):
        load_voices(tmp_path)


@pytest.mark.parametrize("content", [b'nonsense "a"\n', b'msgid "a"\nmsgstr "\xff"\n'])
def test_a_broken_catalogue_is_named(tmp_path: Path, content: bytes) -> None:
    path = copy_of_locales(tmp_path) / "kk" / "LC_MESSAGES" / "quqyq.po"
    path.write_bytes(content)
    with pytest.raises(LocaleError) as caught:
        load_voices(tmp_path)
    assert str(caught.value).startswith(f"{path}: ")
    assert "\n" not in str(caught.value)
