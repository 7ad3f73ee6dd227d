"""Quqyq: answers about human rights in Kazakhstan from a curated base, in Kazakh, Russian and English."""

__version__ = "0.1.0"

import os

# before NumPy is loaded anywhere: the threads of its linear algebra wait for one another by spinning, which doubles
# what a search costs in CPU and makes none quicker
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
