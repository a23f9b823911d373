"""Names in a sentence of trade."""

from workers.scenes.base import Scene, field, label
from workers.scenes.hand import Hand

TEXT = "海南远舟供应链有限公司于2026年3月18日自洋浦港发往新加坡一批天然橡胶，共计42个集装箱，联系人陈嘉禾。"
KINDS = [
    label("ORG", "1", "机构", "Organisation", "#2f6fd6"),
    label("LOC", "2", "地点", "Place", "#0f766e"),
    label("DATE", "3", "日期", "Date", "#b45309"),
    label("PER", "4", "人名", "Person", "#b3392f"),
]
FOUND = [("海南远舟供应链有限公司", "1"), ("2026年3月18日", "3"), ("洋浦港", "2"), ("新加坡", "2"), ("陈嘉禾", "4")]


def act(hand: Hand) -> None:
    for words, key in FOUND:
        hand.select(words)
        hand.press(key, "Escape")


SCENE = Scene(
    fields=[field("span", "实体", "Entities", KINDS)],
    row={"text": TEXT},
    act=act,
    gives=["ORG", "DATE", "LOC", "LOC", "PER"],
    dark=True,
)
