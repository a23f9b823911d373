"""Answers for tests of measuring: random ones that fit each kind, and many at once."""

from random import Random
from typing import Any

from annotation.models import Assignment
from projects.models import Person, Task

TEXT_LENGTH = 14  # code points that every text of the makers has at least
CHOICES = ["good", "bad", "neutral"]


def random_value(kind: str, random: Random) -> Any:
    """A value of the makers' example schema for a kind."""
    match kind:
        case "choice":
            return random.choice(CHOICES)
        case "choices":
            return [name for name in ("fast", "friendly", "cheap") if random.random() < 0.4]
        case "span":
            starts = [random.randrange(TEXT_LENGTH - 3) for _ in range(random.randrange(4))]
            return [
                {"id": f"r{i}", "label": random.choice(["PER", "LOC"]), "start": at, "end": at + random.randint(1, 3)}
                for i, at in enumerate(starts)
            ]
        case "box":
            return [
                {"id": f"r{i}", "label": random.choice(["car", "sign"])} | _box(random)
                for i in range(random.randrange(4))
            ]
    raise ValueError(kind)


def _box(random: Random) -> dict[str, float]:
    x, y = random.choice([10, 12.5, 100]), random.choice([20, 21.25])
    return {"x": x, "y": y, "width": random.uniform(20, 40), "height": 30}


def answer_all(make: Any, tasks: list[Task], people: list[Person], value: Any) -> list[Assignment]:
    """Everybody answers every task with value(number of the task, number of the person)."""
    return [
        make.submitted(value(i, j), task=task, by=person)
        for i, task in enumerate(tasks)
        for j, person in enumerate(people)
    ]
