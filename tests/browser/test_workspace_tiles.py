"""Images too large to be shown in one piece: labelled like any other, to the pixel, with a few of their tiles."""

import io

import numpy as np
import pytest
from PIL import Image, ImageDraw
from playwright.sync_api import expect

from annotation.kinds import rle
from projects.models import Asset
from tests.browser.test_workspace_masks import MASKS
from tests.browser.workbench import BOXES, body, stored
from tests.imports.files import brought

pytestmark = pytest.mark.once

MARK = (12_345, 120, 12_405, 160)


def picture(width, height, mark):
    """A grey image with a red mark, as PNG."""
    image = Image.new("RGB", (width, height), "#808488")
    ImageDraw.Draw(image).rectangle((mark[0], mark[1], mark[2] - 1, mark[3] - 1), fill="#e01818")
    buffer = io.BytesIO()
    image.save(buffer, "PNG", compress_level=1)
    return buffer.getvalue()


@pytest.fixture
def opened(make, bench):
    """Open a project with one such image, imported; returns its annotator and the tiles that are asked for."""

    def open_it(width, height, mark, field):
        project = make.project(body=body(field, media="image"), overlap=1)
        brought(project, {"large.png": picture(width, height, mark)})
        person = make.annotator(language="en", project=project)
        bench.sign_in(make, person)
        tiles: list[str] = []
        bench.page.on("request", lambda request: tiles.append(request.url) if "/tiles/" in request.url else None)
        bench.open(project)
        return person, tiles

    return open_it


def seen_mark(bench):
    """Where the red mark is on the screen: left, top, right, bottom; None while it is not."""
    area = bench.page.locator(".image-surface").bounding_box()
    clip = {key: area[key] for key in ("x", "y", "width", "height")}
    raw = bench.page.screenshot(clip=clip, mask=[bench.page.locator(".minimap")], mask_color="#000")
    shot = Image.open(io.BytesIO(raw)).convert("RGB")
    colours = np.asarray(shot, int)
    rows, columns = np.nonzero((colours[..., 0] > 190) & (colours[..., 1] < 70) & (colours[..., 2] < 70))
    if not len(rows):
        return None
    left, top = area["x"], area["y"]
    ends = (columns.min(), rows.min(), columns.max() + 1, rows.max() + 1)
    return tuple(float(end) + start for end, start in zip(ends, (left, top) * 2, strict=True))


def look_at_mark(bench, width):
    """Turn the wheel over the mark until it is so wide on the screen, and still."""
    for _ in range(40):
        bench.wait_until(lambda: seen_mark(bench))
        left, top, right, bottom = seen_mark(bench)
        if right - left >= width:
            break
        bench.page.mouse.move((left + right) / 2, (top + bottom) / 2)
        for _notch in range(3):
            bench.page.mouse.wheel(0, -150)
        bench.wait_until(lambda: (mark := seen_mark(bench)) and mark[2] - mark[0] > 1.3 * (right - left))  # noqa: B023
    bench.page.mouse.move(left - 60, top - 60)  # the cross of lines is not over the mark
    return bench.at_rest(lambda: seen_mark(bench))


def drag(bench, left, top, right, bottom):
    mouse = bench.page.mouse
    mouse.move(left, top)
    mouse.down()
    mouse.move((left + right) / 2, (top + bottom) / 2)
    mouse.move(right, bottom)
    mouse.up()


def test_a_box_around_what_is_seen_is_stored_to_the_pixel(bench, opened):
    person, tiles = opened(17_000, 400, MARK, BOXES)
    expect(bench.page.locator(".image-surface img:not(.minimap *)")).to_have_count(0)
    drag(bench, *look_at_mark(bench, 300))
    expect(bench.regions).to_have_count(1)
    bench.press("Control+Enter")
    bench.wait_until(lambda: stored(person))
    [answer] = stored(person).values()
    [drawn] = answer["objects"]
    found = [round(drawn[key]) for key in ("x", "y", "width", "height")]
    assert found == [MARK[0], MARK[1], MARK[2] - MARK[0], MARK[3] - MARK[1]]
    assert len(set(tiles)) < 40


def test_of_66_megapixels_only_what_is_seen_is_loaded(bench, opened):
    mark = (3000, 2500, 3400, 2800)
    person, tiles = opened(8200, 8100, mark, BOXES)
    asset = Asset.objects.get()
    assert (
        bench.page.evaluate("performance.getEntriesByType('resource').map(entry => entry.name)").count(
            f"{bench.url}/api/assets/{asset.pk}/file"
        )
        == 0
    )
    drag(bench, *look_at_mark(bench, 300))
    expect(bench.regions).to_have_count(1)
    bench.press("Control+Enter")
    bench.wait_until(lambda: stored(person))
    [answer] = stored(person).values()
    [drawn] = answer["objects"]
    found = [drawn[key] for key in ("x", "y", "width", "height")]
    assert found == pytest.approx([3000, 2500, 400, 300], abs=1)
    assert 0 < len(set(tiles)) < 120  # of 373


def test_a_fill_by_colour_takes_what_is_near_enough_to_be_seen_in_pixels(bench, opened):
    person, _tiles = opened(17_000, 400, MARK, MASKS)
    bench.press("f")
    bench.wait_until(lambda: seen_mark(bench))
    left, top, right, bottom = seen_mark(bench)
    bench.page.mouse.click((left + right) / 2, (top + bottom) / 2)
    expect(bench.page.locator(".told")).to_contain_text("Zoom in first")
    expect(bench.regions).to_have_count(0)
    left, top, right, bottom = look_at_mark(bench, 200)
    bench.page.mouse.click((left + right) / 2, (top + bottom) / 2)
    expect(bench.regions).to_have_count(1)
    bench.press("Control+Enter")
    bench.wait_until(lambda: stored(person))
    [answer] = stored(person).values()
    [mask] = answer["surface"]
    x, y, width, height = rle.box(rle.edges_of(mask["counts"], 17_000 * 400), 400)
    assert [x, y, x + width, y + height] == pytest.approx(list(MARK), abs=1)
