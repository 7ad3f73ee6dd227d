"""The base as one JSON document, as other programs rely on it (`quqyq export`)."""

from collections.abc import Sequence

from bot.knowledge import Base, Contact, Finding, Question, Recommendation, Text, Topic, Update, ref_of

Json = None | bool | int | float | str | Sequence["Json"] | dict[str, "Json"]


def export(base: Base) -> dict[str, Json]:
    """The whole base; every text in three languages, dates as written, what is absent as null."""
    return {
        "report": {"title": _text(base.report.title), "year": base.report.year, "about": _text(base.report.about)},
        "notes": [{"number": note.number, "text": _text(note.text), "missing": note.missing} for note in base.notes],
        "contacts": [_contact(contact) for contact in base.contacts.values()],
        "topics": [_topic(topic) for topic in base.topics],
    }


def _text(text: Text | None) -> Json:
    return None if text is None else {"kk": text.kk, "ru": text.ru, "en": text.en}


def _contact(contact: Contact) -> Json:
    return {
        "id": contact.id,
        "name": _text(contact.name),
        "what_for": _text(contact.what_for),
        "phone": contact.phone,
        "url": contact.url,
        "source": {"title": contact.source.title, "url": contact.source.url},
        "confidence": contact.confidence,
    }


def _topic(topic: Topic) -> Json:
    return {
        "id": topic.id,
        "title": _text(topic.title),
        "start": ref_of(topic).payload,
        "findings": [_finding(finding) for finding in topic.findings],
        "recommendations": [_recommendation(recommendation) for recommendation in topic.recommendations],
        "updates": [_update(update) for update in topic.updates],
        "questions": [_question(question) for question in topic.questions],
    }


def _finding(finding: Finding) -> Json:
    return {
        "paragraph": finding.paragraph,
        "text": _text(finding.text),
        "doubt": _text(finding.doubt),
        "notes": list(finding.notes),
    }


def _recommendation(recommendation: Recommendation) -> Json:
    return {
        "id": recommendation.id,
        "text": _text(recommendation.text),
        "status": recommendation.status,
        "because": list(recommendation.because),
        "start": ref_of(recommendation).payload,
    }


def _update(update: Update) -> Json:
    return {
        "id": update.id,
        "date": update.date,
        "text": _text(update.text),
        "law": _text(update.law),
        "source": {"title": update.source.title, "url": update.source.url},
        "checked": update.checked,
        "valid_until": update.valid_until,
        "confidence": update.confidence,
        "paragraphs": list(update.paragraphs),
        "start": ref_of(update).payload,
    }


def _question(question: Question) -> Json:
    return {
        "id": question.id,
        "title": _text(question.title),
        "answer": _text(question.answer),
        "paragraphs": list(question.paragraphs),
        "recommendations": list(question.recommendations),
        "updates": list(question.updates),
        "contacts": list(question.contacts),
        "caution": _text(question.caution),
        "phrasings": {
            "kk": list(question.phrasings.kk),
            "ru": list(question.phrasings.ru),
            "en": list(question.phrasings.en),
        },
        "start": ref_of(question).payload,
    }
