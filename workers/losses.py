"""What an export could not hold, as sentences."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from workers.formats import FORMATS, Lost
from workers.models import Export


@dataclass(frozen=True)
class Loss:
    """count   how often; tasks   the first hundred of the tasks in which it happened"""

    code: str
    sentence: str
    count: int
    tasks: list[str]

    @property
    def more(self) -> bool:
        """Whether it may have happened in further tasks."""
        return len(self.tasks) >= Lost.SHOWN


def losses_of(export: Export) -> list[Loss]:
    fmt = FORMATS[export.format]
    return [
        Loss(code, _(fmt.losses[code]), found["count"], found["tasks"]) for code, found in sorted(export.losses.items())
    ]


def always_of(format: str) -> list[str]:
    """What no file of the format holds."""
    fmt = FORMATS[format]
    return [_(sentence) for code, sentence in fmt.losses.items() if code in fmt.always]
