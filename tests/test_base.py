"""The base as a value: names of entries, and what belongs to what."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.knowledge import Kind, Ref, Topic, ref_of
from bot.library import Library

KINDS: tuple[Kind, ...] = ("topic", "question", "recommendation", "update")

refs = st.builds(
    Ref,
    st.sampled_from(KINDS),
    st.from_regex(r"\A[a-z0-9]+(-[a-z0-9]+)*\Z").filter(lambda id_: len(id_) <= 48),
)


@given(refs)
def test_a_payload_stands_for_its_entry(ref: Ref) -> None:
    assert Ref.from_payload(ref.payload) == ref


@given(refs)
def test_a_payload_fits_into_a_permanent_link(ref: Ref) -> None:
    assert len(ref.payload) <= 64
    assert ref.payload.replace("-", "").replace("_", "").isalnum()
    assert ref.payload.isascii()


def test_payloads_are_written_as_links_have_them() -> None:
    assert [Ref(kind, "x-1").payload for kind in KINDS] == ["t_x-1", "q_x-1", "r_x-1", "u_x-1"]


@pytest.mark.parametrize("payload", ["", "q", "q_", "_x", "x_y", "qq_x", "Q_x", "question_x", "q-x", "/start"])
def test_what_has_not_the_form_of_a_payload_stands_for_nothing(payload: str) -> None:
    assert Ref.from_payload(payload) is None


@given(st.text())
def test_any_text_as_a_payload_does_no_harm(payload: str) -> None:
    ref = Ref.from_payload(payload)
    assert ref is None or ref.payload == payload


def test_every_entry_is_found_under_its_own_name(library: Library) -> None:
    assert len(library.base.entries) == 3 + 4 + 3 + 3
    for ref, entry in library.base.entries.items():
        assert ref_of(entry) == ref


def test_each_kind_is_found_by_its_id(library: Library) -> None:
    base = library.base
    assert base.topic("assembly").title.en == "Peaceful assembly"
    assert base.question("just-detained").topic == "liberty"
    assert base.recommendation("revise-religion-law").status == "unknown"
    assert base.update("liberty-hours").confidence == "medium"


def test_an_id_is_only_known_as_what_it_is(library: Library) -> None:
    with pytest.raises(KeyError):
        library.base.question("assembly")
    with pytest.raises(KeyError):
        library.base.topic("nothing")


@pytest.mark.parametrize(
    ("kind", "id_", "topic", "paragraphs"),
    [
        ("topic", "assembly", "assembly", (35, 36)),
        ("question", "one-person-picket", "assembly", (35,)),
        ("question", "pray-at-home", "religion", (39,)),
        ("recommendation", "assembly-by-standards", "assembly", (35, 36)),
        ("update", "assembly-mci-2026", "assembly", (36,)),
    ],
)
def test_an_entry_knows_its_topic_and_paragraphs(
    library: Library, *, kind: Kind, id_: str, topic: str, paragraphs: tuple[int, ...]
) -> None:
    ref = Ref(kind, id_)
    assert library.base.topic_of(ref).id == topic
    assert library.base.paragraphs_of(ref) == paragraphs


def test_questions_come_topic_by_topic_in_the_order_of_the_menu(library: Library) -> None:
    assert [question.id for question in library.base.questions] == [
        "protest-without-permission",
        "one-person-picket",
        "just-detained",
        "pray-at-home",
    ]


def test_findings_are_found_by_paragraph(library: Library) -> None:
    assert sorted(library.base.findings) == [23, 35, 36, 39]
    assert library.base.findings[39].doubt is not None


def test_tenge_are_known_for_the_years_of_the_base(library: Library) -> None:
    assert library.base.amounts.tenge(2026) == 4325
    assert library.base.amounts.tenge(2027) is None


def test_the_topics_are_entries_as_all_others(library: Library) -> None:
    assert [entry for entry in library.base.entries.values() if isinstance(entry, Topic)] == list(library.base.topics)
