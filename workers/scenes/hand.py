"""A person's hands at the workspace: keys, and a mouse that goes by pixels of the image or words of the text."""

import time
from collections.abc import Callable

from playwright.sync_api import Page

PATIENCE = 20.0  # seconds until something that must happen has failed to

IMAGE = """() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => {
    const image = document.querySelector('.image-surface :is(img, video)');
    const { left, top, width } = image.getBoundingClientRect();
    done({ left, top, scale: width / (image.naturalWidth || image.videoWidth) });
})))"""

LOADED = """() => {
    const { naturalWidth, videoWidth, readyState } = document.querySelector('.image-surface :is(img, video)');
    return naturalWidth > 0 || (videoWidth > 0 && readyState >= HTMLMediaElement.HAVE_CURRENT_DATA);
}"""

WORDS = """text => {
    for (const para of document.querySelectorAll('.page .para')) {
        const node = para.firstChild, at = node.data.indexOf(text);
        if (at < 0) continue;
        const range = document.createRange();
        range.setStart(node, at);
        range.setEnd(node, at + text.length);
        const { left, right, top, bottom } = range.getBoundingClientRect();
        return { left, right, y: (top + bottom) / 2 };
    }
    throw new Error('not on the screen: ' + text);
}"""


class Hand:
    def __init__(self, page: Page) -> None:
        self.page = page

    def wait_until(self, happened: Callable[[], object], otherwise: str = "it has not happened") -> None:
        """Let the browser go on until something that its page does not show has happened."""
        last = time.monotonic() + PATIENCE
        while not happened():
            assert time.monotonic() < last, otherwise
            self.page.wait_for_timeout(20)

    def press(self, *strokes: str) -> None:
        for stroke in strokes:
            self.page.keyboard.press(stroke)

    def image(self) -> dict[str, float]:
        """Where the image, or the film, lies on the screen, and how many screen pixels one of its pixels takes."""
        self.page.locator(".image-surface :is(img, video)").first.wait_for()
        self.wait_until(lambda: self.page.evaluate(LOADED))
        lies: dict[str, float] = self.page.evaluate(IMAGE)
        return lies

    def at(self, x: float, y: float) -> tuple[float, float]:
        """The point of the screen that shows a pixel of the image."""
        lies = self.image()
        return lies["left"] + x * lies["scale"], lies["top"] + y * lies["scale"]

    def drag(self, start: tuple[float, float], *way: tuple[float, float]) -> None:
        """From one pixel of the image over others to the last."""
        mouse = self.page.mouse
        mouse.move(*self.at(*start))
        mouse.down()
        for before, point in zip((start, *way), way, strict=False):
            mouse.move(*self.at((before[0] + point[0]) / 2, (before[1] + point[1]) / 2))
            mouse.move(*self.at(*point))
        mouse.up()

    def stretch(self, part: str, start: float, end: float) -> None:
        """Drag along a part of the page, from one share of its width to another."""
        self.page.locator(part).wait_for()
        box = self.page.locator(part).bounding_box()
        assert box is not None
        middle = box["y"] + box["height"] / 2
        mouse = self.page.mouse
        mouse.move(box["x"] + box["width"] * start, middle)
        mouse.down()
        mouse.move(box["x"] + box["width"] * (start + end) / 2, middle)
        mouse.move(box["x"] + box["width"] * end, middle)
        mouse.up()

    def click(self, x: float, y: float) -> None:
        self.page.mouse.click(*self.at(x, y))

    def words(self, text: str) -> dict[str, float]:
        """Where a piece of the text lies on the screen."""
        lies: dict[str, float] = self.page.evaluate(WORDS, text)
        return lies

    def select(self, text: str) -> None:
        """Drag the mouse over a piece of the text."""
        lies = self.words(text)
        self.page.mouse.move(lies["left"] + 1, lies["y"])
        self.page.mouse.down()
        self.page.mouse.move((lies["left"] + lies["right"]) / 2, lies["y"])
        self.page.mouse.move(lies["right"] - 1, lies["y"])
        self.page.mouse.up()

    def click_words(self, text: str) -> None:
        lies = self.words(text)
        self.page.mouse.click((lies["left"] + lies["right"]) / 2, lies["y"])
