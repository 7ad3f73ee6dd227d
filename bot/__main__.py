"""`python -m bot` is `quqyq`."""

from bot.cli import main

main()
