"""Lines of a poster: where they end, what stays together, and how words are divided."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.knowledge import LANGUAGES, Language
from bot.posters.hyphens import hyphenator
from bot.posters.laws import each_once, short_names
from bot.posters.lines import balanced, broken
from bot.posters.words import NO_BREAK, chunks


def divided(word: str, language: Language) -> str:
    places = hyphenator(language)(word)
    return "-".join(word[start:end] for start, end in zip((0, *places), (*places, len(word)), strict=True))


def lines(text: str, width: int, language: Language = "ru", *, divide: bool = True) -> tuple[str, ...]:
    return broken(chunks(text, hyphenator(language)), width, len, divide=divide)


@pytest.mark.parametrize(
    ("word", "language", "expected"),
    [
        ("ұйымдастырушы", "kk", "ұйым-дас-ты-рушы"),
        ("бостандық", "kk", "бос-тан-дық"),
        ("Қазақстан", "kk", "Қазақ-стан"),
        ("қауіпсіздік", "kk", "қауіп-сіз-дік"),
        ("мемлекет", "kk", "мем-ле-кет"),
        ("әкімшілік", "kk", "әкім-ші-лік"),
        ("кәмелетке", "kk", "кәме-летке"),
        ("уведомление", "ru", "уве-дом-ле-ние"),
        ("разрешение", "ru", "раз-ре-ше-ние"),
        ("recommendation", "en", "recom-mend-a-tion"),
    ],
)
def test_words_are_divided_as_they_are_spoken(word: str, language: Language, expected: str) -> None:
    assert divided(word, language) == expected


@pytest.mark.parametrize("word", ["закон", "ҚПК", "МВД", "КоАП", "УПКРКшный", "2026", "q_just-detained", ""])
@pytest.mark.parametrize("language", LANGUAGES)
def test_short_words_and_those_with_capitals_inside_stay_whole(word: str, language: Language) -> None:
    assert hyphenator(language)(word) == ()


@pytest.mark.parametrize(
    ("text", "together"),
    [
        ("штраф 30 МРП сразу", "30 МРП"),
        ("срок 10 рабочих дней", "10 рабочих"),
        ("постановление № 61-НҚ суда", "№ 61-НҚ"),
        ("это 129 750 тенге", "129 750 тенге"),
        ("закон от 25 мая", "от 25 мая"),
        ("вышли в суд", "в суд"),
        ("Бұл — жауап", "Бұл —"),
        ("see Article 12 of", "Article 12"),
        ("see § 35 there", "§ 35"),
    ],
)
def test_what_belongs_together_stands_in_one_line(text: str, together: str) -> None:
    kept = together.replace(" ", NO_BREAK)
    assert any(kept in chunk.text for chunk in chunks(text, hyphenator("ru")))


def test_no_hyphen_is_put_into_addresses_numbers_and_what_has_digits() -> None:
    address = "https://t.me/quqyq_bot?start=q_protest-without-permission"
    shown = lines(f"Читайте {address} и 129750тенге", 20)
    assert "".join(shown).replace(" ", "") == f"Читайте{address}и129750тенге"
    assert "?start=q_protest-" in shown[2:]


def test_a_word_is_divided_only_where_the_line_would_be_short() -> None:
    assert lines("пикет собрание уведомление", 18) == ("пикет собрание", "уведомление")
    assert lines("пикет и уведомление", 16) == ("пикет и уведом-", "ление")
    assert lines("пикет и уведомление", 16, divide=False) == ("пикет", "и уведомление")


def test_a_title_has_lines_of_about_one_length() -> None:
    pieces = chunks("Можно ли протестовать без разрешения?", hyphenator("ru"))
    assert balanced(pieces, 30, len) == ("Можно ли протестовать", "без разрешения?")
    assert balanced(pieces, 60, len) == ("Можно ли протестовать без разрешения?",)


letters = st.text("абвгдеёәғқңөұүһіqwerty0189.,;:-—–/()«»№ ", max_size=300)


@given(letters, st.integers(8, 60), st.sampled_from(LANGUAGES), st.booleans())
def test_no_letter_is_lost_and_no_line_is_too_long(text: str, width: int, language: Language, divide: bool) -> None:
    found = lines(text, width, language, divide=divide)
    assert all(len(line) <= width for line in found)
    drawn, wanted = "".join(found).replace(" ", ""), "".join(text.split())
    place = 0
    for letter in drawn:
        if place < len(wanted) and letter == wanted[place]:
            place += 1
        else:
            assert letter == "-"
    assert place == len(wanted)


@pytest.mark.parametrize(
    ("law", "language", "names"),
    [
        ("Law No. 333-VI of 25 May 2020, Articles 10(1) and 12(1)", "en", ("Law No. 333-VI of 25 May 2020",)),
        (
            "Уголовный кодекс от 3 июля 2014 года, статья 131; Уголовно-процессуальный кодекс, часть 2 статьи 32",
            "ru",
            ("Уголовный кодекс от 3 июля 2014 года", "Уголовно-процессуальный кодекс"),
        ),
        ("2014 жылғы 3 шілдедегі Қылмыстық кодекс, 131-бап", "kk", ("2014 жылғы 3 шілдедегі Қылмыстық кодекс",)),
        (
            "БҰҰ Адам құқықтары жөніндегі комитеті, 2025 жылғы маусымдағы диалог",
            "kk",
            ("БҰҰ Адам құқықтары жөніндегі комитеті, 2025 жылғы маусымдағы диалог",),
        ),
        ("например, Закон № 333-VI, пункт 6 статьи 2", "ru", ("Закон № 333-VI",)),
        (
            "Закон № 3 (утратил силу; не действует); Закон № 4",
            "ru",
            ("Закон № 3 (утратил силу; не действует)", "Закон № 4"),
        ),
    ],
)
def test_a_law_is_named_without_its_articles(law: str, language: Language, names: tuple[str, ...]) -> None:
    assert short_names(law, language) == names


def test_each_law_is_named_once() -> None:
    assert each_once(["Law No. 3", "Law No. 4", "law no. 3", "Law No. 4 on courts"]) == (
        "Law No. 3",
        "Law No. 4 on courts",
    )


def test_a_code_with_its_number_and_without_is_one_and_two_laws_of_a_day_are_two() -> None:
    code = "2014 жылғы 4 шілдедегі {}Қылмыстық-процестік кодекс"
    assert each_once([code.format(""), code.format("№ 231-V ")]) == (code.format(""),)
    laws = ("2020 жылғы 25 мамырдағы № 333-VI Заң", "2020 жылғы 25 мамырдағы № 334-VI Заң")
    assert each_once(laws) == laws
