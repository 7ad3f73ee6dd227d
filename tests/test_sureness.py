"""How sure an answer is follows from its topic and from what belongs to no topic."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.search.joining import Sureness, read_calibrations

_PROBABILITIES = st.floats(0, 1, allow_nan=False)


@pytest.mark.parametrize("name", ["words", "words and meaning"])
@given(_PROBABILITIES, _PROBABILITIES, _PROBABILITIES)
def test_a_likelier_topic_is_surer_and_likelier_small_talk_less(
    name: str, first: float, second: float, other: float
) -> None:
    sureness = read_calibrations()[name].sureness
    low, high = sorted((first, second))
    assert 0 <= sureness.of(low, other) <= sureness.of(high, other) <= 1
    assert sureness.of(other, high) <= sureness.of(other, low)


def test_a_phrasing_itself_leaves_no_doubt() -> None:
    assert Sureness(topic=1, outside=-1, bias=-100).of(1.0, 0.0) == 1.0


def test_what_is_rounded_to_nothing_is_no_error() -> None:
    assert Sureness(topic=1, outside=-1, bias=0).of(0.0, 0.0) == pytest.approx(0.5)
