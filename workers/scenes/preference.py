"""Which of two responses is better, and how clearly."""

from workers.scenes.base import Json, Scene, field
from workers.scenes.hand import Hand

QUESTION = "从成都去沈阳怎么走比较省时间？"
ANSWERS = [
    "**坐飞机最快。** 双流、天府机场每天都有直飞沈阳桃仙的航班，大约三个半小时。"
    "\n\n- 提前两周订票较便宜\n- 到机场请预留两小时",
    "可以坐高铁，在北京换乘，全程大约十五个小时，沿途风景不错。",
]


def answers() -> Json:
    return {"prompt": QUESTION, "responses": [{"text": text} for text in ANSWERS]}


def act(hand: Hand) -> None:
    """By what they say: each person sees them in an order of their own."""
    places = hand.page.locator(".response > .prose").all_inner_texts()
    hand.press("1" if "飞机" in places[0] else "2")


SCENE = Scene(
    fields=[field("preference", "哪个回答更好", "Which answer is better", required=True, ties=True)],
    row=answers(),
    act=act,
    gives={"winner": "a"},
    dark=True,
)
