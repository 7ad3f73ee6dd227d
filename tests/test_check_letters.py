"""Letters and languages that are not where they belong."""

import pytest

from bot.check.language import other_language
from bot.knowledge import Language
from tests.support.base import Folder
from tests.support.checked import new_codes, the

PICKET = "topics/assembly/questions/one-person-picket.yaml"


@pytest.mark.parametrize(
    ("old", "new", "letter"),
    [
        ("Можно ли выйти", "Можно ли выйти нa", "'a', is Latin; type the Cyrillic 'а'"),
        ("Иә, бірақ", "Иә, бiрақ", "'i', is Latin; type the Cyrillic 'і'"),
        ("Can one", "Cаn one", "'а', is Cyrillic; type the Latin 'a'"),
        ("законно ли", "закoнно ли", "'o', is Latin; type the Cyrillic 'о'"),
        ("stand alone", "stand alonе", "'е', is Cyrillic; type the Latin 'e'"),
    ],
)
def test_a_letter_of_the_other_alphabet(folder: Folder, old: str, new: str, letter: str) -> None:
    folder.replace(PICKET, old, new)
    assert new_codes(folder) == ["mixed-letters"]
    problem = the(folder, "mixed-letters")
    word = problem.message.split("'")[1]
    assert (problem.place.line, problem.place.column) == folder.place(PICKET, word)
    assert letter in problem.message


def test_the_word_is_found_in_a_folded_text(folder: Folder) -> None:
    name = "topics/liberty/questions/just-detained.yaml"
    folder.replace(name, "2. Требуйте защитника", "2. Требуйте\n    и ждите зaщитника")
    problem = the(folder, "mixed-letters")
    assert (problem.place.line, problem.place.column) == folder.place(name, "зaщитника")


def test_words_of_two_alphabets_side_by_side_are_fine(folder: Folder) -> None:
    folder.replace(PICKET, "Да, но уведомление", "Да (QR-код, № 122-V), но уведомление")
    assert "mixed-letters" not in new_codes(folder)


@pytest.mark.parametrize(
    ("sentence", "language", "other"),
    [
        ("Можно ли выйти на пикет?", "kk", "ru"),
        ("По докладу 2009 года, насилие в семье остаётся проблемой.", "kk", "ru"),
        ("Үйде бірге намаз оқуға бола ма?", "ru", "kk"),
        ("Егер адвокат керек болса", "ru", "kk"),
        ("May we pray together at home?", "ru", "en"),
        ("Меня только что задержали.", "en", "ru"),
        ("Әділет министрлігі бұл туралы жауап берді", "en", "kk"),
        ("Депутатпен кездесу, петиция, флешмоб", "kk", None),
        ("защитное предписание қалай алынады", "kk", None),
        ("что делает Әділет министрлігі", "ru", None),
        ("habeas corpus рекомендации для казахстана", "ru", None),
        ("What is «Adal Azamat» and is it legal", "en", None),
        ("никаб киюге бола ма", "kk", None),
    ],
)
def test_the_language_of_a_sentence(sentence: str, language: Language, other: Language | None) -> None:
    assert other_language(sentence, language) == other


def test_russian_in_the_kazakh_field(folder: Folder) -> None:
    folder.replace(PICKET, "Бір адам пикетке шыға ала ма?", "Можно ли выйти на пикет одному?")
    problem = the(folder, "wrong-language")
    assert (problem.place.line, problem.place.column) == folder.place(PICKET, "Можно")
    assert "Русский" in problem.message


def test_one_russian_sentence_inside_a_kazakh_text(folder: Folder) -> None:
    folder.replace(PICKET, "Әкімдікке 5 жұмыс күні бұрын жазыңыз.", "Напишите в акимат за 5 рабочих дней до него.")
    problem = the(folder, "wrong-language")
    assert (problem.place.line, problem.place.column) == folder.place(PICKET, "Напишите")


def test_kazakh_in_the_russian_field_and_in_a_phrasing(folder: Folder) -> None:
    folder.replace(PICKET, "Можно ли выйти на одиночный пикет?", "Бір адам пикетке шыға ала ма?")
    folder.replace(PICKET, "[одиночный пикет", "[бір адам плакатпен тұра ала ма, одиночный пикет")
    assert new_codes(folder) == ["wrong-language", "wrong-language"]
