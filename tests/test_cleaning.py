"""What is taken out of a question before its author sees what would be sent."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.listening import STRUCK, clean, says_something, strike
from bot.listening.cleaning import MAX_LENGTH

X = STRUCK


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        # telephone numbers
        ("позвоните мне +7 701 123 45 67 сегодня", f"позвоните мне {X} сегодня"),
        ("мой номер 8(701)123-45-67", f"мой номер {X}"),
        ("нөмірім 87011234567, хабарласыңыз", f"нөмірім {X} , хабарласыңыз"),
        ("call 8.701.123.45.67 now", f"call {X} now"),
        ("call 701–123–45–67", f"call {X}"),
        ("номер восемь 7 0 1 1 2 3 4 5 6 7", f"номер восемь {X}"),
        ("telephone 70\u200b1123\u200b4567", f"telephone {X}"),
        ("нөмір ٠١٢٣٤٥٦٧٨", f"нөмір {X}"),
        ("8 (727) 250-11-22 же +7(701)1234567", f"{X} же {X}"),
        ("+7\u00a0701\u2011123\u201145\u201167 вот", f"{X} вот"),
        ("8*701*123*45*67; 8|701|123|45|67", X),
        ("8_701_123_45_67, 8[701]1234567, 8•701•1234567", X),
        (
            "номер 8\ufe0f\u20e37\ufe0f\u20e30\ufe0f\u20e31\ufe0f\u20e31\ufe0f\u20e32\ufe0f\u20e33\ufe0f\u20e3",
            f"номер {X}",
        ),
        ("номер ①②③④⑤⑥⑦ и ⁸⁷⁰¹¹²³ и ８７０１１２３", f"номер {X} и {X} и {X}"),
        # identity numbers and other long numbers
        ("ЖСН 900101300123 бойынша қарай ма", f"ЖСН {X} бойынша қарай ма"),
        ("мой ИИН 900101 300123", f"мой ИИН {X}"),
        ("BIN 123-456-789-012 of the firm", f"BIN {X} of the firm"),
        ("паспорт N12345678", f"паспорт {X}"),
        ("карта 4400 4300 1234 5678", f"карта {X}"),
        ("счёт KZ86125KZT5004100100 закрыли", f"счёт {X} закрыли"),
        ("дело № 7512/24-00-3а/123456", f"дело № {X}"),
        ("счёт KZ86 125K ZT50 0410 0100 закрыли", f"счёт {X} закрыли"),
        ("машина 777 AAA 02 уехала", f"машина {X} уехала"),
        ("көлік 123ABC01", f"көлік {X}"),
        ("родился 25.05.1990", f"родился {X}"),
        # addresses on the net
        ("пишите на ivan.petrov@mail.ru или так", f"пишите на {X} или так"),
        ("e-mail: ivan (at) mail.ru", f"e-mail: {X}"),
        ("ivan @ mail . ru, ivan собака mail точка ru", X),
        ("ivan [at] mail [dot] ru", X),
        ("инстаграм: aigul_s", f"инстаграм: {X}"),
        ("я @ ivan", f"я {X}"),
        ("поштам aigul_s@example.com.kz", f"поштам {X}"),
        ("смотрите https://t.me/ivan?start=1 и www.site.org/a", f"смотрите {X} и {X}"),
        ("сілтеме t.me/aigul қараңыз", f"сілтеме {X} қараңыз"),
        ("see facebook.com/ivan.petrov please", f"see {X} please"),
        ("сайт бюро.қаз ашылмайды", f"сайт {X} ашылмайды"),
        ("open example.photos/ivan", f"open {X}"),
        ("я @ivan_petrov из Алматы", f"я {X} из Алматы"),
        ("мен @айгүл", f"мен {X}"),
        # what stays
        ("можно ли на площади с 9:00 до 20:00, штраф 30 МРП в 2026 году?",) * 2,
        ("20 адам 15 тәулікке қамалды, 488-бап",) * 2,
        ("article 155 of the law of 2020, fine 1500 tenge",) * 2,
        ("ст. 155 п. 3, № 333-VI, 129 750 тенге, с 9:00-20:00",) * 2,
        ("I was at work. Can they fire me",) * 2,
        ("Меня зовут Иван, ул. Абая 5",) * 2,  # a name and an address are their author's to strike
        ("сроки.Можно ли", "сроки.Можно ли"),
        ("  several\n\n lines \t here ", "several lines here"),
        ("", ""),
    ],
)
def test_what_is_taken_out_and_what_stays(text: str, cleaned: str) -> None:
    assert clean(text) == cleaned


def test_no_figure_of_a_long_number_is_left_whatever_stands_between() -> None:
    for between in (" ", "-", ".", ")", " - ", "\u00a0", "\u2009", ". ", "_", "/"):
        number = between.join("8701123456")
        assert clean(f"мой номер {number} вот") == f"мой номер {X} вот", repr(between)


def test_invisible_signs_do_not_come_through() -> None:
    assert clean("a\u202eb\u2066c\ufeffd\u0000e") == "abcde"


@given(st.text(st.characters(codec="utf-8")))
def test_cleaning_again_changes_nothing_and_one_line_is_left(text: str) -> None:
    cleaned = clean(text)
    assert clean(cleaned) == cleaned
    assert "\n" not in cleaned
    assert len(cleaned) <= MAX_LENGTH


@given(st.text("0123456789 -+()@.:/ab", max_size=80))
def test_no_row_of_seven_figures_comes_through(text: str) -> None:
    assert "@a" not in clean(text)
    run = longest = 0
    for char in clean(text).replace(X, "#"):
        run = run + 1 if char.isdigit() else 0 if char in "#ab@:" else run
        longest = max(longest, run)
    assert longest < 7


@given(st.text(min_size=1), st.integers(-3, 50))
def test_striking_keeps_the_number_of_words(text: str, index: int) -> None:
    struck = strike(text, index)
    assert len(struck.split()) == len(text.split())
    if 0 <= index < len(text.split()):
        assert struck.split()[index] == X
    else:
        assert struck == " ".join(text.split())


@pytest.mark.parametrize(("text", "says"), [("", False), (X, False), (f"{X} , ?", False), ("а", False), ("да", True)])
def test_whether_anything_is_left(text: str, says: bool) -> None:
    assert says_something(text) == says


def test_a_long_text_of_the_worst_kind_is_cleaned_at_once() -> None:
    for piece in ("1 ", "a.", "a@", "a-", "1/", ".", "@", "a(at)", "://", "1a"):
        assert len(clean(piece * 2_000)) <= MAX_LENGTH
