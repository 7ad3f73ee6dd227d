"""The suffix step for Kazakh, by its table of examples: a root, and the forms in which people type it."""

import pytest

from bot.search.kazakh import SHORTEST, without_suffixes
from bot.search.steps import analyse, fold_letters

EXAMPLES = {
    "митинг": "митингке митингіге митингтен митингтер митингтерге митингіміз митингідегі",
    "жиналыс": "жиналысқа жиналыста жиналыстан жиналыстар жиналыстарға жиналысымыз жиналыстағы",
    "сот": "сотқа соттың сотта соттан сотпен соттар соттарға соты сотымыз соттағы",
    "заң": "заңға заңды заңның заңда заңнан заңмен заңдар заңдарға заңы заңымыз заңдағы заңдарымызды",
    "бала": "баланы баланың баламыз баласы баласын баласына балалар балалардың балаларымыз",
    "құқық": "құқықты құқықтар құқықтары құқықтарым құқықтарымызды құқығы құқығым құқығымыз құқығына",
    "кітап": "кітапты кітаптар кітабы кітабым кітабымыз кітаптарыңыз",
    "айыппұл": "айыппұлға айыппұлды айыппұлдың айыппұлдар айыппұлы айыппұлымыз",
    "әкімдік": "әкімдікке әкімдікте әкімдіктің әкімдіктен әкімдігі",
    "ұйым": "ұйымға ұйымда ұйымның ұйымдар ұйымдардың ұйымдағы",
    "мешіт": "мешітке мешітте мешіттің мешіттен мешіттегі мешіттер мешіттерге мешіті",
    "азамат": "азаматтар азаматтардың азаматпын азаматсыз азаматпыз азаматымыз азаматтарға",
    "мектеп": "мектепке мектепте мектептен мектептегі мектептер мектебі мектебіміз",
    "жұмыс": "жұмысқа жұмыста жұмыстан жұмыстағы жұмысы жұмысым жұмысыңыз",
    "қыз": "қызға қызды қызым қызымды қызымыз қыздар қыздарға қызының",
}

LEFT_AS_THEY_ARE = (
    ("үйге", "two letters would be left"),
    ("адвокатты", "a loan, by its letter в"),
    ("полицейлерге", "a loan, by its letter ц"),
    ("қатысқан", "a verb"),
    ("бара ма", "more than a word"),
    ("закона", "a Russian word"),
    ("забастовка", "a Russian word, by its letter в"),
    ("права", "a Russian word, by its letter в"),
    ("15", "a figure"),
    ("detention", "Latin letters"),
)

CUT_TOO_SHORT = (("мұғалім", "мугал"), ("законы", "зако"), ("бумага", "бума"))
"""What looks like an ending and is none; the letters that words share bridge it."""


@pytest.mark.parametrize(
    ("root", "form"), [(root, form) for root, forms in EXAMPLES.items() for form in forms.split()]
)
def test_a_form_has_the_root(root: str, form: str) -> None:
    assert without_suffixes(fold_letters(form)) == fold_letters(root)


@pytest.mark.parametrize("root", EXAMPLES)
def test_a_root_stays_and_is_found_in_its_forms(root: str) -> None:
    assert without_suffixes(fold_letters(root)) == fold_letters(root)
    assert {analyse(form).stems for form in EXAMPLES[root].split()} == {analyse(root).stems}


@pytest.mark.parametrize(("word", "why"), LEFT_AS_THEY_ARE)
def test_a_word_is_left_as_it_is(word: str, why: str) -> None:
    assert without_suffixes(fold_letters(word)) == fold_letters(word), why


@pytest.mark.parametrize(("word", "left"), CUT_TOO_SHORT)
def test_what_it_costs(word: str, left: str) -> None:
    assert without_suffixes(fold_letters(word)) == left


def test_a_root_is_never_shorter_than_it_may_be() -> None:
    for forms in EXAMPLES.values():
        for form in forms.split():
            assert len(without_suffixes(fold_letters(form))) >= SHORTEST
