"""Stars for a text."""

from workers.scenes.base import Scene, field
from workers.scenes.hand import Hand


def act(hand: Hand) -> None:
    hand.press("4")


SCENE = Scene(
    fields=[field("rating", "通顺程度", "How well it reads", minimum=1, maximum=5, style="stars")],
    row={"text": "这款车载语音助手反应很快，方言也听得懂，只是偶尔会把“导航回家”听成“打电话回家”。"},
    act=act,
    gives=4,
)
