"""What an inline query finds in the base of this repository."""

import pytest

from bot.finding import find
from bot.knowledge import Language
from bot.search.search import LEAST, LISTED
from tests.support.base import real_library


def payloads(text: str, person: Language = "ru") -> list[str]:
    return [ref.payload for ref in find(real_library(), text, person).refs]


@pytest.mark.parametrize(
    ("text", "person", "first", "language"),
    [
        ("митинг", "ru", "t_assembly", "ru"),
        ("митинг", "kk", "t_assembly", "kk"),
        ("протестов", "ru", "t_assembly", "ru"),
        ("қамау", "ru", "t_liberty", "kk"),
        ("torture", "kk", "t_torture", "en"),
        ("q_just-detained", "kk", "q_just-detained", "kk"),
        ("q_just-detained en", "kk", "q_just-detained", "en"),
    ],
)
def test_the_right_one_comes_first_in_the_right_language(
    *, text: str, person: Language, first: str, language: Language
) -> None:
    found = find(real_library(), text, person)
    assert (found.refs[0].payload, found.language) == (first, language)


@pytest.mark.parametrize("text", ["как сварить борщ", "аэпораол", "налоги", "привет", "я", "?", "мож", "zzzz qqqq"])
def test_what_is_not_in_the_base_finds_nothing(text: str) -> None:
    assert payloads(text) == []


@pytest.mark.parametrize("text", ["", "митинг", "пытки", "rights", "свобода слова", "2009", "можно ли"])
def test_a_list_has_no_entry_twice_and_no_updates(text: str) -> None:
    found = payloads(text)
    assert len(found) == len(set(found)) <= 50
    assert all(payload[0] in "tqr" for payload in found)


def test_a_topic_brings_all_its_own_entries() -> None:
    topic = real_library().base.topic("torture")
    own = {f"q_{question.id}" for question in topic.questions}
    own |= {f"r_{recommendation.id}" for recommendation in topic.recommendations}
    assert own <= set(payloads("пытки"))


@pytest.mark.parametrize("text", ["протест разреш", "разреш протест", "ПРОТЕСТ, разреш"])
def test_words_that_are_begun_find_titles_with_all_of_them(text: str) -> None:
    assert payloads(text)[0] == "q_protest-without-permission"


@pytest.mark.parametrize("text", ["дети", "митинг", "жалоба на полицию", "detained by police"])
def test_search_lists_only_what_is_near_enough(text: str) -> None:
    found = real_library().search.find(text, "ru")
    scores = [candidate.score for candidate in found.candidates]
    assert scores == sorted(scores, reverse=True)
    best = max((score for score in scores if score < 1.0), default=0.0)
    assert min(scores) >= max(LEAST, LISTED * best)
