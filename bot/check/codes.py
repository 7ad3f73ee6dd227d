"""Every code that a finding about the base can have: one table, from which the manual is made.

Codes are stable: other programs and people's habits rely on them.
"""

from dataclasses import dataclass
from typing import Final, Literal

from bot.knowledge import Place, Problem

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Code:
    """A kind of finding: what it means, how to mend it, and what it looks like when it is wrong."""

    name: str
    severity: Severity
    explanation: str
    mend: str
    example: str = ""

    def at(self, place: Place, message: str, severity: Severity | None = None) -> Problem:
        """A finding of this kind at a place; `severity` where it is not the usual one of its kind."""
        return Problem(place, self.name, message, severity or self.severity)


LOST_FIGURE: Final = Code(
    "lost-figure",
    "error",
    "The paragraph of the report names a figure (`figures` of a finding), and a language does not have it.",
    "Put the figure into the text of that language. 11,1 and 11.1, 4 325 and 4,325, 19.12.2006 and 19 December 2006"
    " count as the same.",
    "figures: ['11,1', '154']\ntext:\n  kk: Парламентте әйелдер 11,1% (154 депутат).\n"
    "  ru: В парламенте женщин 11,1% (154 депутата).\n  en: Women are 11.1% of Parliament.  # 154 is lost",
)
FIGURE_DIFFERS: Final = Code(
    "figure-differs",
    "error",
    "A finding, a recommendation or an update has a figure in one language and not in another.",
    "Compare the languages with the source and write the same figures in all three. Small ones may be words (two).",
    "text:\n  kk: 5 күн бұрын\n  ru: за 5 дней\n  en: 10 days before",
)
ANSWER_FIGURE_DIFFERS: Final = Code(
    "answer-figure-differs",
    "warning",
    "An answer has a figure in one language and not in another.",
    "Write the same figures in all three languages, unless one has good reason to say it in other words.",
    "answer:\n  kk: …5 жұмыс күні бұрын…\n  ru: …за 5 рабочих дней…\n  en: …some working days before…",
)
MIXED_LETTERS: Final = Code(
    "mixed-letters",
    "error",
    "A word mixes Latin and Cyrillic letters that look alike. People see no difference, search does.",
    "Type the letter that the message names anew, with the keyboard of the word's language.",
    "ru: [запретили cобрание]  # the first letter of the second word is Latin",
)
WRONG_LANGUAGE: Final = Code(
    "wrong-language",
    "error",
    "A sentence or a phrasing is written in another language than that of its field.",
    "Put it under the language in which it is written, and write the field's own.",
    "title:\n  kk: Можно ли протестовать без разрешения?",
)
LONG_SENTENCE: Final = Code(
    "long-sentence",
    "warning",
    "A sentence has more than 30 words; on a small screen nobody finds its end.",
    "Make two sentences of it.",
)
LONG_ANSWER: Final = Code(
    "long-answer",
    "warning",
    "An answer has more than 700 characters; with more than 900 it is an error.",
    "Keep what the person has to know now. What it rests on stands below it anyway: findings, updates, contacts.",
)
TENGE_BY_HAND: Final = Code(
    "tenge-by-hand",
    "error",
    "An amount in tenge is written out. It would be wrong from the next year on.",
    "Write the amount in MCI (АЕК, МРП): the card adds the tenge of the running year from `amounts.yaml`. Only the"
    " updates that `amounts.yaml` names may have tenge.",
    "ru: Штраф — 129 750 тенге.",
)
CARD_TOO_LONG: Final = Code(
    "card-too-long",
    "error",
    "The first page of a card would pass Telegram's limit (4096 characters) before the answer ends, or its short"
    " card, which is sent inline and in groups, has no room in one message.",
    "Shorten the text so that title and answer fit on one page, with the caution if there is one.",
)
LABEL_TOO_LONG: Final = Code(
    "label-too-long",
    "error",
    "The label of a button has more than 64 characters, and a telephone shows only its beginning.",
    "Shorten the title of the entry that the button opens.",
)
TOO_MUCH_MARKUP: Final = Code(
    "too-much-markup",
    "error",
    "A page of a card has more than 100 links and styled runs; Telegram shows only the first 100.",
    "Let the entry rest on fewer updates, or divide it into two.",
)
SAME_PHRASING: Final = Code(
    "same-phrasing",
    "error",
    "Two entries have a phrasing that search cannot tell apart: the same words after its first steps.",
    "Leave it with the entry that answers it better, or make each say what is different.",
    "# in pray-at-home.yaml\nen: [May I pray at home?]\n# in another question\nen: [may i pray at home]",
)
NEAR_PHRASING: Final = Code(
    "near-phrasing",
    "warning",
    "Two entries have phrasings that are nearly the same; which of them wins is chance.",
    "Leave it with the entry that answers it better, or make each say what is different.",
)
FEW_PHRASINGS: Final = Code(
    "few-phrasings",
    "error",
    "A question has fewer than 8 different phrasings in a language, so that people who ask in their own words may"
    " miss it.",
    "Add ways in which people really ask: in a hurry, in a few words, with the words of the street.",
)
REPEATED_PHRASING: Final = Code(
    "repeated-phrasing",
    "warning",
    "An entry has a phrasing twice in one language: search cannot tell the two apart, so they count as one.",
    "Strike one of them, or say it in other words.",
    "en: [May I pray at home?, may i pray at home]",
)
UNREACHED_PARAGRAPH: Final = Code(
    "unreached-paragraph",
    "error",
    "No question rests on this paragraph of the report, so that nobody who asks will see it.",
    "Add its number to `paragraphs` of the question to which it belongs, or write the question.",
)
UNREACHED_RECOMMENDATION: Final = Code(
    "unreached-recommendation",
    "error",
    "No question rests on this recommendation.",
    "Add its id to `recommendations` of the question to which it belongs, or write the question.",
)
UNREACHED_UPDATE: Final = Code(
    "unreached-update",
    "error",
    "No question rests on this update, so that nobody who asks learns what changed.",
    "Add its id to `updates` of the question to which it belongs, or write the question.",
)
OLD_CHECK: Final = Code(
    "old-check",
    "warning",
    "A source was last looked at more than a year ago (`checked`).",
    "Open its page, compare it with the text, mend what changed, and put today's date into `checked`.",
    "checked: '2024-02-01'",
)
EXPIRED: Final = Code(
    "expired",
    "warning",
    "An update applied until a day that is past (`valid_until`).",
    "Find out what applies now and write it, with its source.",
    "valid_until: '2025-12-31'",
)
LOST_LINK: Final = Code(
    "lost-link",
    "error",
    "A link that was published leads nowhere: its entry is gone, and nothing says what took its place.",
    "Bring the entry back, or name what its link opens now in `permalinks.yaml`: under `aliases` if it is the same"
    " thing under another name, under `retired` if another entry replaced it.",
    "aliases:\n  - {old: q_old-name, new: q_new-name}\nretired:\n  - {old: q_law-of-2011, new: q_law-of-today}",
)
UNPUBLISHED_ENTRY: Final = Code(
    "unpublished-entry",
    "error",
    "An entry is not among the published links, so that nothing would notice if its link broke.",
    "Add the line that the message names to `published` in `permalinks.yaml`.",
)
UNLISTED_LINK: Final = Code(
    "unlisted-link",
    "error",
    "A payload that was published at the revision given to `--since` was struck from `permalinks.yaml`.",
    "Put the line back: links must open for ever. If its entry is gone, add an alias.",
)
CHANGED_ALONE: Final = Code(
    "changed-alone",
    "warning",
    "A text changed in one language and not in the others since the revision given to `--since`.",
    "Change the other languages too, unless only the wording of the one was mended.",
)
STOLEN_PHRASING: Final = Code(
    "stolen-phrasing",
    "warning",
    "Asked in these words, and without having learnt them, search would clearly answer with another entry, or take"
    " them for small talk or a neighbouring subject (`--deep`).",
    "Look at both: the phrasing may belong to the other one, or its own entry needs more phrasings of this kind.",
)
SAID_FOR_TWO: Final = Code(
    "said-for-two",
    "error",
    "In `words.yaml` two groups list the same under `said`, so that search cannot know for what it stands.",
    "Leave it in the group that it means in nearly every question; if there is none, strike it from both.",
    "words:\n  - {word: {ru: полиция}, said: {ru: [менты, органы]}}\n"
    "  - {word: {ru: прокуратура}, said: {ru: [органы]}}",
)
CHAINED_WORD: Final = Code(
    "chained-word",
    "error",
    "In `words.yaml` a `said` is the `word` of another group. Search puts the one in the place of the other once, and"
    " does not follow a chain.",
    "Put both under one `word`, or strike the `said`.",
    "words:\n  - {word: {ru: полиция}, said: {ru: [менты]}}\n  - {word: {ru: органы}, said: {ru: [полиция]}}",
)
WORD_COUNT: Final = Code(
    "word-count",
    "error",
    "An entry of `words.yaml` has more than three words, or none.",
    "Keep the one to three words that matter. A whole sentence is a phrasing: write it into its question.",
    "words:\n  - {word: {ru: задержание}, said: {ru: [приехали ночью и увезли в отдел]}}",
)
WRONG_ALPHABET: Final = Code(
    "wrong-alphabet",
    "error",
    "An entry of `words.yaml` has letters that its language has not: Cyrillic ones under `en`, ә ғ қ ң ө ұ ү һ і"
    " under `ru`.",
    "Put it under the language in which people write it. Latin letters are allowed everywhere: VPN, SMS.",
    "words:\n  - {word: {ru: полиция}, said: {ru: [тәртіп сақшысы]}}",
)
UNUSED_WORD: Final = Code(
    "unused-word",
    "warning",
    "No phrasing has a `word` of `words.yaml` in that language, so that what people say for it finds nothing.",
    "Write the word that the phrasings use, or leave the language out. If the base should know the word, give the"
    " question a phrasing with it.",
    "words:\n  - {word: {ru: сотрудник органов правопорядка}, said: {ru: [менты]}}",
)
STRAY_FILE: Final = Code(
    "stray-file",
    "error",
    "A YAML file stands where the base has no kind of file, or its name ends wrongly, so that nothing reads it.",
    "Move it to the place that the message names, or remove it. Names end with `.yaml`, in small letters.",
)

CHECKS: Final = (
    LOST_FIGURE,
    FIGURE_DIFFERS,
    ANSWER_FIGURE_DIFFERS,
    MIXED_LETTERS,
    WRONG_LANGUAGE,
    LONG_SENTENCE,
    LONG_ANSWER,
    TENGE_BY_HAND,
    CARD_TOO_LONG,
    LABEL_TOO_LONG,
    TOO_MUCH_MARKUP,
    SAME_PHRASING,
    NEAR_PHRASING,
    FEW_PHRASINGS,
    REPEATED_PHRASING,
    UNREACHED_PARAGRAPH,
    UNREACHED_RECOMMENDATION,
    UNREACHED_UPDATE,
    OLD_CHECK,
    EXPIRED,
    LOST_LINK,
    UNPUBLISHED_ENTRY,
    UNLISTED_LINK,
    CHANGED_ALONE,
    STOLEN_PHRASING,
    SAID_FOR_TWO,
    CHAINED_WORD,
    WORD_COUNT,
    WRONG_ALPHABET,
    UNUSED_WORD,
    STRAY_FILE,
)
"""What is found in a base that can be loaded; a stray file in any."""
