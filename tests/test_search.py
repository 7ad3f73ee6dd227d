"""Text -> decision, on the small base: answer, suggest or refuse, and never an exception."""

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.knowledge import AsideRef, Language, Ref
from bot.library import Library
from bot.search import Answer, Lexicon, Refuse, Search, Suggest, Thresholds, documents
from bot.search.deciding import Deciding, Weighed
from bot.search.index import HALF_PRECISION
from bot.search.joining import read_calibrations
from tests.support.base import small_library

PROTEST = Ref("question", "protest-without-permission")
DETAINED = Ref("question", "just-detained")
PRAY = Ref("question", "pray-at-home")
ASSEMBLY = Ref("topic", "assembly")


@pytest.mark.parametrize(
    ("text", "language", "ref"),
    [
        ("Рұқсатсыз наразылық білдіруге бола ма?", "kk", PROTEST),
        ("Можно ли протестовать без разрешения?", "ru", PROTEST),
        ("Can I protest without permission?", "en", PROTEST),
        ("CAN I PROTEST WITHOUT PERMISSION", "en", PROTEST),
        ("уйде жиналып куран окуга бола ма", "kk", PRAY),
        ("меня задержала полиция", "ru", DETAINED),
        ("police detained me, what do I do now", "en", DETAINED),
        ("свобода религии", "ru", Ref("topic", "religion")),
        ("what should change in the assembly law", "en", Ref("recommendation", "assembly-by-standards")),
    ],
)
def test_a_question_is_answered_in_its_language(library: Library, text: str, language: Language, ref: Ref) -> None:
    decision = library.search.decide(text)
    assert isinstance(decision, Answer)
    assert decision.candidate.ref == ref
    assert decision.language == language


def test_every_phrasing_is_answered_with_its_own_entry(library: Library) -> None:
    for document in documents(library.base):
        decision = library.search.decide(document.text, document.language)
        if isinstance(document.target, Ref):
            assert isinstance(decision, Answer), document
            assert decision.candidate.ref == document.target, document
            assert decision.score == 1.0
        else:
            assert isinstance(decision, Refuse), document
            assert decision.aside == document.target, document


@pytest.mark.parametrize(
    ("text", "language"),
    [("рецепт борща", "ru"), ("weather in Astana", "en"), ("ауа райы қандай", "kk"), ("qwerty zxcvb", "en")],
)
def test_what_the_base_does_not_know_is_refused(library: Library, text: str, language: Language) -> None:
    decision = library.search.decide(text)
    assert isinstance(decision, Refuse)
    assert decision.reason == "outside"
    assert decision.language == language
    assert decision.score < 0.2


@pytest.mark.parametrize("text", ["", " ", "?", "🙂🙂", "a", "я", "...", "\n\t", "<>", "\u202e"])
def test_what_says_nothing_is_unclear(library: Library, text: str) -> None:
    decision = library.search.decide(text)
    assert isinstance(decision, Refuse)
    assert decision.reason == "unclear"
    assert decision.nearest == ()


@pytest.mark.parametrize(("text", "reason"), [("Привет!", "smalltalk"), ("штраф с камеры", "neighbour")])
def test_what_belongs_to_no_topic_has_a_reason_of_its_own(library: Library, text: str, reason: str) -> None:
    decision = library.search.decide(text)
    assert isinstance(decision, Refuse)
    assert decision.reason == reason
    assert decision.aside in library.base.asides


@pytest.mark.parametrize("reader", ["kk", "ru"])
def test_a_word_that_two_languages_share_follows_the_reader(library: Library, reader: Language) -> None:
    decision = library.search.decide("митинг", reader)
    assert isinstance(decision, Answer)
    assert decision.candidate.ref == ASSEMBLY
    assert decision.language == reader


def test_a_word_that_two_languages_share_follows_its_letters_if_nobody_is_known(library: Library) -> None:
    assert library.search.decide("митинг").language == "ru"


def test_the_reader_does_not_change_the_language_of_words_of_one_language(library: Library) -> None:
    assert library.search.decide("Can I protest without permission?", "kk").language == "en"


def careful(library: Library, *, suggest: float) -> Search:
    """A search that is never sure enough to answer what is not a phrasing of the base."""
    usual = read_calibrations()["words"]
    thresholds = Thresholds(answer=1.1, suggest=suggest)
    calibration = usual.model_copy(update={"thresholds": thresholds})
    return Search(library.base, lexicon=library.search.lexicon, calibrations={"words": calibration})


def test_what_may_be_meant_is_suggested(library: Library) -> None:
    decision = careful(library, suggest=0.05).decide("the police and a poster without permission")
    assert isinstance(decision, Suggest)
    assert 1 <= len(decision.alternatives) <= 3
    scores = [candidate.score for candidate in decision.alternatives]
    assert max(scores) == scores[0]
    assert decision.score >= scores[0]


def test_of_two_topics_that_are_equally_near_none_is_answered(library: Library) -> None:
    decision = careful(library, suggest=0.001).decide("police detained me at a rally without a permit")
    assert isinstance(decision, Suggest)
    topics = {library.base.topic_of(candidate.ref).id for candidate in decision.alternatives}
    assert {"assembly", "liberty"} <= topics


def test_a_topic_whose_entries_are_each_too_unlikely_to_be_looked_at_is_not_answered(library: Library) -> None:
    search = library.search
    chances = np.where([isinstance(each, AsideRef) for each in search.lexicon.targets], 0.0, 0.01)
    weighed = Weighed("?", np.zeros(len(chances), np.float32), chances, candidates={})
    decision = Deciding(library.base, search.lexicon).decide(weighed, read_calibrations()["words"], "en")
    assert isinstance(decision, Refuse)


def test_what_is_hardly_likely_is_not_answered_however_unlikely_all_else_is(library: Library) -> None:
    search = library.search
    first = next(number for number, each in enumerate(search.lexicon.targets) if isinstance(each, Ref))
    chances = np.zeros(len(search.lexicon.targets))
    chances[first] = 0.04
    candidate = search.explain("protest").candidates[0]
    weighed = Weighed("?", np.zeros(len(chances), np.float32), chances, candidates={first: candidate})
    deciding, calibration = Deciding(library.base, search.lexicon), read_calibrations()["words and meaning"]
    assert deciding.sureness(chances, calibration) > calibration.thresholds.answer
    assert isinstance(deciding.decide(weighed, calibration, "en"), Refuse)


def test_the_words_alone_never_settle_what_may_be_urgent(library: Library) -> None:
    base, targets = library.base, library.search.lexicon.targets
    deciding, words = Deciding(base, library.search.lexicon), read_calibrations()["words"]
    urgent = {ref for ref, aside in base.asides.items() if aside.urgent}
    chances = np.zeros(len(targets))
    chances[[number for number, each in enumerate(targets) if isinstance(each, AsideRef) and each not in urgent]] = (
        0.1
    )
    assert deciding.is_settled(chances, words)
    chances[[number for number, each in enumerate(targets) if each in urgent]] = 0.02
    assert not deciding.is_settled(chances, words)


def test_an_answer_brings_at_most_three_others_that_are_not_itself(library: Library) -> None:
    for question in library.base.questions:
        decision = library.search.decide(question.title.ru)
        assert isinstance(decision, Answer)
        others = [candidate.ref for candidate in decision.alternatives]
        assert len(others) <= 3
        assert decision.candidate.ref not in others


def test_only_what_is_indexed_is_found(library: Library) -> None:
    only = [document for document in documents(library.base) if document.target == PRAY]
    decision = Search(library.base, lexicon=Lexicon(only)).decide("Can I protest without permission?")
    refs = {candidate.ref for candidate in getattr(decision, "alternatives", ())}
    assert PROTEST not in refs
    assert not isinstance(decision, Answer)


def test_an_index_of_nothing_refuses(library: Library) -> None:
    decision = Search(library.base, lexicon=Lexicon([])).decide("Can I protest?")
    assert isinstance(decision, Refuse)
    assert decision.score == 0.0


def test_the_explanation_shows_the_steps_and_the_candidates(library: Library) -> None:
    explanation = library.search.explain("Можно ли ПРОТЕСТОВАТЬ без разрешения?")
    assert explanation.decision == library.search.decide("Можно ли ПРОТЕСТОВАТЬ без разрешения?")
    assert "протестовать" in dict(explanation.analysis.trace)["words"]
    assert explanation.known_share == 1.0
    first = explanation.candidates[0]
    assert first.ref == PROTEST
    assert first.nearest.language == "ru"
    assert first.nearest.target == PROTEST
    assert [name for name, _ in first.voices] == ["centroid", "nearest", "linear"]
    assert first.voices[1][1] == pytest.approx(1.0, abs=HALF_PRECISION)


def test_unknown_words_are_known_to_be_unknown(library: Library) -> None:
    assert library.search.explain("zzz qqq").known_share == 0.0
    assert 0.0 < library.search.explain("protest zzz").known_share < 1.0


anything = st.one_of(
    st.text(),
    st.text(st.characters(categories=["Cc", "Cf", "Co", "Cs", "Mn", "So"])),
    st.lists(st.sampled_from(["митинг", "құқық", "don't", "police", "без", "\u202eعربي", "😀", "\x00", "ﷺ"])).map(
        " ".join
    ),
)


@given(anything, st.sampled_from([None, "kk", "ru", "en"]))
@example("митинг " * 1500, None)
@example("a" * 10_000, "kk")
@example("ﷺ" * 10_000, "en")
@example("\x00\x1b[31m\r\n\ud800", "ru")
@example("👨‍👩‍👧" * 500, None)
@example("שלום مرحبا", "ru")
@settings(max_examples=150)
def test_any_text_gets_a_decision_and_always_the_same(text: str, reader: Language | None) -> None:
    search = small_library().search
    decision = search.decide(text, reader)
    assert isinstance(decision, Answer | Suggest | Refuse)
    assert 0.0 <= decision.score <= 1.0
    assert decision.language in ("kk", "ru", "en")
    assert search.decide(text, reader) == decision


def test_two_indexes_of_the_same_base_decide_the_same(library: Library) -> None:
    again = Search(library.base)
    for text in ("митинг", "полиция", "can we pray", "what now"):
        assert again.explain(text).candidates == library.search.explain(text).candidates
