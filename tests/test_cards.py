"""Each kind of card, in each language: its parts in their order, and nothing that is needed left out."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from bot.cards import Card, CardMaker, Share, ShowEntry, ShowTopics, html_pages, plain_text
from bot.cards.build import QUESTIONS_ON_A_PAGE
from bot.knowledge import LANGUAGES, Language, Ref
from bot.library import Library
from bot.locale import LANGUAGE_NAMES
from tests.support.base import Folder, small_library, voices

PROTEST = Ref("question", "protest-without-permission")
PICKET = Ref("question", "one-person-picket")
DETAINED = Ref("question", "just-detained")
PRAY = Ref("question", "pray-at-home")

FOUND = "What the report found in %(year)s"
RECOMMENDED = "What the report recommended in %(year)s"
SOURCE = "Source: %(report)s. This is information, not legal advice."

every_language = pytest.mark.parametrize("language", LANGUAGES)


def sayer(language: Language) -> Callable[..., str]:
    """Says messages in a language; `year` is the report's where a message has one."""

    def say(message: str, **values: object) -> str:
        if "%(year)s" in message:
            values = {"year": 2009, **values}
        return voices()[language].say(message, **values)

    return say


def text_of(ref: Ref, language: Language, library: Library | None = None) -> str:
    return plain_text((library or small_library()).cards.card(ref, language))


def assert_in_order(text: str, parts: list[str]) -> None:
    at = 0
    for part in parts:
        assert part in text[at:], f"{part!r} is not behind what comes before it in:\n{text}"
        at = text.index(part, at) + len(part)


def labels(card: Card) -> list[list[str]]:
    return [[button.label for button in row] for row in card.rows]


@every_language
def test_the_first_lines_of_a_question_are_its_title_and_its_answer(library: Library, language: Language) -> None:
    for question in library.base.questions:
        title, answer, *_ = text_of(Ref("question", question.id), language).split("\n\n")
        assert title == question.title[language]
        assert answer.split(". ")[0] == question.answer[language].split(". ")[0]


@every_language
def test_a_question_has_its_parts_in_order(library: Library, language: Language) -> None:
    base, say = library.base, sayer(language)
    text = text_of(PROTEST, language)
    assert_in_order(
        text,
        [
            base.question(PROTEST.id).title[language],
            base.question(PROTEST.id).answer[language][:30],
            say("Where to turn"),
            base.contacts["contact-kibhr"].name[language],
            "https://bureau.kz/",
            base.contacts["contact-legal-aid"].name[language],
            "119",
            say("(from an older page: check that it is still right)"),
            say("What applies today (checked on %(date)s)", date="").partition("  ")[0][:12],
            base.update("assembly-notice-days").law[language],
            "https://adilet.zan.kz/rus/docs/Z2000000333",
            base.update("assembly-notice-days").text[language][:30],
            say(FOUND),
            "§ 35. " + base.findings[35].text[language],
            "§ 36. " + base.findings[36].text[language],
            say(RECOMMENDED),
            base.recommendation("assembly-by-standards").text[language],
            say("Partly done (as of %(year)s).", year=2020),
            say(SOURCE, report=base.report.title[language]),
        ],
    )


@every_language
def test_a_recommendation_has_its_parts_in_order(library: Library, language: Language) -> None:
    base, say = library.base, sayer(language)
    recommendation = base.recommendation("assembly-by-standards")
    assert_in_order(
        text_of(Ref("recommendation", recommendation.id), language),
        [
            recommendation.title[language],
            say(RECOMMENDED),
            recommendation.text[language],
            say("What became of it"),
            say("Partly done (as of %(year)s).", year=2020),
            base.update("assembly-notice-days").text[language][:30],
            say(FOUND),
            "§ 35. ",
            say(SOURCE, report=base.report.title[language]),
        ],
    )


@every_language
def test_a_recommendation_nobody_followed_up_says_so(language: Language) -> None:
    text = text_of(Ref("recommendation", "revise-religion-law"), language)
    assert sayer(language)("What became of it was not checked.") in text


@every_language
def test_an_update_has_its_parts_in_order(library: Library, language: Language) -> None:
    base, say = library.base, sayer(language)
    update = base.update("assembly-mci-2026")
    assert_in_order(
        text_of(Ref("update", update.id), language),
        [
            base.topic("assembly").title[language],
            "2026",
            update.law[language],
            update.source.url,
            update.text[language],
            say(FOUND),
            "§ 36. ",
            say(SOURCE, report=base.report.title[language]),
        ],
    )


@every_language
def test_a_topic_has_its_parts_in_order(library: Library, language: Language) -> None:
    base, say = library.base, sayer(language)
    topic = base.topic("assembly")
    numbers = voices()[language].say_number("%(number)s question", "%(number)s questions", 2)
    assert_in_order(
        text_of(Ref("topic", "assembly"), language),
        [
            topic.title[language],
            numbers,
            say("What people ask"),
            base.question(PROTEST.id).title[language],
            base.question(PICKET.id).title[language],
            say("What has changed since %(year)s"),
            base.update("assembly-notice-days").law[language],
            base.update("assembly-mci-2026").law[language],
            say(FOUND),
            "§ 35. ",
            say(SOURCE, report=base.report.title[language]),
        ],
    )


def test_amounts_say_their_tenge_in_the_running_year() -> None:
    for ref in (PROTEST, Ref("update", "assembly-notice-days"), Ref("recommendation", "assembly-by-standards")):
        assert "30 MCI (129,750 tenge in 2026)" in text_of(ref, "en")


@every_language
@pytest.mark.parametrize("year", [2025, 2027])
def test_tenge_are_left_out_in_another_year(language: Language, year: int) -> None:
    text = text_of(PROTEST, language, small_library(date(year, 1, 1)))
    assert "129" not in text
    assert small_library().base.question(PROTEST.id).answer[language] in text


@every_language
def test_a_doubt_is_shown_with_its_finding(library: Library, language: Language) -> None:
    finding = library.base.findings[39]
    assert finding.doubt is not None
    doubt = sayer(language)("Doubtful: %(doubt)s", doubt=finding.doubt[language])
    for ref in (PRAY, Ref("topic", "religion"), Ref("recommendation", "revise-religion-law")):
        assert_in_order(text_of(ref, language), [finding.text[language], doubt])


@every_language
def test_an_update_of_medium_confidence_says_so_and_no_other(language: Language) -> None:
    unconfirmed = sayer(language)("Not confirmed by an official text.")
    for ref in (DETAINED, Ref("update", "liberty-hours")):
        assert unconfirmed in text_of(ref, language)
    assert unconfirmed not in text_of(PROTEST, language)


@every_language
def test_an_update_that_can_lapse_says_until_when(language: Language) -> None:
    until = sayer(language)("Valid until %(date)s.", date="|").split("|")[0]
    for ref in (PROTEST, Ref("update", "assembly-mci-2026")):
        assert_in_order(text_of(ref, language), [until, "2026"])
    assert until not in text_of(PICKET, language)


@every_language
def test_a_question_with_no_update_says_that_nothing_newer_was_checked(language: Language) -> None:
    nothing = sayer(language)("Nothing newer than the report of %(year)s was checked on this.")
    assert nothing in text_of(PRAY, language)
    assert nothing not in text_of(PROTEST, language)


def test_what_applies_today_says_the_oldest_date_of_a_check() -> None:
    assert "What applies today (checked on 29 June 2026)" in text_of(PROTEST, "en")
    assert "What applies today (checked on 30 June 2026)" in text_of(PICKET, "en")


@every_language
def test_an_entry_can_be_turned_into_the_other_languages_and_leads_to_its_topic(
    library: Library, language: Language
) -> None:
    for ref in library.base.entries:
        card = library.cards.card(ref, language)
        (*others, share), back = card.rows[-2:]
        assert share.action == Share(ref, language)
        assert [button.action for button in others] == [
            ShowEntry(ref, other) for other in LANGUAGES if other != language
        ]
        assert [button.label for button in others] == [
            LANGUAGE_NAMES[other] for other in LANGUAGES if other != language
        ]
        topic = library.base.topic_of(ref)
        if ref.kind == "topic":
            assert [button.action for button in back] == [ShowTopics(language)]
        else:
            assert [button.action for button in back] == [ShowEntry(Ref("topic", topic.id), language)]
            assert back[0].label == f"‹ {topic.title[language]}"


@every_language
def test_a_topic_lists_its_questions_and_then_its_recommendations(library: Library, language: Language) -> None:
    card = library.cards.card(Ref("topic", "assembly"), language)
    questions, recommendations = card.lists
    assert [row[0].action for row in questions] == [ShowEntry(PROTEST, language), ShowEntry(PICKET, language)]
    assert [row[0].action for row in recommendations] == [
        ShowEntry(Ref("recommendation", "assembly-by-standards"), language)
    ]
    assert card.rows[0][0].action == ShowEntry(Ref("topic", "assembly"), language, page=1)


def test_many_questions_are_listed_in_pages(folder: Folder) -> None:
    picket = folder.read("topics/assembly/questions/one-person-picket.yaml")
    for number in range(2 * QUESTIONS_ON_A_PAGE - 1):
        folder.write(f"topics/assembly/questions/more-{number:02}.yaml", picket)
    card = folder.library().cards.card(Ref("topic", "assembly"), "ru")
    assert [len(page) for page in card.lists] == [QUESTIONS_ON_A_PAGE, QUESTIONS_ON_A_PAGE, 1, 1]
    assert card.rows[0][0].action == ShowEntry(Ref("topic", "assembly"), "ru", page=3)


def test_an_update_that_rests_on_no_paragraph_has_no_empty_heading(folder: Folder) -> None:
    folder.replace("topics/liberty/topic.yaml", "paragraphs: [23]", "paragraphs: []")
    text = text_of(Ref("update", "liberty-hours"), "en", folder.library())
    assert sayer("en")(FOUND) not in text


def test_an_entry_that_is_not_there_is_an_error(library: Library) -> None:
    with pytest.raises(KeyError):
        library.cards.card(Ref("question", "nothing"), "en")


@every_language
def test_a_finding_has_its_notes_and_says_which_our_copy_does_not_have(language: Language) -> None:
    say = sayer(language)
    note = next(note for note in small_library().base.notes if note.number == 1)
    assert note.text is not None
    text = text_of(Ref("topic", "assembly"), language)
    assert_in_order(
        text,
        [
            say("Note %(number)s: %(text)s", number=1, text=note.text[language]),
            say("Note %(number)s: missing from our copy of the report.", number=9),
        ],
    )


def test_a_card_is_kept_as_drawn_until_the_next_day(library: Library) -> None:
    day = date(2026, 12, 31)
    maker = CardMaker(library.base, voices(), lambda: day)
    card = maker.card(PROTEST, "en")
    assert maker.card(PROTEST, "en") is card
    assert maker.card(PROTEST, "kk").language == "kk"
    assert html_pages(card) == html_pages(replace(card, drawn=None))
    assert "tenge in 2026" in plain_text(card)
    day = date(2099, 1, 1)
    assert plain_text(maker.card(PROTEST, "en")) != plain_text(card)
