"""A summary written for a text."""

from workers.scenes.base import Scene, field
from workers.scenes.hand import Hand

SUMMARY = "住户反映供暖温度不达标，要求派人检查。"


def act(hand: Hand) -> None:
    hand.press("q")
    hand.page.keyboard.insert_text(SUMMARY)


SCENE = Scene(
    fields=[field("text", "摘要", "Summary", required=True, maximum=40, lines=True)],
    row={"text": "小区供暖都半个月了，家里还是只有十五度，物业说管道没问题，麻烦派人来看看。"},
    act=act,
    gives=SUMMARY,
)
