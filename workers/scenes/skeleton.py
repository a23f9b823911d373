"""The face of a cat: joints that are named, and what lies between them."""

from workers.scenes.base import Scene, field, label, photo
from workers.scenes.hand import Hand

FACE = {
    "joints": [
        {"name": "left_eye", "title": {"zh": "左眼", "en": "Left eye"}, "at": [0.8, 0.2]},
        {"name": "right_eye", "title": {"zh": "右眼", "en": "Right eye"}, "at": [0.2, 0.2]},
        {"name": "nose", "title": {"zh": "鼻子", "en": "Nose"}, "at": [0.5, 1]},
    ],
    "edges": [["left_eye", "nose"], ["right_eye", "nose"]],
}


def act(hand: Hand) -> None:
    for joint in [(320, 136), (172, 120), (260, 238)]:
        hand.click(*joint)


SCENE = Scene(
    media="image",
    fields=[field("skeleton", "面部", "Face", [label("cat", "1", "猫", "Cat", "#2f6fd6")], **FACE)],
    row={"image": "chelsea.jpg"},
    files=photo("chelsea.jpg"),
    act=act,
    gives=["cat"],
)
