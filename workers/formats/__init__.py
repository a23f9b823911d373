"""File formats. Each file in this package that holds a `FORMAT` is one format; the package finds them itself.

Knows neither Django nor the database: what a format must know of kinds of label and schemas comes in as `About`.
"""

from workers.formats.base import (
    FOLDERS,
    About,
    Answer,
    Decision,
    Format,
    Image,
    KindFacts,
    Lost,
    Options,
    Record,
    Recording,
    Writer,
    file_of,
)
from workers.formats.registry import FORMATS

__all__ = [
    "FOLDERS",
    "FORMATS",
    "About",
    "Answer",
    "Decision",
    "Format",
    "Image",
    "KindFacts",
    "Lost",
    "Options",
    "Record",
    "Recording",
    "Writer",
    "file_of",
]
