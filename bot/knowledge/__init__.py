"""YAML -> base: the models, the loader and the immutable value that everything else works on."""

from bot.knowledge.base import AsideRef, Base, Entry, Kind, Ref, ref_of
from bot.knowledge.languages import LANGUAGES, Language, is_language
from bot.knowledge.loader import load_base
from bot.knowledge.models import (
    Aside,
    Contact,
    Finding,
    Question,
    Recommendation,
    Topic,
    Update,
)
from bot.knowledge.problems import KnowledgeError, Place, Problem
from bot.knowledge.shapes import Phrasings, Text
from bot.knowledge.words import WordGroup

__all__ = [
    "LANGUAGES",
    "Aside",
    "AsideRef",
    "Base",
    "Contact",
    "Entry",
    "Finding",
    "Kind",
    "KnowledgeError",
    "Language",
    "Phrasings",
    "Place",
    "Problem",
    "Question",
    "Recommendation",
    "Ref",
    "Text",
    "Topic",
    "Update",
    "WordGroup",
    "is_language",
    "load_base",
    "ref_of",
]
