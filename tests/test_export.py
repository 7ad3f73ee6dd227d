"""`quqyq export`: the document that other programs rely on, key by key."""

import json
from typing import Any

from bot.export import export
from tests.support.base import Folder, small_library
from tests.test_cli import quqyq

LANGUAGES = ["kk", "ru", "en"]


def document() -> Any:
    """The small base, exported and read again."""
    return json.loads(json.dumps(export(small_library().base)))


def test_the_command_prints_the_document_and_nothing_else() -> None:
    done = quqyq("export")
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout) == document()
    assert "құқық" in done.stdout or "құқығы" in done.stdout or "Адам құқықтары" in done.stdout


def test_the_parts_of_the_document() -> None:
    data = document()
    assert list(data) == ["report", "notes", "contacts", "topics"]
    assert list(data["report"]) == ["title", "year", "about"]
    assert data["report"]["year"] == 2009
    assert list(data["report"]["title"]) == LANGUAGES


def test_notes() -> None:
    first, missing = document()["notes"]
    assert list(first) == ["number", "text", "missing"]
    assert (first["number"], list(first["text"]), first["missing"]) == (1, LANGUAGES, False)
    assert missing == {"number": 9, "text": None, "missing": True}


def test_contacts() -> None:
    bureau, aid = document()["contacts"]
    assert list(bureau) == ["id", "name", "what_for", "phone", "url", "source", "confidence"]
    assert (bureau["id"], bureau["phone"], bureau["url"]) == ("contact-kibhr", None, "https://bureau.kz/")
    assert bureau["source"] == {"title": "The bureau's own page", "url": "https://bureau.kz/contacts"}
    assert (aid["phone"], aid["url"], aid["confidence"]) == ("119", None, "medium")


def test_topics_and_findings() -> None:
    topics = document()["topics"]
    assert [topic["id"] for topic in topics] == ["assembly", "liberty", "religion"]
    for topic in topics:
        assert list(topic) == ["id", "title", "start", "findings", "recommendations", "updates", "questions"]
        assert topic["start"] == f"t_{topic['id']}"
        for finding in topic["findings"]:
            assert list(finding) == ["paragraph", "text", "doubt", "notes"]
    assert topics[0]["findings"][0]["notes"] == [1, 9]
    assert topics[0]["findings"][0]["doubt"] is None
    assert topics[2]["findings"][0]["doubt"]["en"] == "7 of 154 are not 11.1 %."
    assert topics[2]["updates"] == []


def test_recommendations() -> None:
    (recommendation,) = document()["topics"][0]["recommendations"]
    assert list(recommendation) == ["id", "text", "status", "because", "start"]
    assert list(recommendation["text"]) == LANGUAGES
    assert recommendation["status"] == "partly"
    assert recommendation["because"] == ["assembly-notice-days"]
    assert recommendation["start"] == "r_assembly-by-standards"


def test_updates() -> None:
    notice, mci = document()["topics"][0]["updates"]
    assert list(notice) == [
        "id",
        "date",
        "text",
        "law",
        "source",
        "checked",
        "valid_until",
        "confidence",
        "paragraphs",
        "start",
    ]
    assert (notice["date"], notice["checked"], notice["valid_until"]) == ("2020-05-25", "2026-06-30", None)
    assert notice["source"]["title"] == "The law on peaceful assemblies"
    assert notice["paragraphs"] == [35]
    assert notice["start"] == "u_assembly-notice-days"
    assert mci["valid_until"] == "2026-12-31"
    assert document()["topics"][1]["updates"][0]["date"] == "2026-07"
    assert document()["topics"][1]["updates"][0]["confidence"] == "medium"


def test_questions() -> None:
    protest, picket = document()["topics"][0]["questions"]
    assert list(protest) == [
        "id",
        "title",
        "answer",
        "paragraphs",
        "recommendations",
        "updates",
        "contacts",
        "caution",
        "phrasings",
        "start",
    ]
    assert protest["start"] == "q_protest-without-permission"
    assert protest["paragraphs"] == [35, 36]
    assert protest["recommendations"] == ["assembly-by-standards"]
    assert protest["updates"] == ["assembly-notice-days", "assembly-mci-2026"]
    assert protest["contacts"] == ["contact-kibhr", "contact-legal-aid"]
    assert list(protest["caution"]) == LANGUAGES
    assert list(protest["phrasings"]) == LANGUAGES
    assert protest["phrasings"]["en"] == ["can i protest without permission", "do i need a permit for a rally"]
    assert "MCI (" not in protest["answer"]["en"]
    assert (picket["caution"], picket["contacts"]) == (None, [])


def test_a_language_without_phrasings_is_an_empty_list(folder: Folder) -> None:
    folder.replace("topics/religion/questions/pray-at-home.yaml", "  kk: [үйде жиналып құран оқуға бола ма]\n", "")
    data: Any = export(folder.load())
    assert data["topics"][2]["questions"][0]["phrasings"]["kk"] == []
