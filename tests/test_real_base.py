"""What holds for the base of this repository, whatever its moderators make of it."""

import re

import pytest

from bot.cards import Card, CopyText, Links, OpenLink, PickChat, brief_card, html_pages
from bot.cards.actions import MAX_BYTES, encode
from bot.cards.sharing import MAX_COPIED, citation
from bot.handlers.screen import screen
from bot.knowledge import LANGUAGES, Language, Ref
from tests.support.base import real_library
from tests.support.telegram.formatted import units
from tests.support.telegram.html_text import parse_html

MODEL_BEGINNINGS: dict[Language, str] = {
    "en": "No, not without risk. A picket, meeting or rally needs a notice to the akimat at least 5 working days",
    "ru": "Нет, без риска нельзя. О пикете, собрании или митинге уведомляют акимат не позднее чем за 5 рабочих дней.",
    "kk": "Жоқ, тәуекелсіз болмайды. Пикет, жиналыс немесе митинг туралы әкімдікке кемінде 5 жұмыс күні бұрын",
}

SENTENCE_END = re.compile(r"[.!?:…]($|\s)")

MAX_MESSAGE = 4096
MAX_BUTTONS = 100


def cards(language: Language) -> list[tuple[Ref, Card]]:
    library = real_library()
    return [(ref, library.cards.card(ref, language)) for ref in library.base.entries]


def test_it_loads() -> None:
    base = real_library().base
    assert len(base.topics) == 17
    assert base.report.year == 2009


@pytest.mark.parametrize("topic", ["assembly", "liberty", "religion"])
def test_the_topics_most_asked_about_have_at_least_fifteen_questions(topic: str) -> None:
    assert len(real_library().base.topic(topic).questions) >= 15


def test_all_paragraphs_and_recommendations_of_the_report_are_there() -> None:
    base = real_library().base
    assert sorted(base.findings) == list(range(1, 57))
    assert sum(len(topic.recommendations) for topic in base.topics) == 48


def test_every_question_has_at_least_eight_phrasings_in_each_language() -> None:
    few = [
        (question.id, language, len(question.phrasings[language]))
        for question in real_library().base.questions
        for language in LANGUAGES
        if len(question.phrasings[language]) < 8
    ]
    assert few == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_measure_of_an_answer_begins_as_it_was_drawn(language: Language) -> None:
    answer = real_library().base.question("protest-without-permission").answer[language]
    assert answer.startswith(MODEL_BEGINNINGS[language])


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_first_300_characters_of_an_answer_hold_its_first_sentence(language: Language) -> None:
    late = [
        question.id
        for question in real_library().base.questions
        if not SENTENCE_END.search(question.answer[language][:300])
    ]
    assert late == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_card_is_understood_and_fits_into_messages(language: Language) -> None:
    for ref, card in cards(language):
        for page in html_pages(card):
            text = parse_html(page).text
            assert text.strip(), ref
            assert units(text) <= MAX_MESSAGE, ref


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_button_fits_into_what_telegram_keeps(language: Language) -> None:
    for ref, card in cards(language):
        for row in [*card.rows, *(row for page in card.lists for row in page)]:
            for button in row:
                assert button.label.strip(), ref
                assert not isinstance(button.action, OpenLink | CopyText | PickChat), ref
                assert 1 <= len(encode(button.action).encode()) <= MAX_BYTES, ref


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_short_card_is_one_message_that_names_its_paragraphs(language: Language) -> None:
    library, links = real_library(), Links("u" * 32)
    report = library.base.report.title[language]
    for ref in library.base.entries:
        card = brief_card(library.cards, ref, language, links)
        (page,) = html_pages(card)
        text = parse_html(page).text
        assert f"{report}, § {min(library.base.paragraphs_of(ref))}" in text, ref
        assert units(text) <= MAX_MESSAGE / 2, ref


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_citation_can_be_copied(language: Language) -> None:
    library, links = real_library(), Links("u" * 32)
    for ref in library.base.entries:
        cited = citation(library.cards, ref, language, links)
        assert units(cited) <= MAX_COPIED, ref
        assert cited.endswith(links.to(ref)), ref


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_has_a_keyboard_that_telegram_takes(language: Language) -> None:
    for ref, card in cards(language):
        for number in range(max(len(html_pages(card)), len(card.lists), 1)):
            markup = screen(card, number).markup
            assert markup is not None, ref
            buttons = [button for row in markup.inline_keyboard for button in row]
            assert 1 <= len(buttons) <= MAX_BUTTONS, ref
            assert all(len(str(button.callback_data).encode()) <= MAX_BYTES for button in buttons), ref


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_card_leaves_no_placeholder_unfilled(language: Language) -> None:
    for ref, card in cards(language):
        assert "%(" not in "".join(html_pages(card)), ref


def test_permanent_links_fit_into_what_telegram_opens() -> None:
    for ref in real_library().base.entries:
        assert re.fullmatch(r"[A-Za-z0-9_-]{1,64}", ref.payload)
        assert Ref.from_payload(ref.payload) == ref
