"""What the texts say: figures that a language lost, sentences and answers that are too long, tenge by hand."""

import re
from collections.abc import Iterator
from typing import Final

from bot.check.codes import (
    ANSWER_FIGURE_DIFFERS,
    FIGURE_DIFFERS,
    LONG_ANSWER,
    LONG_SENTENCE,
    LOST_FIGURE,
    TENGE_BY_HAND,
)
from bot.check.figures import figures_of, has_figure
from bot.check.passages import PROSE, Part, Passage, passages
from bot.knowledge import LANGUAGES, Problem
from bot.knowledge.files import Files

MAX_WORDS: Final = 30
LONG: Final = 700
TOO_LONG: Final = 900
"""Lengths of answers: from the one on a warning, from the other on an error, so that a moderator's one letter too
many keeps no running bot from taking a correction."""

_COMPARED: Final[frozenset[Part]] = frozenset({"finding", "recommendation", "update", "answer"})
_ABBREVIATED: Final = "".join(rf"(?<!\b{word}\.)" for word in ("No", "ст", "п", "пп", "ч", "г", "см", "Art"))
_SENTENCE_END: Final = re.compile(
    r"(?<=[.!?…])[\"»”)]*\s+(?=[«“\"(—]*[A-ZА-ЯЁӘҒҚҢӨҰҮҺІ])" + rf"|(?<=[.!?…]){_ABBREVIATED}[\"»”)]*\s+(?=\d)"
)
_WORD: Final = re.compile(r"[^\W_]+(?:[-'’.][^\W_]+)*")
_TENGE: Final = re.compile(
    r"\d[\d\s.,]*(?:(?:мың|тыс\.?|тысяч\w*|thousand|миллион\w*|млн\.?|million|mln)\s+)?(?:теңге\w*|тенге|tenge|₸|KZT)"
    r"|₸\s*\d[\d\s.,]*\d",
    re.IGNORECASE,
)


def lost_figures(files: Files) -> Iterator[Problem]:
    """Figures that the report's paragraph names and a language of the finding does not have."""
    for topic in files.topics:
        for index, finding in enumerate(topic.value.findings):
            for number, noted in enumerate(finding.figures):
                parts = figures_of(noted)
                lost = [
                    language
                    for language in LANGUAGES
                    if not all(has_figure(part, finding.text[language], language) for part in parts)
                ]
                if lost:
                    place = topic.source.place(("findings", index, "figures", number))
                    message = f"paragraph {finding.paragraph}: '{noted}' is missing in {', '.join(lost)}"
                    yield LOST_FIGURE.at(place, message)


def differing_figures(files: Files) -> Iterator[Problem]:
    """Figures that one language of a text has and another has not."""
    for passage in passages(files):
        if passage.part in _COMPARED:
            yield from _differing(passage)


def _differing(passage: Passage) -> Iterator[Problem]:
    code = ANSWER_FIGURE_DIFFERS if passage.part == "answer" else FIGURE_DIFFERS
    figures = {language: figures_of(passage.text[language], language) for language in LANGUAGES}
    seen: set[str] = set()
    for language, its_figures in figures.items():
        for figure, written in its_figures.items():
            lost = [
                other
                for other in LANGUAGES
                if figure not in figures[other] and not has_figure(figure, passage.text[other], other)
            ]
            if lost and figure not in seen:
                seen.add(figure)
                message = f"{passage.owner}: '{written}' stands in {language}, but not in {', '.join(lost)}"
                yield code.at(passage.place(language, written), message)


def long_sentences(files: Files) -> Iterator[Problem]:
    """Sentences that nobody can follow on a small screen."""
    for passage in passages(files):
        if passage.part not in PROSE:
            continue
        for language in LANGUAGES:
            for sentence in sentences(passage.text[language]):
                count = len(_WORD.findall(sentence))
                if count > MAX_WORDS:
                    begin = " ".join(sentence.split()[:3])
                    place = passage.place(language, begin)
                    message = f"the sentence '{begin} …' has {count} words, more than {MAX_WORDS}"
                    yield LONG_SENTENCE.at(place, message)


def long_answers(files: Files) -> Iterator[Problem]:
    """Answers that are longer than a frightened person reads."""
    for passage in passages(files):
        for language in LANGUAGES:
            length = len(passage.text[language])
            if passage.part == "answer" and length > LONG:
                limit = TOO_LONG if length > TOO_LONG else LONG
                message = f"the answer has {length} characters in {language}, more than {limit}"
                yield LONG_ANSWER.at(passage.place(language), message, "error" if limit == TOO_LONG else "warning")


def tenge_by_hand(files: Files) -> Iterator[Problem]:
    """Amounts in tenge that will be wrong next year; the updates that tell the index itself may have them."""
    allowed = {index.update for index in files.amounts.value.mci}
    for passage in passages(files):
        if passage.part == "update" and passage.owner in allowed:
            continue
        for language in LANGUAGES:
            for match in _TENGE.finditer(passage.text[language]):
                message = f"'{match[0]}' is written by hand; write the amount in MCI, and the card adds the tenge"
                yield TENGE_BY_HAND.at(passage.place(language, match[0].split()[0]), message)


def sentences(text: str) -> list[str]:
    """The sentences of a text."""
    return [sentence for line in text.splitlines() for sentence in _SENTENCE_END.split(line) if sentence.strip()]
