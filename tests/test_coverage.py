"""`quqyq coverage`: what there is on each topic, and how old it is."""

import io
from datetime import date

from rich.console import Console

from bot.library import Library
from bot.moderating.coverage import HEADINGS, Coverage, aligned, coverage, drawn
from tests.support.base import TODAY, Folder, real_library
from tests.support.command import command

ASSEMBLY = Coverage(
    "assembly",
    reached=2,
    paragraphs=2,
    questions=2,
    phrasings=(2 + 1 + 2, 2 + 1 + 1 + 2, 2 + 1 + 1 + 2),
    updates=2,
    oldest_check_in_days=16,
)


def test_one_row_a_topic_and_one_for_all(library: Library) -> None:
    rows = coverage(library.base, TODAY)
    assert [row.topic for row in rows] == ["assembly", "liberty", "religion", "all"]
    assert rows[0] == ASSEMBLY


def test_the_row_for_all_adds_up(library: Library) -> None:
    *topics, everything = coverage(library.base, TODAY)
    assert everything.questions == len(library.base.questions)
    assert everything.paragraphs == len(library.base.findings)
    assert everything.phrasings == tuple(sum(row.phrasings[index] for row in topics) for index in range(3))
    assert everything.updates == 3
    assert everything.oldest_check_in_days == max(row.oldest_check_in_days or 0 for row in topics)


def test_a_paragraph_that_no_question_reaches_is_seen(folder: Folder) -> None:
    folder.replace("topics/assembly/questions/protest-without-permission.yaml", "[35, 36]", "[35]")
    assert coverage(folder.load(), TODAY)[0].cells[1] == "1/2"


def test_a_paragraph_may_be_reached_from_another_topic(folder: Folder) -> None:
    folder.replace("topics/assembly/questions/protest-without-permission.yaml", "[35, 36]", "[35]")
    folder.replace("topics/religion/questions/pray-at-home.yaml", "paragraphs: [39]", "paragraphs: [39, 36]")
    assert coverage(folder.load(), TODAY)[0].cells[1] == "2/2"


def test_the_oldest_check_counts_and_a_month_counts_from_its_first_day(folder: Folder) -> None:
    folder.replace("topics/assembly/topic.yaml", "checked: '2026-06-29'", "checked: '2025-07'")
    assert coverage(folder.load(), date(2026, 7, 1))[0].oldest_check_in_days == 365


def test_a_topic_without_updates_has_no_age(library: Library) -> None:
    religion = coverage(library.base, TODAY)[2]
    assert (religion.updates, religion.oldest_check_in_days, religion.cells[-1]) == (0, None, "–")


def test_columns_are_aligned(library: Library) -> None:
    lines = list(aligned(coverage(library.base, TODAY)))
    assert lines[0].split() == " ".join(HEADINGS).split()
    assert len({len(line) for line in lines}) == 1
    assert lines[1].split() == list(ASSEMBLY.cells)


def test_a_terminal_gets_a_table(library: Library) -> None:
    output = io.StringIO()
    Console(file=output, width=120, force_terminal=True, no_color=True).print(drawn(coverage(library.base, TODAY)))
    assert all(row.topic in output.getvalue() for row in coverage(library.base, TODAY))


def test_the_command_prints_the_table(folder: Folder) -> None:
    ran = command(folder, "coverage")
    assert (ran.code, ran.err) == (0, "")
    assert [line.split()[0] for line in ran.out.splitlines()] == ["topic", "assembly", "liberty", "religion", "all"]


def test_questions_reach_every_paragraph_of_the_report() -> None:
    everything = coverage(real_library().base, TODAY)[-1]
    assert everything.cells[1] == "56/56"
