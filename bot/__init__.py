"""Quqyq: answers about human rights in Kazakhstan from a curated base, in Kazakh, Russian and English."""

__version__ = "0.1.0"
