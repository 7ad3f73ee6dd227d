"""Is the base sound? Findings with a place, for `quqyq check`."""

from bot.check.report import as_json, as_text, summary
from bot.check.run import CheckError, check, check_files

__all__ = ["CheckError", "as_json", "as_text", "check", "check_files", "summary"]
