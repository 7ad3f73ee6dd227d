"""The folder -> the base: what is wrong is said at its place, all of it at once, and a sound base is immutable."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from bot.knowledge import KnowledgeError, Ref, load_base
from tests.support.base import Folder, write_base

TOPIC = "topics/assembly/topic.yaml"
PROTEST = "topics/assembly/questions/protest-without-permission.yaml"
PICKET = "topics/assembly/questions/one-person-picket.yaml"


def only_problem(folder: Folder) -> str:
    """The one problem, as a moderator reads it."""
    (problem,) = folder.problems()
    return str(problem)


def test_a_sound_folder_loads(folder: Folder) -> None:
    assert folder.problems() == ()
    assert [topic.id for topic in folder.load().topics] == ["assembly", "liberty", "religion"]


@pytest.mark.parametrize(
    ("name", "old", "new", "expected"),
    [
        (PROTEST, "answer:", "anwser:", "'anwser'; did you mean 'answer'?"),
        (PROTEST, "caution:", "colour:", "'colour'"),
        (PROTEST, "phrasings:", "phrasing:", "'phrasing'; did you mean 'phrasings'?"),
        (TOPIC, "status: partly", "state: partly", "'state'; did you mean 'status'?"),
        (TOPIC, "confidence: high", "confidance: high", "'confidance'; did you mean 'confidence'?"),
        (TOPIC, "url: https", "adress: https", "'adress'"),
        ("report.yaml", "examples:", "exampels:", "'exampels'; did you mean 'examples'?"),
    ],
)
def test_an_unknown_field_is_named_with_the_nearest_known_one(
    folder: Folder, name: str, old: str, new: str, expected: str
) -> None:
    folder.replace(name, old, new)
    line, column = folder.place(name, new)
    shown = [str(problem) for problem in folder.problems() if problem.code == "unknown-field"]
    assert shown == [f"knowledge/{name}:{line}:{column}: error unknown-field unknown field {expected}"]


def test_a_missing_language_is_named_where_its_text_stands(folder: Folder) -> None:
    folder.replace(PROTEST, "  ru: Можно ли протестовать без разрешения?\n", "")
    assert only_problem(folder) == (
        f"knowledge/{PROTEST}:2:3: error missing-field the field 'ru' is missing in 'title'"
    )


def test_a_missing_field_is_named(folder: Folder) -> None:
    folder.replace(PICKET, "paragraphs: [35]\n", "")
    assert only_problem(folder) == f"knowledge/{PICKET}:1:1: error missing-field the field 'paragraphs' is missing"


@pytest.mark.parametrize(
    ("name", "old", "new", "code", "said"),
    [
        (PICKET, "paragraphs: [35]", "paragraphs: 35", "wrong-value", "'paragraphs': must be a list"),
        (
            PICKET,
            "paragraphs: [35]",
            "paragraphs: [x]",
            "wrong-value",
            "'paragraphs.1': must be a whole number (it is",
        ),
        (PICKET, "paragraphs: [35]", "paragraphs: [57]", "wrong-value", "less than or equal to 56"),
        (PICKET, "paragraphs: [35]", "paragraphs: []", "wrong-value", "'paragraphs': must have at least 1 entry"),
        (PICKET, "  en: Can one person hold a picket?", "  en: [Can]", "wrong-value", "'title.en': must be a text"),
        (PICKET, "updates: [a", "updates: [A", "wrong-value", "has not the form"),
        (TOPIC, "status: partly", "status: maybe", "wrong-value", "(it is 'maybe')"),
        (TOPIC, "date: '2020-05-25'", "date: '2020-13-25'", "wrong-value", "'updates.1.date': month must be in"),
        (TOPIC, "date: '2020-05-25'", "date: 25.05.2020", "wrong-value", "has not the form"),
        (TOPIC, "confidence: high", "confidence: low", "wrong-value", "(it is 'low')"),
        (TOPIC, "url: https", "url: ftp", "wrong-value", "has not the form"),
        ("amounts.yaml", "tenge: 4325", "tenge: -1", "wrong-value", "greater than 0"),
        ("notes.yaml", "missing: true", "missing: no", "wrong-value", "a note has a text, or says 'missing: true'"),
        (PICKET, "  en: Can one person hold a picket?", "  en:", "empty-field", "'title.en': nothing stands here"),
        (
            PICKET,
            "  en: Can one person hold a picket?",
            "  en: ' '",
            "empty-field",
            "'title.en': nothing stands here",
        ),
        (PICKET, "paragraphs: [35]", "paragraphs:", "empty-field", "'paragraphs': nothing stands here"),
        (TOPIC, "status: partly", "status: unknown", "wrong-value", "'unknown' rests on none"),
        (TOPIC, "because: [assembly-notice-days]", "because: []", "wrong-value", "rests on at least one update"),
    ],
)
def test_a_wrong_or_empty_value_is_named(
    folder: Folder, *, name: str, old: str, new: str, code: str, said: str
) -> None:
    problem = only_problem(folder.replace(name, old, new))
    assert f" error {code} " in problem
    assert problem.startswith(f"knowledge/{name}:")
    assert said in problem


def test_a_wrong_value_is_pointed_at(folder: Folder) -> None:
    folder.replace(TOPIC, "status: partly", "status: maybe")
    (problem,) = folder.problems()
    assert (problem.place.line, problem.place.column) == folder.place(TOPIC, "maybe")


@pytest.mark.parametrize(
    ("name", "old", "new", "code", "nearest"),
    [
        (PROTEST, "updates: [assembly-notice-days", "updates: [assembly-notice-day", "unknown-update", "notice-days"),
        (PROTEST, "[assembly-by-standards]", "[assembly-standards]", "unknown-recommendation", "by-standards"),
        (PROTEST, "contact-kibhr", "contact-kibr", "unknown-contact", "contact-kibhr"),
        (PROTEST, "[35, 36]", "[35, 1]", "unknown-paragraph", None),
        (TOPIC, "paragraphs: [36]", "paragraphs: [36, 1]", "unknown-paragraph", None),
        (TOPIC, "notes: [1, 9]", "notes: [1, 8]", "unknown-note", None),
        (TOPIC, "because: [assembly-notice-days]", "because: [assembly-notice]", "unknown-update", "notice-days"),
        (TOPIC, "  - one-person-picket", "  - one-person-pickets", "unknown-question", "one-person-picket"),
        ("amounts.yaml", "assembly-mci-2026", "assembly-mci-2025", "unknown-update", "assembly-mci-2026"),
        ("report.yaml", "  - pray-at-home", "  - pray-home", "unknown-question", "pray-at-home"),
        ("report.yaml", "  - contact-kibhr", "  - contact-x", "unknown-contact", "contact-kibhr"),
    ],
)
def test_an_unknown_id_is_named_with_the_nearest_known_one(
    folder: Folder, *, name: str, old: str, new: str, code: str, nearest: str | None
) -> None:
    problem = only_problem(folder.replace(name, old, new))
    assert problem.startswith(f"knowledge/{name}:")
    assert f" error {code} " in problem
    if nearest:
        assert f"{nearest}'?" in problem


def test_an_unknown_id_is_pointed_at(folder: Folder) -> None:
    folder.replace(PROTEST, "[assembly-notice-days, assembly-mci-2026]", "[assembly-notice-days, nothing]")
    (problem,) = folder.problems()
    assert (problem.place.line, problem.place.column) == folder.place(PROTEST, "nothing")


def test_ids_that_stand_twice_name_the_first_place(folder: Folder) -> None:
    folder.replace("topics/liberty/topic.yaml", "id: liberty-hours", "id: assembly-notice-days")
    folder.replace("topics/liberty/questions/just-detained.yaml", "liberty-hours", "assembly-notice-days")
    line, _ = folder.place(TOPIC, "id: assembly-notice-days")
    problem = only_problem(folder)
    assert "error duplicate-id update 'assembly-notice-days' stands twice" in problem
    assert problem.endswith(f"first in knowledge/{TOPIC}, line {line}")


def test_other_things_that_stand_twice(folder: Folder) -> None:
    folder.replace("report.yaml", "  - religion", "  - religion\n  - assembly")
    folder.replace("notes.yaml", "number: 9", "number: 1").replace(TOPIC, "[1, 9]", "[1]")
    folder.replace("contacts.yaml", "id: contact-legal-aid", "id: contact-kibhr")
    folder.replace(PROTEST, ", contact-legal-aid", "")
    folder.replace("topics/liberty/questions/just-detained.yaml", "contact-legal-aid", "contact-kibhr")
    folder.add("amounts.yaml", "  - {year: 2026, tenge: 1, update: assembly-mci-2026}")
    folder.replace("topics/religion/topic.yaml", "paragraph: 39", "paragraph: 23")
    folder.replace("topics/religion/questions/pray-at-home.yaml", "[39]", "[23]")
    folder.write(
        "topics/liberty/questions/pray-at-home.yaml", folder.read("topics/religion/questions/pray-at-home.yaml")
    )
    assert folder.codes() == ["duplicate-id"] * 6
    messages = " ".join(problem.message for problem in folder.problems())
    for name in ("topic 'assembly'", "note '1'", "contact 'contact-kibhr'", "year '2026'", "paragraph '23'"):
        assert name in messages
    assert "question 'pray-at-home'" in messages


@pytest.mark.parametrize("name", ["Protest", "with space", "under_score", "құқық", "a--b", "x" * 49])
def test_a_file_name_that_is_no_id(folder: Folder, name: str) -> None:
    path = f"topics/religion/questions/{name}.yaml"
    folder.write(path, folder.read("topics/religion/questions/pray-at-home.yaml"))
    assert only_problem(folder).startswith(f"knowledge/{path}:1:1: error bad-id '{name}' is no name for a file")


@pytest.mark.parametrize("field", ["id", "topic"])
def test_what_the_place_of_a_file_says_may_not_stand_in_it(folder: Folder, field: str) -> None:
    folder.add(PICKET, f"{field}: assembly")
    assert f"error unknown-field '{field}' is decided by the file's name and folder" in only_problem(folder)


def test_a_folder_that_is_not_listed(folder: Folder) -> None:
    (folder.path / "topics" / "torture").mkdir()
    assert only_problem(folder).startswith("knowledge/topics/torture:1:1: error unlisted-topic 'torture'")


def test_a_listed_topic_that_has_no_folder(folder: Folder) -> None:
    folder.replace("report.yaml", "  - religion", "  - religion\n  - torture")
    line, column = folder.place("report.yaml", "torture")
    assert only_problem(folder) == (
        f"knowledge/report.yaml:{line}:{column}: error no-topic there is no folder topics/torture"
    )


@pytest.mark.parametrize("name", ["report.yaml", "notes.yaml", "contacts.yaml", "amounts.yaml", TOPIC])
def test_a_file_that_must_be_there(folder: Folder, name: str) -> None:
    assert f"knowledge/{name}:1:1: error unreadable cannot be read" in only_problem(folder.remove(name))


@pytest.mark.parametrize("content", ["- a\n- b\n", "just words\n"])
def test_a_file_that_is_no_mapping(folder: Folder, content: str) -> None:
    folder.write("amounts.yaml", content)
    assert only_problem(folder) == (
        "knowledge/amounts.yaml:1:1: error wrong-type the file must consist of 'field: value' lines"
    )


def test_no_folder_at_all(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError, match="error no-base there is no such folder") as caught:
        load_base(tmp_path / "nowhere")
    assert caught.value.problems[0].place.path == str(tmp_path / "nowhere")


def test_several_problems_come_at_once_in_the_order_of_files_and_lines(folder: Folder) -> None:
    folder.replace("report.yaml", "year: 2009", "year: soon")
    folder.replace("contacts.yaml", "confidence: medium", "confidence: low").replace(
        "contacts.yaml", "  - id:", "  - ib:"
    )
    folder.write("amounts.yaml", "mci: [\n")
    problems = folder.problems()
    assert [problem.place.path for problem in problems] == [
        "knowledge/amounts.yaml",
        *["knowledge/contacts.yaml"] * 3,
        "knowledge/report.yaml",
    ]
    assert list(problems) == sorted(problems)


def test_problems_of_every_topic_come_at_once(folder: Folder) -> None:
    for slug in ("assembly", "liberty", "religion"):
        folder.add(f"topics/{slug}/topic.yaml", "colour: red")
    assert folder.codes() == ["unknown-field"] * 3


def test_the_menu_lists_the_most_asked_first_and_the_others_by_name(tmp_path: Path) -> None:
    folder = write_base(tmp_path / "base")
    folder.write("topics/assembly/questions/a-first-by-name.yaml", folder.read(PICKET))
    (assembly, *_) = folder.load().topics
    assert [question.id for question in assembly.questions] == [
        "protest-without-permission",
        "one-person-picket",
        "a-first-by-name",
    ]


def test_both_endings_of_a_question_file_are_read(folder: Folder) -> None:
    folder.write("topics/assembly/questions/second.yml", folder.read(PICKET))
    assert Ref("question", "second") in folder.load().entries


def test_everything_loaded_is_immutable(folder: Folder) -> None:
    base = folder.load()
    question = base.question("protest-without-permission")
    with pytest.raises(ValidationError, match="frozen"):
        question.paragraphs = (1,)  # type: ignore[misc]
    with pytest.raises(ValidationError, match="frozen"):
        question.title.ru = "другое"  # type: ignore[misc]
    with pytest.raises(AttributeError):
        base.topics = ()  # type: ignore[misc]
    for mapping in (base.entries, base.contacts, base.findings):
        assert not hasattr(mapping, "__setitem__")
    assert isinstance(question.phrasings.kk, tuple)
