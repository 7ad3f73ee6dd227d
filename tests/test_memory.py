"""What is remembered for a while is bounded, and the oldest goes first."""

from hypothesis import given
from hypothesis import strategies as st

from bot.handlers.memory import MAX_ANSWERS, Memory, Recent


def test_what_was_set_last_is_kept() -> None:
    recent: Recent[str, int] = Recent(2)
    recent["a"], recent["b"], recent["c"] = 1, 2, 3
    assert (recent.get("a"), recent.get("b"), recent.get("c")) == (None, 2, 3)


def test_setting_again_makes_a_key_new() -> None:
    recent: Recent[str, int] = Recent(2)
    recent["a"], recent["b"] = 1, 2
    recent["a"] = 3
    recent["c"] = 4
    assert (recent.get("a"), recent.get("b"), recent.get("c")) == (3, None, 4)


def test_a_key_can_be_forgotten_even_if_it_was_never_known() -> None:
    recent: Recent[str, int] = Recent(2)
    recent["a"] = 1
    recent.pop("a")
    recent.pop("b")
    assert recent.get("a") is None
    assert len(recent) == 0


@given(st.lists(st.integers(0, 20)), st.integers(1, 8))
def test_it_never_holds_more_than_its_limit(keys: list[int], limit: int) -> None:
    recent: Recent[int, int] = Recent(limit)
    for number, key in enumerate(keys):
        recent[key] = number
        assert recent.get(key) == number
        assert len(recent) <= limit
    newest = list(dict.fromkeys(reversed(keys)))[:limit]
    assert all(recent.get(key) is not None for key in newest)


def test_the_memory_of_chats_is_bounded() -> None:
    memory = Memory()
    for number in range(MAX_ANSWERS + 5):
        memory.answers[1, number] = number
        memory.written[number] = "kk"
    assert len(memory.answers) == MAX_ANSWERS
    assert len(memory.written) == MAX_ANSWERS
    assert memory.answers.get((1, 0)) is None
