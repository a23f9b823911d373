"""Pages as tests read them."""

import re
from typing import Any


def plain(response: Any) -> str:
    """What a page says, without the spaces that only lay out its source."""
    text = re.sub(r"\s+", " ", response.content.decode())
    return re.sub(r" ?(<|/?>) ?", r"\1", text)
