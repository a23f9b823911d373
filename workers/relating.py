"""One set of relations out of those of several people, between the spans that their spans come to."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from annotation.kinds import KINDS
from workers.consensus.agreed import in_order
from workers.consensus.relations import voted_relations
from workers.fusing import fuse, name
from workers.measures import Context


@dataclass(frozen=True)
class End:
    """A span that relations lead to: where it lies, and which of the consensus it is; None where it is none of them."""

    start: int
    end: int
    label: str
    number: int | None


def related(answers: Mapping[int, Any], context: Context) -> tuple[list[dict[str, Any]], float]:
    """What half or more relate in one way, between spans of the consensus; as sure as all relations are on average.

    answers   annotator -> relations
    context   holds the spans that they lead to. Their consensus is that of their own question, with the ids that they
              have there
    """
    named = (relation["field"] for relations in answers.values() for relation in relations)
    field = context.options.field if context.options else next(named, "")
    spans = {who: whole[field] for who, whole in context.whole.items() if field in whole}
    order = in_order(spans)
    fused = fuse(KINDS["span"], {n: spans[who] for n, who in enumerate(order)}, context.fields.get(field)).found
    numbers = {
        (order[n], region["id"]): number
        for number, one in enumerate(fused)
        for n, region in zip(one.by, one.of, strict=True)
    }
    drawn = {}
    for who, relations in answers.items():
        ends = {}
        for span in spans.get(who, []):
            number = numbers.get((who, span["id"]))
            where = span if number is None else fused[number].region
            ends[span["id"]] = End(where["start"], where["end"], where["label"], number)
        there = (relation for relation in relations if relation["from"] in ends and relation["to"] in ends)
        drawn[who] = {_triple(relation, ends, context.options) for relation in there}
    shares = voted_relations(drawn)
    kept = [
        {"label": label, "from": name(head.number), "to": name(tail.number), "field": field}
        for (head, tail, label), share in shares.items()
        if share >= 0.5 and head.number is not None and tail.number is not None
    ][: context.options.maximum if context.options else None]
    sure = sum(max(share, 1 - share) for share in shares.values()) / len(shares) if shares else 1.0
    return [{"id": name(len(fused) + n)} | one for n, one in enumerate(kept)], sure


def _triple(relation: Mapping[str, Any], ends: Mapping[str, End], options: Any) -> tuple[End, End, str]:
    """The relation between the spans of the consensus; where the direction says nothing, in the order of the text."""
    head, tail, label = ends[relation["from"]], ends[relation["to"]], str(relation["label"])
    if (
        options
        and options.rule(label).symmetric
        and (tail.start, tail.end, tail.label) < (head.start, head.end, head.label)
    ):
        head, tail = tail, head
    return head, tail, label
