"""Who works where: people and places marked, and joined."""

from workers.scenes.base import Scene, field, label
from workers.scenes.hand import Hand

NAMES = field(
    "span",
    "实体",
    "Entities",
    [label("PER", "1", "人名", "Person", "#b3392f"), label("LOC", "2", "地点", "Place", "#2f6fd6")],
)
LINKS = field(
    "relation",
    "关系",
    "Relations",
    [
        label("works_in", "3", "工作于", "Works in", "#0f766e"),
        label("knows", "4", "相识", "Know each other", "#a21caf"),
    ],
    field="span",
    rules=[
        {"label": "works_in", "sources": ["PER"], "targets": ["LOC"]},
        {"label": "knows", "sources": ["PER"], "targets": ["PER"], "symmetric": True},
    ],
)


def act(hand: Hand) -> None:
    for words, key in [("王芳", "1"), ("李强", "1"), ("沈阳市", "2")]:
        hand.select(words)
        hand.press(key, "Escape")
    for source, target in [("李强", "沈阳市"), ("王芳", "李强")]:
        hand.press("r")
        hand.click_words(source)
        hand.click_words(target)
        hand.press("Escape")


SCENE = Scene(
    fields=[NAMES, LINKS],
    row={"text": "王芳和李强是大学同学，如今李强在沈阳市的一家机床厂做工艺工程师。"},
    act=act,
    gives=["knows", "works_in"],
)
