"""What a lead should know first: the numbers in plain sentences, what to do about each, and where the evidence is.

The rules are few and cautious. A person or a label is named only where the intervals leave no doubt, or where the
count is large enough; otherwise it is said that nothing stands out.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from statistics import median

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from workers.agreement import Figure, Note
from workers.agreement.figures import LEAST_UNITS, LEAST_USES
from workers.agreement.preferences import POSITION
from workers.facts import Confusion, Facts, PersonFacts, Point

FIRM, TENTATIVE = 0.8, 0.667  # Krippendorff's marks for firm and for tentative conclusions
ENOUGH = 5  # confusions of two labels that are worth a sentence
SHARE = 0.2  # of all differences
WIDE = 0.4  # an interval for annotators like these that says little
GAIN = 0.02  # of alpha by making two labels one, from which on that is worth a thought
QUICK = 0.5  # of the others' time
MOST = 6  # sentences

Named = Callable[[str], str]


@dataclass(frozen=True)
class Finding:
    """tone      good, plain or warn
    text, todo   a sentence or two each
    evidence     query of the page of disagreements that shows the tasks; None without any
    guideline    whether the guideline is where to go on
    """

    tone: str
    text: str
    todo: str = ""
    evidence: dict[str, str] | None = field(default=None)
    guideline: bool = False


def findings(name: str, facts: Facts, label: Named, person: Callable[[int], str]) -> list[Finding]:
    """name     of the field
    label, person   how they are called on the page
    """
    lead = next(iter(facts.report.figures.items()), None)
    if lead is None or lead[1].value is None:
        return [_absent(lead[1] if lead else None)]
    found = [
        _verdict(*lead),
        *_suggested(name, facts),
        *_place(facts),
        *_prevalence(facts),
        *_confused(name, facts, label),
        *_people(name, facts, label, person),
    ]
    found += [*_guidelines(facts, lead[0]), *_population(lead[1])]
    if len(found) == 1:
        found.append(Finding("good", _("No label, no person and no time stands out.")))
    return found[:MOST]


def number(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}".replace("-", "−")


def percent(value: float | None) -> str:
    return "–" if value is None else f"{100 * value:.0f}%"


def _absent(figure: Figure | None) -> Finding:
    units = figure.units if figure else 0
    if figure is not None and figure.note == Note.NO_VARIATION:
        text = _("Everybody gave one and the same label throughout, so nothing could have gone wrong or right.")
        return Finding("plain", text, _("Check that the tasks need this question and that its labels are understood."))
    if figure is not None and figure.note == Note.NOTHING_MARKED:
        return Finding("plain", _("Nobody has marked anything yet."))
    text = ngettext(
        "%(n)d unit has answers of two people. Numbers are shown from %(least)d on.",
        "%(n)d units have answers of two people. Numbers are shown from %(least)d on.",
        units,
    )
    todo = _("Import more tasks, and let two people or more answer each: “annotators per task” in the settings.")
    return Finding("plain", text % {"n": units, "least": LEAST_UNITS}, todo)


def _verdict(name: str, figure: Figure) -> Finding:
    if not name.startswith("alpha"):
        return _shared(name, figure)
    given = {"value": number(figure.value), "low": number(figure.low), "high": number(figure.high)}
    if figure.low is None or figure.high is None:
        return Finding("plain", _("α is %(value)s, but nothing says how sure that is.") % given)
    if figure.note == Note.FEW_UNITS:
        text = _("α is %(value)s so far, anywhere from %(low)s to %(high)s: there are too few units to judge by.")
        return Finding("plain", text % given, _more(figure))
    if figure.low >= FIRM:
        text = _("People agree well: α is %(value)s, and surely above %(low)s. This is good enough to build on.")
        return Finding("good", text % given)
    if figure.low >= TENTATIVE:
        text = _("People agree fairly: α is %(value)s (%(low)s to %(high)s). From 0.80 on it would be firm ground.")
        return Finding("plain", text % given)
    if figure.high < TENTATIVE:
        text = _(
            "People do not agree enough: α is %(value)s, at most %(high)s. "
            "What a task is called depends on who labels it."
        )
        return Finding("warn", text % given, _("Mend the guideline before more is labelled."), guideline=True)
    text = _("α is %(value)s, anywhere from %(low)s to %(high)s: on which side of 0.67 it lies is not known yet.")
    return Finding("plain", text % given, _more(figure))


def _shared(name: str, figure: Figure) -> Finding:
    """Shares have no marks that everybody accepts, so this only says what they mean."""
    given = {"value": percent(figure.value), "low": percent(figure.low), "high": percent(figure.high)}
    if name == "percent":
        text = _("Two people give the very same answer to %(value)s of the tasks (%(low)s to %(high)s).")
    else:
        text = _("Of what one person marks, another marks %(value)s as well (%(low)s to %(high)s).")
    return Finding("plain", text % given, _more(figure) if figure.note == Note.FEW_UNITS else "")


def _more(figure: Figure) -> str:
    """How many units would halve the interval; its width falls with the root of their number."""
    n = max(3 * figure.units, 1)
    return ngettext(
        "About %(n)d more unit with two answers would halve the range.",
        "About %(n)d more units with two answers would halve the range.",
        n,
    ) % {"n": n}


def _suggested(name: str, facts: Facts) -> Iterator[Finding]:
    """Who sees the same suggestion agrees with it, and so with the others."""
    seen = facts.suggested
    if seen is None:
        return
    text = ngettext(
        "%(percent)s of the answers (%(n)d of %(of)d) was given with a model's suggestion in sight. People who see the "
        "same suggestion agree more readily, so agreement is higher than they would reach by themselves.",
        "%(percent)s of the answers (%(n)d of %(of)d) were given with a model's suggestion in sight. People who see "
        "the same suggestion agree more readily, so agreement is higher than they would reach by themselves.",
        seen.answers,
    )
    given = {"percent": percent(seen.answers / seen.of), "n": seen.answers, "of": seen.of}
    evidence = {"field": name, "suggested": "1", "state": "all"}
    todo = _("For a measure of people alone, have some tasks answered with suggestions switched off.")
    yield Finding("warn" if seen.answers >= SHARE * seen.of else "plain", text % given, todo, evidence)


def _place(facts: Facts) -> Iterator[Finding]:
    """Each person sees the responses in an order of their own, so what stands first has no other advantage."""
    first, even = facts.report.figures.get(POSITION.name), facts.even
    if first is None or even is None or first.value is None or first.low is None or first.high is None:
        return
    given = {
        "value": percent(first.value),
        "low": percent(first.low),
        "high": percent(first.high),
        "even": percent(even),
    }
    if first.low > even:
        text = _(
            "What stands first is preferred %(value)s of the time (%(low)s to %(high)s), by its place alone %(even)s."
        )
        yield Finding("warn", text % given, _("Ask people to read every response before they choose."))
    elif first.high < even:
        text = _(
            "What stands first is preferred only %(value)s of the time (%(low)s to %(high)s), by its place alone "
            "%(even)s."
        )
        yield Finding("warn", text % given, _("Ask people to read every response before they choose."))


def _prevalence(facts: Facts) -> Iterator[Finding]:
    alpha, same, ac1 = (facts.report.figures.get(name) for name in ("alpha", "percent", "ac1"))
    if not (alpha and same and ac1) or alpha.value is None or same.value is None or ac1.value is None:
        return
    if alpha.value < TENTATIVE and ac1.value - alpha.value > 0.3:
        text = _(
            "One label is so common that guessing does well too: %(percent)s of the pairs of answers are equal and "
            "AC1 is %(ac1)s, yet α is %(alpha)s."
        )
        given = {"percent": percent(same.value), "ac1": number(ac1.value), "alpha": number(alpha.value)}
        yield Finding("plain", text % given, _("Judge by the rare labels, one by one, in the table of labels."))


def _confused(name: str, facts: Facts, label: Named) -> Iterator[Finding]:
    apart = [one for one in facts.confusions if not one.equal and (one.one or one.two)]
    total = sum(one.n for one in apart)
    if facts.even is not None:
        return  # responses of one task are other things in the next: there is nothing to tell apart in a guideline
    if not apart or apart[0].n < ENOUGH or apart[0].n < SHARE * total:
        return
    worst = apart[0]
    given = {
        "one": label(worst.one),
        "two": label(worst.two),
        "n": worst.n,
        "total": total,
        "percent": percent(worst.n / total),
    }
    evidence = {"field": name, "labels": f"{worst.one},{worst.two}", "state": "all"}
    lead = next(iter(facts.report.figures.values())).value
    yield Finding("warn", *_confusion(worst, facts.merged, lead, given), evidence, guideline=True)


def _confusion(worst: Confusion, merged: float | None, lead: float | None, given: dict[str, object]) -> tuple[str, str]:
    """What happens to the two labels, and what to do about it.

    merged, lead   alpha if they were one, and as it is
    """
    if not worst.one:
        text = _("“%(two)s” is often seen by one and not by the other: %(n)d of %(total)d differences (%(percent)s).")
        return text % given, _("Say in the guideline when it is to be marked.")
    if worst.one == worst.two:
        text = _("“%(one)s” is often marked at different places: %(n)d of %(total)d differences (%(percent)s).")
        return text % given, _("Say in the guideline where it begins and ends.")
    text = _(
        "“%(one)s” and “%(two)s” are taken for each other more than any other two: "
        "%(n)d of %(total)d differences (%(percent)s)."
    )
    text %= given
    if merged is not None and lead is not None and merged - lead < GAIN:
        text += " " + _("To make them one label would not help: α would be %(alpha)s.") % {"alpha": number(merged)}
    elif merged is not None:
        text += " " + _("Were they one label, α would be %(alpha)s.") % {"alpha": number(merged)}
    return text, _("Look at these tasks, then write into the guideline how to tell the two apart.")


def _people(name: str, facts: Facts, label: Named, person: Callable[[int], str]) -> Iterator[Finding]:
    known = [one for one in facts.people if one.others.value is not None and one.others.low is not None]
    if len(known) >= 3:
        yield from _outlier(name, known, label, person)
    for one in known:
        yield from _drift(name, one, person)


def _outlier(name: str, known: list[PersonFacts], label: Named, person: Callable[[int], str]) -> Iterator[Finding]:
    last, rest = known[0], known[1:]
    usual = median(one.others.value or 0 for one in rest)
    if (last.others.high or 1) >= usual:
        return
    given = {
        "name": person(last.id),
        "value": percent(last.others.value),
        "low": percent(last.others.low),
        "high": percent(last.others.high),
        "usual": percent(usual),
    }
    text = _("%(name)s has %(value)s in common with the others (%(low)s to %(high)s); %(usual)s is usual.") % given
    habit = next((one for one in last.habits if one.n >= ENOUGH and (one.own or one.others)), None)
    if habit is not None and habit.own != habit.others:
        said = {"own": label(habit.own), "others": label(habit.others), "n": habit.n}
        text += " " + _("Most often it is “%(own)s” where others say “%(others)s” (%(n)d times).") % said
    times = [one.seconds for one in rest if one.seconds]
    if last.seconds and times and last.seconds < QUICK * median(times):
        took = {"seconds": f"{last.seconds:.0f}", "usual": f"{median(times):.0f}"}
        text += " " + _("They take %(seconds)s s for a task, the others %(usual)s s.") % took
    evidence = {"field": name, "person": str(last.id), "state": "all"}
    yield Finding("warn", text, _("Talk it through with them, with these tasks at hand."), evidence)


def _drift(name: str, one: PersonFacts, person: Callable[[int], str]) -> Iterator[Finding]:
    told = [point for point in one.drift if _certain(point.figures["others"])]
    if len(told) < 2:
        return
    first, last = told[0].figures["others"], told[-1].figures["others"]
    given = {
        "name": person(one.id),
        "first": percent(first.value),
        "last": percent(last.value),
        "since": told[-1].since,
    }
    evidence = {"field": name, "person": str(one.id), "state": "all"}
    if (last.high or 1) < (first.low or 0):
        text = _("%(name)s drifts away: from %(first)s in common with the others to %(last)s since %(since)s.")
        yield Finding("warn", text % given, _("Look at their latest tasks together."), evidence)
    elif (last.low or 0) > (first.high or 1):
        text = _("%(name)s has come closer to the others: from %(first)s in common to %(last)s since %(since)s.")
        yield Finding("good", text % given)


def _certain(figure: Figure) -> bool:
    return figure.value is not None and figure.low is not None and figure.units >= LEAST_USES


def _guidelines(facts: Facts, lead: str) -> Iterator[Finding]:
    told = [point for point in facts.guidelines if point.figures.get(lead) and _certain(point.figures[lead])]
    if len(told) < 2:
        return
    before, after = told[-2], told[-1]
    old, new = before.figures[lead], after.figures[lead]
    given = {"old": _version(before), "new": _version(after), "first": number(old.value), "last": number(new.value)}
    if (new.low or 0) > (old.high or 1):
        text = _("The guideline's %(new)s helped: from %(first)s under its %(old)s to %(last)s.")
        yield Finding("good", text % given)
    elif (new.high or 1) < (old.low or 0):
        text = _("Since the guideline's %(new)s people agree less: %(first)s under its %(old)s, %(last)s now.")
        yield Finding("warn", text % given, _("Compare the two versions."), guideline=True)


def _version(point: Point) -> str:
    return _("version %(version)s") % {"version": point.since}


def _population(figure: Figure) -> Iterator[Finding]:
    low, high = figure.population_low, figure.population_high
    if low is None or high is None or high - low < WIDE or figure.note == Note.FEW_UNITS:
        return
    text = _(
        "All this is about these %(raters)d annotators. "
        "Of other annotators like them it only says: from %(low)s to %(high)s."
    )
    given = {"raters": figure.raters, "low": number(low), "high": number(high)}
    yield Finding("plain", text % given, _("If others will go on, let them label a part now."))
