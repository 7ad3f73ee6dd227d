"""Is the base sound? Findings with a place, for `quqyq check`."""

from bot.check.report import as_json, as_text, summary
from bot.check.run import CheckError, check

__all__ = ["CheckError", "as_json", "as_text", "check", "summary"]
