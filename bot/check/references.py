"""What the base has and no question reaches."""

from collections.abc import Iterator

from bot.check.codes import UNREACHED_PARAGRAPH, UNREACHED_RECOMMENDATION, UNREACHED_UPDATE
from bot.knowledge import Problem
from bot.knowledge.files import Files


def unreached(files: Files) -> Iterator[Problem]:
    """Paragraphs, recommendations and updates on which no question rests."""
    questions = [question.value for topic in files.topics for question in topic.questions]
    paragraphs = {number for question in questions for number in question.paragraphs}
    recommendations = {id_ for question in questions for id_ in question.recommendations}
    updates = {id_ for question in questions for id_ in question.updates}
    for topic in files.topics:
        value, source = topic.value, topic.source
        for index, finding in enumerate(value.findings):
            if finding.paragraph not in paragraphs:
                place = source.place(("findings", index, "paragraph"))
                yield UNREACHED_PARAGRAPH.at(place, f"no question rests on paragraph {finding.paragraph}")
        for index, recommendation in enumerate(value.recommendations):
            if recommendation.id not in recommendations:
                place = source.place(("recommendations", index, "id"))
                yield UNREACHED_RECOMMENDATION.at(place, f"no question rests on '{recommendation.id}'")
        for index, update in enumerate(value.updates):
            if update.id not in updates:
                place = source.place(("updates", index, "id"))
                yield UNREACHED_UPDATE.at(place, f"no question rests on '{update.id}'")
