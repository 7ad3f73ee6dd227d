"""A poster as files, and how they come out of the process that draws them."""

import json
from dataclasses import dataclass
from itertools import accumulate, pairwise


@dataclass(frozen=True, slots=True)
class Drawn:
    """A poster as files: PNG photos, one a page, and one PDF in A4."""

    photos: tuple[bytes, ...]
    pdf: bytes

    @property
    def size(self) -> int:
        """How many bytes it has in all."""
        return sum(map(len, self.photos)) + len(self.pdf)

    def pack(self) -> bytes:
        """The files behind a line that tells how long each is."""
        files = (*self.photos, self.pdf)
        return json.dumps([len(file) for file in files]).encode() + b"\n" + b"".join(files)

    @classmethod
    def unpack(cls, packed: bytes) -> "Drawn":
        """What `pack` has packed. ValueError if it is anything else."""
        head, _, body = packed.partition(b"\n")
        places = list(accumulate(json.loads(head), initial=0))
        if places[-1] != len(body):
            raise ValueError("the files are not as long as was said")
        *photos, pdf = (body[start:end] for start, end in pairwise(places))
        return cls(tuple(photos), pdf)
