"""What no question reaches, what is out of date, and links that must open for ever."""

from datetime import date

import pytest

from bot.check.sources import last_day
from tests.support.base import TODAY, Folder
from tests.support.checked import new_codes, the

PICKET = "topics/assembly/questions/one-person-picket.yaml"
PROTEST = "topics/assembly/questions/protest-without-permission.yaml"
DETAINED = "topics/liberty/questions/just-detained.yaml"
ASSEMBLY = "topics/assembly/topic.yaml"
LIBERTY = "topics/liberty/topic.yaml"
LINKS = "permalinks.yaml"


def test_a_paragraph_that_no_question_reaches(folder: Folder) -> None:
    folder.replace(PROTEST, "[35, 36]", "[35]")
    problem = the(folder, "unreached-paragraph")
    assert (problem.place.line, problem.place.column) == folder.place(ASSEMBLY, "36\n")


def test_a_recommendation_that_no_question_reaches(folder: Folder) -> None:
    folder.replace(PROTEST, "recommendations: [assembly-by-standards]\n", "")
    assert new_codes(folder) == ["unreached-recommendation"]


def test_an_update_that_no_question_reaches(folder: Folder) -> None:
    folder.replace(DETAINED, "updates: [liberty-hours]\n", "")
    problem = the(folder, "unreached-update")
    assert (problem.place.line, problem.place.column) == folder.place(LIBERTY, "liberty-hours")


@pytest.mark.parametrize(
    ("partial", "expected"),
    [
        ("2026", date(2026, 12, 31)),
        ("2024-02", date(2024, 2, 29)),
        ("2026-12", date(2026, 12, 31)),
        ("2026-06-30", date(2026, 6, 30)),
    ],
)
def test_the_last_day_of_a_partial_date(partial: str, expected: date) -> None:
    assert last_day(partial) == expected


def test_nothing_is_old_on_the_day_a_year_later(folder: Folder) -> None:
    assert "old-check" not in new_codes(folder, date(2027, 6, 28))


def test_checks_that_are_older_than_a_year(folder: Folder) -> None:
    assert new_codes(folder, date(2027, 6, 29)).count("old-check") == 1
    assert the(folder, "old-check", date(2027, 6, 29)).severity == "warning"
    assert new_codes(folder, date(2027, 7, 1)).count("old-check") == 5


def test_a_check_on_a_leap_day(folder: Folder) -> None:
    folder.replace(LIBERTY, "checked: '2026-06-28'", "checked: '2024-02-29'")
    assert "old-check" not in new_codes(folder, date(2025, 2, 28))
    assert new_codes(folder, date(2025, 3, 1)) == ["old-check"]


def test_an_update_that_has_lapsed(folder: Folder) -> None:
    assert "expired" not in new_codes(folder, date(2026, 12, 31))
    problem = the(folder, "expired", date(2027, 1, 1))
    assert problem.severity == "warning"
    assert (problem.place.line, problem.place.column) == folder.place(ASSEMBLY, "'2026-12-31'")


def test_a_published_link_that_leads_nowhere(folder: Folder) -> None:
    folder.replace(LINKS, "  - t_liberty", "  - q_pray-at-hom\n  - t_liberty")
    problem = the(folder, "lost-link")
    assert (problem.place.line, problem.place.column) == folder.place(LINKS, "q_pray-at-hom")
    assert "did you mean 'q_pray-at-home'" in problem.message


@pytest.mark.parametrize("part", ["aliases", "retired"])
def test_what_an_old_link_opens_must_be_there(folder: Folder, part: str) -> None:
    folder.replace(LINKS, "aliases: []", f"{part}:\n  - {{old: q_prayer, new: q_pray-at-hom}}")
    assert folder.codes() == ["unknown-permalink"]
    assert folder.problems()[0].place.column == folder.place(LINKS, "q_pray-at-hom}")[1]


def test_an_old_link_leads_to_one_place(folder: Folder) -> None:
    lines = "- {old: q_prayer, new: q_pray-at-home}"
    folder.replace(LINKS, "aliases: []", f"aliases:\n  {lines}\nretired:\n  {lines}")
    assert folder.codes() == ["duplicate-id"]


def test_what_replaced_an_entry_keeps_its_link(folder: Folder) -> None:
    folder.replace(LINKS, "  - t_liberty", "  - q_prayer\n  - t_liberty")
    assert new_codes(folder) == ["lost-link"]
    folder.replace(LINKS, "aliases: []", "retired:\n  - {old: q_prayer, new: q_pray-at-home}")
    assert new_codes(folder) == []


def test_an_alias_keeps_a_link(folder: Folder) -> None:
    folder.replace(LINKS, "  - t_liberty", "  - q_prayer\n  - t_liberty")
    folder.replace(LINKS, "aliases: []", "aliases:\n  - {old: q_prayer, new: q_pray-at-home}")
    assert new_codes(folder) == []


def test_an_entry_that_is_not_published(folder: Folder) -> None:
    folder.replace(LINKS, "  - q_pray-at-home\n", "")
    problem = the(folder, "unpublished-entry")
    assert "'  - q_pray-at-home'" in problem.message
    assert problem.place.path == "knowledge/permalinks.yaml"


def test_a_broken_base_has_the_loaders_findings_only(folder: Folder) -> None:
    folder.replace(PICKET, "title:", "titel:").replace(PROTEST, "[35, 36]", "[35]")
    assert new_codes(folder, TODAY) == ["missing-field", "unknown-field"]
