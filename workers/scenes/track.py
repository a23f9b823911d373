"""A car and somebody on foot, followed through a street. The film is drawn; `tests/clips/make.py` says how."""

import shutil
from pathlib import Path

from workers.scenes.base import PHOTOS, Scene, field, label
from workers.scenes.hand import Hand

FILM = PHOTOS.parent / "films" / "street.webm"
ROAD_USERS = [label("car", "1", "小汽车", "Car", "#2f6fd6"), label("person", "2", "行人", "Person", "#0f766e")]


def film(folder: Path) -> None:
    shutil.copy(FILM, folder)


def go(hand: Hand, frame: int) -> None:
    number = hand.page.locator(".frame-number input")
    number.fill(str(frame))
    number.press("Enter")
    hand.page.locator(f".frame-number [data-frame='{frame}']").wait_for()


def act(hand: Hand) -> None:
    hand.press("1")
    hand.drag((4, 94), (78, 137))
    hand.press("Escape", "2")
    hand.drag((249, 128), (261, 166))
    go(hand, 50)
    hand.drag((255, 147), (195, 147))  # the one that is selected still: its second key frame
    hand.press("Escape", "v")
    hand.click(30, 105)
    hand.drag((41, 116), (221, 116))
    go(hand, 30)


SCENE = Scene(
    media="video",
    fields=[field("track", "道路使用者", "Road users", ROAD_USERS)],
    row={"video": "street.webm"},
    files=film,
    act=act,
    gives=["car", "person"],
)
