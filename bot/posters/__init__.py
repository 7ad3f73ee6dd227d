"""Entry + language -> poster: a picture for chats and an A4 page for printing."""

from bot.posters.drawn import Drawn
from bot.posters.poster import Poster, poster_of
from bot.posters.posters import Posters, PostersBusyError
from bot.posters.worker import DrawingError, draw_apart

__all__ = ["DrawingError", "Drawn", "Poster", "Posters", "PostersBusyError", "draw_apart", "poster_of"]
