"""Spelling repair finds what comparing with every single word would find."""

from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from bot.search.spelling import LONG, SHORTEST, Vocabulary

_WORDS = st.text(alphabet="абвгдкz", min_size=1, max_size=9)


def _by_comparing_all(word: str, words: set[str]) -> str:
    if word in words or len(word) < SHORTEST:
        return word
    most = 2 if len(word) >= LONG else 1
    distances = [(OSA.distance(word, each), len(each), each) for each in words]
    near = [(distance, each) for distance, _, each in distances if distance <= most]
    return min(near, default=(0, word))[1]


@given(st.sets(_WORDS, max_size=30), _WORDS)
def test_the_letters_of_words_rule_out_none_that_is_near(words: set[str], word: str) -> None:
    assert Vocabulary(words).repair(word) == _by_comparing_all(word, words)


def test_letters_that_share_a_bit_are_still_told_apart() -> None:
    # м and ͼ, 64 letters apart in Unicode's table of letters
    assert ord("м") % 64 == ord("ͼ") % 64
    assert Vocabulary({"митинг"}).repair("ͼитинг") == "митинг"
    assert Vocabulary({"митинг"}).repair("ͼитиͼг") == "ͼитиͼг"


def test_a_word_of_a_length_that_no_word_has_stays() -> None:
    assert Vocabulary({"митинг"}).repair("свобода" * 3) == "свобода" * 3
