"""What a button does survives the way through its data, which fits into what Telegram keeps."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from bot.cards import (
    Action,
    ChooseLanguage,
    HandOver,
    MakePoster,
    Rate,
    Review,
    Share,
    ShowBrief,
    ShowEntry,
    ShowTopics,
)
from bot.cards.actions import MAX_BYTES, decode, encode
from bot.knowledge import LANGUAGES, Kind, Ref
from bot.knowledge.shapes import Id

KINDS: tuple[Kind, ...] = ("topic", "question", "recommendation", "update")

languages = st.sampled_from(LANGUAGES)
refs = st.builds(Ref, st.sampled_from(KINDS), st.text("abcxyz019-", min_size=1, max_size=48))
actions = st.one_of(
    st.builds(ShowEntry, refs, languages, st.integers(0, 99)),
    st.builds(ShowTopics, languages),
    st.builds(ChooseLanguage, languages),
    st.builds(MakePoster, refs, languages, st.sampled_from(["photo", "pdf"]), st.booleans()),
    st.builds(ShowBrief, refs, languages),
    st.builds(Share, refs, languages, st.booleans()),
    st.builds(Rate, refs, languages, st.booleans()),
    st.builds(
        HandOver,
        st.sampled_from(["preview", "words", "strike", "again", "send", "leave"]),
        languages,
        st.integers(0, 99),
        st.integers(0, 999),
    ),
    st.builds(
        Review,
        st.sampled_from(["look", "done", "not-ours"]),
        languages,
        st.integers(0, 2000),
        st.text("0123456789abcdef", max_size=16),
    ),
)


@given(actions)
@example(ShowEntry(Ref("recommendation", "x" * 48), "kk", 99))
def test_an_action_comes_back_as_it_was(action: Action) -> None:
    assert decode(encode(action)) == action


@given(actions)
@example(ShowEntry(Ref("update", "x" * 48), "ru", 9999))
@example(Rate(Ref("update", "x" * 48), "ru", helped=True))
def test_the_data_fits_into_what_telegram_keeps(action: Action) -> None:
    assert 1 <= len(encode(action).encode()) <= MAX_BYTES == 64


def test_every_id_that_the_models_allow_fits() -> None:
    allowed = TypeAdapter(Id)
    assert allowed.validate_python("x" * 48)
    with pytest.raises(ValidationError):
        allowed.validate_python("x" * 49)


def test_what_stands_in_buttons_that_were_sent_stays_readable() -> None:
    assert decode("1:e:kk:2:q_just-detained") == ShowEntry(Ref("question", "just-detained"), "kk", 2)
    assert decode("1:t:ru") == ShowTopics("ru")
    assert decode("1:l:en") == ChooseLanguage("en")
    assert decode("1:p:kk:i:q_just-detained") == MakePoster(Ref("question", "just-detained"), "kk", "photo")
    assert decode("1:p:ru:d:t_torture") == MakePoster(Ref("topic", "torture"), "ru", "pdf")
    assert decode("1:p:kk:I:t_torture") == MakePoster(Ref("topic", "torture"), "kk", "photo", warned=True)
    assert decode("1:p:en:D:t_torture") == MakePoster(Ref("topic", "torture"), "en", "pdf", warned=True)
    assert decode("1:b:kk:0:t_liberty") == ShowBrief(Ref("topic", "liberty"), "kk")
    assert decode("1:s:en:0:r_refugee-law") == Share(Ref("recommendation", "refugee-law"), "en")
    assert decode("1:s:en:1:r_refugee-law") == Share(Ref("recommendation", "refugee-law"), "en", warned=True)
    assert decode("1:f:kk:1:q_just-detained") == Rate(Ref("question", "just-detained"), "kk", helped=True)
    assert decode("1:u:ru:x:2:31") == HandOver("strike", "ru", 2, 31)
    assert decode("1:m:en:d:0:00ff") == Review("done", "en", 0, "00ff")


@pytest.mark.parametrize(
    "data",
    [
        "",
        "topics",
        "0:t:ru",
        "2:t:ru",
        "1:t",
        "1:t:de",
        "1:t:ru:1",
        "1:x:ru",
        "1:l:",
        "1:e:ru:0",
        "1:e:ru:0:",
        "1:e:ru:-1:q_x",
        "1:e:ru:one:q_x",
        "1:e:ru:²:q_x",
        "1:e:ru:٣:q_x",
        "1:b:ru:1:q_x",
        "1:b:ru:0:q_",
        "1:s:ru:2:q_x",
        "1:s:de:1:q_x",
        "1:s:ru:1:z_x",
        "1:e:ru:0:q_x:y",
        "1:p:ru:q_x",
        "1:p:ru:x:q_x",
        "1:p:ru:i:z_x",
        "1:e:ru:0:z_x",
        "1:e:ru:0:q_",
        "1:e:ru: 1:q_x",
        f"1:e:ru:{'9' * 5000}:q_x",
        "1:f:ru:2:q_x",
        "1:f:ru:1:z_x",
        "1:f:de:1:q_x",
        "1:u:ru:z:0:0",
        "1:u:ru:x:0:-1",
        "1:u:ru:x:0",
        "1:m:ru:d:0:x",
        f"1:m:ru:d:0:{'0' * 17}",
        "1:m:ru:z:0:",
    ],
)
def test_what_no_version_has_written_means_nothing(data: str) -> None:
    assert decode(data) is None


@given(st.one_of(st.text(), st.from_regex(r"1:[elbpstfum]:(kk|ru|en)(:[a-zA-Z]|:\d*){0,2}(:[qtru]_.*)?")))
def test_any_data_is_an_action_or_nothing(data: str) -> None:
    action = decode(data)
    assert action is None or decode(encode(action)) == action
