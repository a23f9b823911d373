"""One class out of a tree of classes."""

from workers.scenes.base import Json, Scene, field
from workers.scenes.hand import Hand


def node(name: str, zh: str, en: str, parent: str = "") -> Json:
    return {"name": name, "title": {"zh": zh, "en": en}} | ({"parent": parent} if parent else {})


REQUESTS = [
    node("housing", "住房", "Housing"),
    node("heating", "供暖", "Heating", "housing"),
    node("cold", "温度不达标", "Too cold", "heating"),
    node("leak", "管道漏水", "Leaking pipe", "heating"),
    node("lift", "电梯", "Lift", "housing"),
    node("traffic", "交通", "Traffic"),
    node("parking", "停车", "Parking", "traffic"),
    node("bus", "公交", "Buses", "traffic"),
]


def act(hand: Hand) -> None:
    hand.page.get_by_role("treeitem").nth(2).click()


SCENE = Scene(
    fields=[field("taxonomy", "诉求分类", "What it is about", REQUESTS, leaves=True)],
    row={"text": "小区供暖都半个月了，家里还是只有十五度，物业说管道没问题，麻烦派人来看看。"},
    act=act,
    gives="cold",
)
