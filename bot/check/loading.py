"""The codes of what keeps a base from being loaded: `bot.knowledge` finds these, whoever loads it."""

from typing import Final

from bot.check.codes import CHECKS, Code


def _unknown(what: str, mend: str) -> Code:
    return Code(
        f"unknown-{what}", "error", f"The name or number of a {what} that the base does not have is used here.", mend
    )


_ID: Final = "Write the id as it stands where the thing itself is described; the message names the nearest."

LOADING: Final = (
    Code(
        "no-base",
        "error",
        "The folder of the base is not there. The check cannot run (exit code 2).",
        "Run the command in a clone, or set KNOWLEDGE_DIR to the folder.",
    ),
    Code(
        "no-topic", "error", "`report.yaml` lists a topic that has no folder.", "Add the folder, or strike the topic."
    ),
    Code(
        "unlisted-topic",
        "error",
        "There is a folder of a topic that `report.yaml` does not list.",
        "Add its name to `topics` of `report.yaml`, or rename the folder.",
    ),
    Code(
        "unreadable",
        "error",
        "A file is not there, or cannot be read.",
        "Bring the file back, under the name that the message gives.",
    ),
    Code("encoding", "error", "The file is not UTF-8 text.", "Save it as UTF-8 in the editor."),
    Code("empty", "error", "The file is empty.", "Write its fields, or remove the file."),
    Code("too-large", "error", "The file is larger than 512 KiB.", "Divide it."),
    Code("too-deep", "error", "Lists or fields are nested deeper than 12 levels.", "Mend the indentation."),
    Code(
        "yaml",
        "error",
        "The text is not YAML: most often a colon inside a text, a tab, a missing quote or a wrong indentation.",
        "Put quotes around a text with a colon in it, or `>-` and the text on the next line, indented by two spaces.",
        "title: Note: the akimat",
    ),
    Code("tag", "error", "A value begins with `!`, which YAML takes for a tag.", "Put quotes around the text."),
    Code(
        "alias",
        "error",
        "A value begins with `&` or `*`, which YAML takes for an anchor or an alias; they are not used here.",
        "Put quotes around the text, or write out what was meant.",
    ),
    Code("key", "error", "The name of a field is not one word.", "Write `name: value`."),
    Code(
        "duplicate-key",
        "error",
        "A field stands twice; one of the two would be lost.",
        "Keep one of them.",
        "title:\n  ru: Митинг\n  ru: Собрание",
    ),
    Code(
        "duplicate-id",
        "error",
        "Two things have the same id or number.",
        "Give the newer one another id; an id that was published stays with its entry.",
    ),
    Code(
        "bad-id",
        "error",
        "The name of a question's file or of a topic's folder cannot be an id.",
        "Rename it: small letters a-z, digits and hyphens, at most 48 of them.",
    ),
    Code(
        "missing-field",
        "error",
        "A field that must be there is missing; for texts, often a language.",
        "Add the field.",
        "title:\n  kk: Митинг\n  ru: Митинг  # en is missing",
    ),
    Code(
        "unknown-field",
        "error",
        "A field has a name that is not known, or one that the file's name and folder decide.",
        "Correct the name (the message suggests the nearest), or remove the field.",
        "titel: Митинг",
    ),
    Code(
        "empty-field", "error", "Nothing stands behind the name of a field.", "Write the value, or remove the field."
    ),
    Code(
        "wrong-type",
        "error",
        "The file does not consist of fields.",
        "Write `field: value` lines; look at a neighbouring file.",
    ),
    Code(
        "wrong-value",
        "error",
        "A value is not of the kind that the field needs: a list, a number, a date (2026-03-01), an address with https://.",
        "Write it as the message says.",
        "source:\n  title: The law\n  url: adilet.zan.kz  # https:// is missing",
    ),
    _unknown("question", "Write the name of the question's file, without `.yaml`; the message names the nearest."),
    _unknown("paragraph", "Write the number of a paragraph that has a finding."),
    _unknown("recommendation", _ID),
    _unknown("update", _ID),
    _unknown("contact", _ID),
    _unknown("note", "Write the number of a note that stands in `notes.yaml`."),
    _unknown("permalink", "Let the alias lead to the payload of an entry that exists: t_, q_, r_ or u_ and its id."),
)
"""What keeps a base from being loaded."""

CODES: Final = (*LOADING, *CHECKS)
"""Every code."""
