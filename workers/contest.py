"""Which model people prefer, over all tasks: what single tasks do not say, since each has responses of its own.

Two responses of one task are better or worse than each other and nothing else. What comes back from task to task is the
model a response is from. So that is what is put in order, and what can go round in a circle.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from workers.agreement.preferences import Wins, circular_triads
from workers.agreement.tally import Row


@dataclass(frozen=True)
class Model:
    """How often it was better than another, worse, or neither."""

    name: str
    won: int
    lost: int
    tied: int

    @property
    def share(self) -> float:
        """Of its comparisons in which it was preferred; a tie is half of one."""
        return (self.won + self.tied / 2) / (self.won + self.lost + self.tied)


@dataclass(frozen=True)
class Triads:
    """Threes of models that were all compared with each other, and those of them that go round in a circle.

    person   None: of all people together, by the majority on each two
    """

    person: int | None
    circular: int
    threes: int


@dataclass(frozen=True)
class Contest:
    """models   those preferred most often first
    people   of each person with threes, who has most circles first
    """

    models: list[Model]
    together: Triads
    people: list[Triads] = field(default_factory=list)


def contest(rows: Iterable[tuple[Row, int]]) -> Contest | None:
    """Of the rows of the table of wins; None where no two models were compared."""
    wins = Wins(rows)
    counted: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for (_who, one, two, won), n in wins.rows.items():
        for name, better in ((str(one), 1), (str(two), 2)):
            counted[name][2 if won == 0 else 0 if won == better else 1] += n
    if not counted:
        return None
    models = sorted((Model(name, *n) for name, n in counted.items()), key=lambda one: (-one.share, one.name))
    people = [Triads(who, *circular_triads(wins.better(who))) for who in sorted({int(row[0]) for row in wins.rows})]
    told = sorted((one for one in people if one.threes), key=lambda one: (-one.circular / one.threes, one.person))
    return Contest(models, Triads(None, *circular_triads(wins.better())), told)
