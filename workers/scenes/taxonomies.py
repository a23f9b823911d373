"""Several classes out of a tree of classes."""

from workers.scenes.base import Scene, field
from workers.scenes.hand import Hand
from workers.scenes.taxonomy import REQUESTS


def act(hand: Hand) -> None:
    for place in (3, 4):
        hand.page.get_by_role("treeitem").nth(place).click()


SCENE = Scene(
    fields=[field("taxonomies", "诉求分类", "What it is about", REQUESTS, leaves=True)],
    row={"text": "三号楼的暖气管漏水，水已经流到电梯井里了，电梯也停了，老人上下楼很不方便。"},
    act=act,
    gives=["leak", "lift"],
)
