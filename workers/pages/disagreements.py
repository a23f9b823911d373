"""Where annotators differ, what teaches most first: everybody's answers laid over each other, and the ways on."""

from typing import Any, cast
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from annotation import comparing, settling
from annotation.blind import closed_to
from annotation.films import film, tracks_of
from annotation.models import Assignment
from annotation.moves import ANSWERED
from annotation.overlap import MOST
from annotation.pages.settling import reason_again
from annotation.timelines import runs_in_time, timeline
from annotation.values import pieces, shapes
from projects.models import Person, Task
from projects.pages.base import ProjectPage
from projects.templatetags.house import day, titled
from workers import disagreements
from workers.disagreements import ALL, OPEN, SETTLED, Wanted
from workers.models import Consensus

FILTERS = (
    "field",
    "labels",
    "person",
    "with",
    "state",
    "since",
    "until",
    "guideline",
    "used",
    "both",
    "suggested",
    "names",
)
STATES = {OPEN: gettext_lazy("Not settled"), SETTLED: gettext_lazy("Settled"), ALL: gettext_lazy("All")}
LETTERS = 64  # the longer side of an image over the height of the letters at its regions
LONGEST = 20_000  # characters of a text shown
REASONS = 8


class Disagreements(ProjectPage):
    """`?task=…` names the one to look at; without it, it is the first. `names=1` shows who is who."""

    action = "see_answers"
    tab = "disagreements"
    template = "workers/disagreements.html"

    def get(self, request: HttpRequest, project: int) -> HttpResponse:
        query = {name: request.GET[name] for name in FILTERS if request.GET.get(name)}
        wanted = Wanted.of(query, self.project)
        rows = disagreements.found(self.project, wanted, self.person, self.may)
        number, whole = disagreements.count(rows)
        asked = request.GET.get("task", "")
        task = self.asked(int(asked)) if asked.isdecimal() and len(asked) < 19 else None
        at = self.at(rows, task)
        if task is None and at is not None:
            task = self.asked(at.task_id)
        context = self.frame(query, wanted) | {"number": number, "whole": whole, "undo": self.undoable(query)}
        if task is not None:
            context |= self.shown(task, query, wanted) | self.around(rows, at, query)
        return self.show(**context)

    @property
    def person(self) -> Person:
        return cast(Person, self.request.user)

    def asked(self, pk: int) -> Task | None:
        """A task whose answers this person may read."""
        tasks = Task.objects.filter(project=self.project, pk=pk).select_related("asset", "project__schema")
        return tasks.filter(~Exists(closed_to(self.person, self.may).filter(pk=OuterRef("pk")))).first()

    def at(self, rows: Any, task: Task | None) -> Consensus | None:
        ranked = disagreements.ranked(rows.filter(task=task) if task else rows)
        return ranked.first()

    def frame(self, query: dict[str, str], wanted: Wanted) -> dict[str, Any]:
        """The filters."""
        here = reverse("workers:disagreements", args=[self.project.pk])
        people = Person.objects.filter(
            Exists(Assignment.objects.filter(annotator=OuterRef("pk"), task__project=self.project, state__in=ANSWERED))
        )
        return {
            "fields": list(self.titles().items()),
            "people": list(people.order_by("pk")[:200]) if "names" in query or wanted.person else [],
            "states": STATES,
            "filters": query,
            "wanted": wanted,
            "other": Person.objects.filter(pk=wanted.other).first() if wanted.other else None,
            "pair": [self.title_of(label) for label in wanted.labels or ()],
            "period": self.period(wanted),
            "uses": self.uses(wanted),
            "here": here,
            "toggled": f"{here}?{urlencode({k: v for k, v in query.items() if k != 'names'})}"
            if "names" in query
            else f"{here}?{urlencode(query | {'names': '1'})}",
        }

    def uses(self, wanted: Wanted) -> list[tuple[str, str]]:
        """The filters that also find tasks in which all agree, each with its words."""
        said = {
            "used": wanted.used and _("%(label)s used") % {"label": self.title_of(wanted.used)},
            "both": wanted.both and _("%(label)s by two") % {"label": self.title_of(wanted.both)},
            "suggested": wanted.suggested and _("with suggestions in sight"),
        }
        return [(name, text) for name, text in said.items() if text]

    def period(self, wanted: Wanted) -> str:
        """When the tasks were answered, in words; empty for any time."""
        if wanted.guideline is not None:
            version = {"version": wanted.guideline}
            return _("guideline version %(version)s") % version if wanted.guideline else _("before the first guideline")
        first, last = (day(wanted.since), day(wanted.until))
        return first if first == last and first else " – ".join([first or "…", last or "…"]) if first or last else ""

    def titles(self) -> dict[str, str]:
        """The questions of the schema in force, by name."""
        fields = self.project.schema.body["fields"] if self.project.schema else []
        return {field["name"]: titled(field.get("title"), field["name"]) for field in fields}

    def title_of(self, label: str) -> str:
        if not label:
            return str(_("nothing"))
        if label == disagreements.ANY:
            return str(_("any other label"))
        for field in self.project.schema.body["fields"] if self.project.schema else []:
            for one in field.get("labels", []):
                if one["name"] == label:
                    return titled(one.get("title"), label)
        return label

    def shown(self, task: Task, query: dict[str, str], wanted: Wanted) -> dict[str, Any]:
        """The task with all its answers."""
        answers = settling.answers_to(task)
        asset = task.asset
        heard = comparing.voices(answers.values(), self.project.schema, asset.facts)
        longest = max(asset.width or 0, asset.height or 0)
        titles, found = self.titles(), Consensus.objects.filter(task=task).order_by("-teaches")
        settled = settling.in_force(task)
        own = any(voice.person.pk == self.person.pk for voice in heard)
        moving: list[dict[str, Any]] = [
            {
                "of": voice.letter,
                "color": voice.color,
                "dash": voice.dash,
                "tracks": tracks_of(voice.answer.schema, voice.answer.value),
            }
            for voice in heard
        ]
        if settled:
            moving.append({"of": "", "settled": True, "tracks": tracks_of(settled.schema, settled.value)})
        return {
            "task": task,
            "voices": heard,
            "with_names": "names" in query,
            "image": asset if asset.media == "image" else None,
            "recording": asset if runs_in_time(asset) else None,
            "timelines": [
                (voice, timeline(voice.answer.schema, voice.answer.value, asset.duration, asset.facts))
                for voice in heard
            ],
            "film": film(asset, moving) if any(one["tracks"] for one in moving) else None,
            "letters": round(longest / LETTERS, 1),
            "dots": round(longest / 130, 1),
            "lanes": comparing.lanes(heard, asset.text[:LONGEST]) if not asset.file else [],
            "lane_height": 26 + comparing.LANE * len(heard),
            "is_cut": len(asset.text) > LONGEST,
            "lines": comparing.lines(heard),
            "has_regions": any(voice.regions for voice in heard),
            "settled": settled,
            "settled_pieces": pieces(settled.schema.body, settled.value, asset.facts) if settled else [],
            "settled_shapes": shapes(settled.schema.body, settled.value) if settled and asset.file else [],
            "revision": settling.revision_of(task),
            "is_own": own,
            "can_settle": "settle" in self.may and not own,
            "reason_again": reason_again(self.request, task),
            "can_ask": "settle" in self.may and not task.decided and task.overlap < MOST,
            "can_unask": "settle" in self.may and task.overlap > max(task.taken, self.project.overlap),
            "consensus": [(titles.get(one.field, one.field), one) for one in found],
            "reasons": settling.reasons(self.project, REASONS),
            "guideline_label": self.at_issue(task, wanted),
        }

    def at_issue(self, task: Task, wanted: Wanted) -> str:
        """The label that the guideline is opened at: the one asked for, or the one most differ on."""
        pairs = disagreements.between([task.pk])
        counted = sorted((pair for of in pairs.values() for pair in of), key=lambda pair: -pair["n"])
        named = [
            *(wanted.labels or ()),
            wanted.both,
            wanted.used,
            *(label for pair in counted for label in (pair["one"], pair["two"])),
        ]
        return next((self.title_of(label) for label in named if label not in ("", disagreements.ANY)), "")

    def around(self, rows: Any, at: Consensus | None, query: dict[str, str]) -> dict[str, Any]:
        """What lies before and after it in the list."""
        if at is None:
            following = list(disagreements.ranked(rows)[: disagreements.AFTER])
            preceding: list[Consensus] = []
        else:
            preceding = list(disagreements.before(rows, at)[: disagreements.BEFORE])[::-1]
            following = list(disagreements.after(rows, at)[: disagreements.AFTER])
        listed = [*preceding, *([at] if at else []), *following]
        between = disagreements.between([row.task_id for row in listed])
        names = {task.pk: str(task) for task in Task.objects.filter(pk__in=[row.task_id for row in listed])}
        here = reverse("workers:disagreements", args=[self.project.pk])

        def href(row: Consensus | None) -> str:
            return f"{here}?{urlencode(query | {'task': str(row.task_id)})}" if row else ""

        following_one = next((row for row in following if at is None or row.task_id != at.task_id), None)
        preceding_one = next((row for row in reversed(preceding) if at is None or row.task_id != at.task_id), None)
        return {
            "at": at,
            "listed": [
                {
                    "row": row,
                    "name": names[row.task_id],
                    "href": href(row),
                    "pairs": [
                        (self.title_of(pair["one"]), self.title_of(pair["two"]), pair["n"])
                        for pair in between.get((row.task_id, row.field), [])[:2]
                    ],
                }
                for row in listed
            ],
            "previous": href(preceding_one),
            "following": href(following_one),
            "stay": href(at) or f"{here}?{urlencode(query)}",
            "next": href(following_one) or f"{here}?{urlencode(query)}",
        }

    def undoable(self, query: dict[str, str]) -> dict[str, Any] | None:
        """What this person settled a moment ago, so that one press takes it back."""
        done = self.request.GET.get("done", "")
        if "settle" not in self.may or not (done.isdecimal() and len(done) < 19):
            return None
        settled = settling.last_of(self.project, self.person, int(done))
        here = reverse("workers:disagreements", args=[self.project.pk])
        back = f"{here}?{urlencode(query | {'task': done})}"
        return {"settled": settled, "back": back} if settled else None
