"""The date of a document."""

from workers.scenes.base import Scene, field
from workers.scenes.hand import Hand


def act(hand: Hand) -> None:
    hand.page.locator("input[type=date]").fill("2026-03-18")


SCENE = Scene(
    fields=[field("date", "签署日期", "Signed on", required=True, earliest="2020-01-01")],
    row={"text": "本合同一式两份，甲乙双方各执一份，自二〇二六年三月十八日双方签字盖章之日起生效。"},
    act=act,
    gives="2026-03-18",
)
