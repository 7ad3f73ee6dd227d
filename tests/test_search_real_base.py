"""Every phrasing of the base in this repository against all the others."""

import multiprocessing
from collections import defaultdict
from concurrent.futures import ProcessPoolExecutor

import pytest
from rapidfuzz import fuzz, process

from bot.knowledge import Ref, load_base
from bot.search import Answer, Document, Search, documents
from bot.search.steps import analyse
from tests.support.base import REAL_BASE, real_library

FOLDS = 5
EVERY = 40
"""Of the phrasings, one in so many is asked; all of them take minutes."""

ALIKE = 88.0
"""Phrasings of two entries that are more alike than this (rapidfuzz ratio) are always asked."""

ENTRY_FLOOR = 0.33
TOPIC_FLOOR = 0.64


def of_entries() -> list[Document]:
    """The phrasings that ask for an entry."""
    return [document for document in documents(real_library().base) if isinstance(document.target, Ref)]


def normal(document: Document) -> str:
    """A phrasing as search sees it, whatever the order of its words."""
    return " ".join(sorted(analyse(document.text).words))


def wrongly_answered(asked: list[Document]) -> list[tuple[str, object]]:
    search = real_library().search
    wrong: list[tuple[str, object]] = []
    for document in asked:
        decision = search.decide(document.text, document.language)
        if not isinstance(decision, Answer) or decision.candidate.ref != document.target:
            wrong.append((document.text, document.target))
    return wrong


def test_no_two_entries_have_the_same_phrasing() -> None:
    owners: dict[tuple[str, str], set[object]] = defaultdict(set)
    for document in documents(real_library().base):
        if words := analyse(document.text).words:
            owners[document.language, " ".join(words)].add(document.target)
    assert {phrasing: targets for phrasing, targets in owners.items() if len(targets) > 1} == {}


def test_a_phrasing_is_answered_with_its_own_entry() -> None:
    assert wrongly_answered(of_entries()[::EVERY]) == []


def test_phrasings_that_are_nearly_those_of_another_entry_are_answered_with_their_own() -> None:
    by_length: dict[int, list[tuple[str, Document]]] = defaultdict(list)
    for document in of_entries():
        by_length[len(normal(document)) // 8].append((normal(document), document))
    close: list[Document] = []
    for length, group in by_length.items():
        rivals = group + by_length.get(length + 1, [])
        choices = [text for text, _ in rivals]
        for text, document in group:
            found = process.extract(text, choices, scorer=fuzz.ratio, score_cutoff=ALIKE, limit=None)
            others = [rivals[index][1] for _, _, index in found if rivals[index][1].target != document.target]
            close += [document, *others] if others else []
    assert wrongly_answered(list(dict.fromkeys(close))) == []


def ask_fold(fold: int) -> tuple[int, int, int]:
    """Ask phrasings of one fold of an index without that fold: how many, own entry first, own topic first."""
    base = load_base(REAL_BASE)
    everything = list(documents(base))
    search = Search(base, indexed=[each for number, each in enumerate(everything) if number % FOLDS != fold])
    held_out = [each for each in everything[fold::FOLDS] if isinstance(each.target, Ref)][:: EVERY // 2]
    entry = topic = 0
    for document in held_out:
        assert isinstance(document.target, Ref)
        candidates = search.explain(document.text, document.language).candidates
        if candidates:
            entry += candidates[0].ref == document.target
            topic += base.topic_of(candidates[0].ref) == base.topic_of(document.target)
    return len(held_out), entry, topic


def test_a_phrasing_that_is_left_out_still_finds_its_entry_and_topic(capsys: pytest.CaptureFixture[str]) -> None:
    with ProcessPoolExecutor(max_workers=2, mp_context=multiprocessing.get_context("spawn")) as pool:
        asked, entry, topic = (sum(column) for column in zip(*pool.map(ask_fold, range(FOLDS)), strict=True))
    with capsys.disabled():
        print(f"\nleft out: {asked} asked, own entry first {entry / asked:.0%}, own topic first {topic / asked:.0%}")  # noqa: T201
    assert entry / asked >= ENTRY_FLOOR
    assert topic / asked >= TOPIC_FLOOR
