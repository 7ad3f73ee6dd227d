"""What people let us know: how many asked, whether it helped, and the questions that they choose to send."""

from bot.listening.alerts import Alert, Alerts
from bot.listening.cleaning import STRUCK, clean, says_something, strike
from bot.listening.listening import Listening, Sent
from bot.listening.marks import Marks
from bot.listening.statistics import Statistics, shown_number, shown_parts, statistics

__all__ = [
    "STRUCK",
    "Alert",
    "Alerts",
    "Listening",
    "Marks",
    "Sent",
    "Statistics",
    "clean",
    "says_something",
    "shown_number",
    "shown_parts",
    "statistics",
    "strike",
]
