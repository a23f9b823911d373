"""Parts of pages that many readers see alike, kept in the memory of this process and written once for all of them."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock

from django.utils.safestring import SafeString

MOST = 64


class Kept:
    """The parts that were asked for last, by all that they depend on."""

    def __init__(self, most: int = MOST) -> None:
        self._parts: OrderedDict[Hashable, SafeString] = OrderedDict()
        self._most = most
        self._lock = Lock()

    def clear(self) -> None:
        """Forget all, as a process that has just begun."""
        with self._lock:
            self._parts.clear()

    def part(self, of: Hashable, write: Callable[[], SafeString]) -> SafeString:
        """The part, written where it is not known yet; two readers at once may both write it."""
        with self._lock:
            if of in self._parts:
                self._parts.move_to_end(of)
                return self._parts[of]
        written = write()
        with self._lock:
            self._parts[of] = written
            while len(self._parts) > self._most:
                self._parts.popitem(last=False)
        return written


QUALITY = Kept()
