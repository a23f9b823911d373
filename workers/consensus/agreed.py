"""What several people say of one thing beside its label."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import orjson

from workers.consensus.medoid import medoid


def agreed(values: Sequence[Any]) -> Any:
    """The value that more say than any other, at least one given.

    returns   where several are said as often: of numbers the lower median of all, of words the one closest to all
              others, of switches off; of anything else the first as it is written
    """
    texts = [written(value) for value in values]
    ranked = Counter(texts).most_common(2)
    if len(ranked) == 1 or ranked[0][1] > ranked[1][1]:
        return values[texts.index(ranked[0][0])]
    if all(isinstance(value, bool) for value in values):
        return False
    if all(isinstance(value, int | float) for value in values):
        return sorted(values)[(len(values) - 1) // 2]
    if all(isinstance(value, str) for value in values):
        return medoid(sorted(values)).text
    most = [text for text, n in Counter(texts).items() if n == ranked[0][1]]
    return values[texts.index(min(most))]


def written(value: Any) -> bytes:
    """Two values that are written the same are the same."""
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS)


def in_order(answers: Mapping[int, Any]) -> list[int]:
    """The annotators in the order of what they say, so that it does not matter whose stands first."""
    return sorted(answers, key=lambda who: written(answers[who]))
