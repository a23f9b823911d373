"""A response corrected; what was changed is seen in it."""

from workers.scenes.base import Scene, field
from workers.scenes.hand import Hand

WRONG = "天府广场位于北京市中心，是当地的交通枢纽，两条地铁在此换乘。"
RIGHT = WRONG.replace("北京", "成都")


def act(hand: Hand) -> None:
    hand.page.locator("textarea").fill(RIGHT)


SCENE = Scene(
    fields=[field("rewrite", "改正回答", "Correct the answer", about="a", required=True)],
    row={"prompt": "天府广场在哪里？", "responses": [{"text": WRONG}]},
    act=act,
    gives=RIGHT,
)
