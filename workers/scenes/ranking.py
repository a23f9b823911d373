"""Three responses, from the best on."""

from workers.scenes.base import Scene, field
from workers.scenes.hand import Hand
from workers.scenes.preference import ANSWERS, QUESTION

BEST_FIRST = ["飞机", "高铁", "不清楚"]


def act(hand: Hand) -> None:
    places = hand.page.locator(".response > .prose").all_inner_texts()
    for words in BEST_FIRST:
        hand.press(str(1 + next(at for at, text in enumerate(places) if words in text)))


SCENE = Scene(
    fields=[field("ranking", "回答排序", "From best to worst", required=True)],
    row={"prompt": QUESTION, "responses": [{"text": text} for text in [*ANSWERS, "我不清楚，建议您问问当地人。"]]},
    act=act,
    gives=["a", "b", "c"],
)
