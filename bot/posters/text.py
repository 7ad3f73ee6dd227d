"""Entry + language -> the words of a poster."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from bot.cards import CardMaker
from bot.cards.amounts import with_tenge
from bot.cards.dates import format_partial_date
from bot.knowledge import Language, Question, Recommendation, Ref, Topic, Update, ref_of
from bot.locale import Voice
from bot.posters.laws import each_once, short_names

Laws = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PosterText:
    """Every word of a poster, in the order in which it is read.

    Of the `paragraphs`, those that begin with a number are steps. `heading` stands over the `items`, if there are
    any, and `law_heading` over `law`, which says on what the text rests. `caution` is not on the poster: it is for
    the person who is about to pass it on.
    """

    language: Language
    kicker: str
    title: str
    paragraphs: tuple[str, ...]
    heading: str
    items: tuple[str, ...]
    law_heading: str
    law: str
    invitation: str
    link: str
    source: str
    caution: str | None = None

    @property
    def shown_link(self) -> str:
        """The link as it is easiest to type."""
        return self.link.removeprefix("https://")


def variants(maker: CardMaker, ref: Ref, language: Language, link: str) -> tuple[PosterText, ...]:
    """The words of an entry's poster, the fullest first: the later ones name fewer laws, but always one.

    `link` is the entry's permanent link. KeyError if the base does not have it.
    """
    entry = maker.base.entries[ref]
    laws: Laws = ()
    match entry:
        case Topic():
            full = _topic(maker, entry, language, link)
        case Question():
            full, laws = _question(maker, entry, language, link)
        case Recommendation():
            full, laws = _recommendation(maker, entry, language, link)
        case Update():
            full = _update(maker, entry, language, link)
    shorter = replace(full, kicker="", invitation="")
    before = full.law.removesuffix(_list(laws)) if laws else ""
    named = (
        replace(shorter, law=before + _list([_and_more(laws, count, maker.voices[language])]))
        for count in range(len(laws) - 1, 0, -1)
    )
    return (full, shorter, *named)


def _question(maker: CardMaker, question: Question, language: Language, link: str) -> tuple[PosterText, Laws]:
    base, voice = maker.base, maker.voices[language]
    updates = [base.update(id_) for id_ in question.updates]
    laws = _laws(updates, voice)
    if updates:
        checked = format_partial_date(min(update.checked for update in updates), language)
        heading = voice.say("What applies today (checked on %(date)s)", date=checked)
        law = _list(laws)
    else:
        heading = voice.say("What applies today")
        law = voice.say("Nothing newer than the report of %(year)s was checked on this.", year=base.report.year)
    full = _poster(
        maker,
        ref_of(question),
        voice,
        link,
        kicker=base.topic(question.topic).title[language],
        paragraphs=_lines(maker, question.answer[language], voice),
        law_heading=heading,
        law=law,
        caution=question.caution[language] if question.caution else None,
    )
    return full, laws


def _recommendation(
    maker: CardMaker, recommendation: Recommendation, language: Language, link: str
) -> tuple[PosterText, Laws]:
    base, voice = maker.base, maker.voices[language]
    laws = _laws([base.update(id_) for id_ in recommendation.because], voice)
    status = maker.status(recommendation, voice)
    full = _poster(
        maker,
        ref_of(recommendation),
        voice,
        link,
        kicker=voice.say("What the report recommended in %(year)s", year=base.report.year),
        paragraphs=tuple(recommendation.text[language].splitlines()),
        law_heading=voice.say("What became of it"),
        law=f"{status} {_list(laws)}" if laws else status,
    )
    return full, laws


def _update(maker: CardMaker, update: Update, language: Language, link: str) -> PosterText:
    voice = maker.voices[language]
    law = f"{update.law[language]}."
    checked = voice.say("Checked on %(date)s.", date=format_partial_date(update.checked, language))
    notes = [f"{note[0].upper()}{note[1:]}." for note in _notes(update, voice)]
    return _poster(
        maker,
        ref_of(update),
        voice,
        link,
        kicker=voice.say("What has changed since %(year)s", year=maker.base.report.year),
        paragraphs=_lines(maker, update.text[language], voice),
        law_heading=format_partial_date(update.date, language),
        law=" ".join([law, *notes, checked]),
    )


def _topic(maker: CardMaker, topic: Topic, language: Language, link: str) -> PosterText:
    voice = maker.voices[language]
    items = tuple(question.title[language] for question in topic.questions)
    return _poster(
        maker,
        ref_of(topic),
        voice,
        link,
        kicker="",
        paragraphs=(maker.extent(topic, voice),),
        heading=voice.say("What people ask") if items else "",
        items=items,
    )


def _poster(
    maker: CardMaker,
    ref: Ref,
    voice: Voice,
    link: str,
    *,
    kicker: str,
    paragraphs: tuple[str, ...],
    heading: str = "",
    items: tuple[str, ...] = (),
    law_heading: str = "",
    law: str = "",
    caution: str | None = None,
) -> PosterText:
    source = voice.say(
        "Source: %(report)s, § %(paragraphs)s. Information, not legal advice.",
        report=maker.base.report.title[voice.language],
        paragraphs=ranges(maker.base.paragraphs_of(ref)),
    )
    return PosterText(
        language=voice.language,
        kicker=kicker,
        title=maker.title(ref, voice.language),
        paragraphs=paragraphs,
        heading=heading,
        items=items,
        law_heading=law_heading,
        law=law,
        invitation=voice.say("The whole card, with its sources:"),
        link=link,
        source=source,
        caution=caution,
    )


def _laws(updates: Sequence[Update], voice: Voice) -> Laws:
    """The laws of some updates, each once, with what must be known about it."""
    notes: dict[str, list[str]] = {}
    for update in updates:
        for name in short_names(update.law[voice.language], voice.language):
            notes.setdefault(name, []).extend(_notes(update, voice))
    noted = (f"{name} ({', '.join(dict.fromkeys(said))})" if said else name for name, said in notes.items())
    return each_once(noted)


def _list(laws: Sequence[str]) -> str:
    return f"{'; '.join(laws)}."


def _and_more(laws: Laws, count: int, voice: Voice) -> str:
    """The first `count` of the laws, and how many there are besides."""
    named = "; ".join(laws[:count])
    return voice.say_number(
        "%(laws)s, and %(number)s more", "%(laws)s, and %(number)s more", len(laws) - count, laws=named
    )


def _notes(update: Update, voice: Voice) -> list[str]:
    notes = []
    if update.confidence == "medium":
        notes.append(voice.say("not confirmed by an official text"))
    if update.valid_until is not None:
        notes.append(voice.say("valid until %(date)s", date=format_partial_date(update.valid_until, voice.language)))
    return notes


def _lines(maker: CardMaker, text: str, voice: Voice) -> tuple[str, ...]:
    return tuple(with_tenge(text, voice, maker.base.amounts, maker.today().year).splitlines())


def ranges(numbers: Sequence[int]) -> str:
    """Numbers in order, those that follow each other joined: `35–37, 40`."""
    groups: list[list[int]] = []
    ordered = sorted(set(numbers))
    for before, number in pairwise([-1, *ordered]):
        if groups and number == before + 1:
            groups[-1].append(number)
        else:
            groups.append([number])
    return ", ".join(str(group[0]) if len(group) == 1 else f"{group[0]}–{group[-1]}" for group in groups)
