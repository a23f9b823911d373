"""Images too large to be shown in one piece: imported with their tiles, served behind the door of the asset."""

import io

import pytest
from PIL import Image, ImageDraw

from projects import pyramid, storage
from projects.models import Asset
from tests.imports.files import brought, counted

MARK = (12_345, 120, 12_405, 160)


def wide():
    """17,000 × 400 pixels, grey, with a red mark."""
    image = Image.new("RGB", (17_000, 400), "#808488")
    ImageDraw.Draw(image).rectangle((MARK[0], MARK[1], MARK[2] - 1, MARK[3] - 1), fill="#e01818")
    return saved(image)


def saved(image):
    buffer = io.BytesIO()
    image.save(buffer, "PNG", compress_level=1)
    return buffer.getvalue()


@pytest.fixture
def asset(make):
    project = make.project("box")
    assert counted(brought(project, {"wide.png": wide()})) == (1, 0, 0)
    return Asset.objects.get(project=project)


def shown(response):
    assert response.status_code == 200
    return Image.open(io.BytesIO(b"".join(response) if response.streaming else response.content))


def test_a_wide_image_is_kept_as_it_came_and_served_in_tiles(make, asset):
    assert (asset.width, asset.height, asset.mime) == (17_000, 400, "image/png")
    assert asset.file == asset.original
    client = make.client(make.annotator(project=asset.project))
    first, second = (shown(client.get(f"/api/assets/{asset.pk}/tiles/0/{column}/0")) for column in (24, 33))
    assert (first.size, second.size) == ((512, 400), (17_000 - 33 * 512, 400))
    left = MARK[0] - 24 * 512
    inside, beside = first.getpixel((left + 2, MARK[1] + 2)), first.getpixel((left - 3, MARK[1] + 2))
    assert inside[0] > 200 > 60 > inside[1]
    assert abs(beside[0] - beside[1]) < 20
    assert shown(client.get(f"/api/assets/{asset.pk}/overview")).size == (2048, 48)
    assert client.get(f"/api/assets/{asset.pk}/tiles/0/34/0").status_code == 404
    assert client.get(f"/api/assets/{asset.pk}/tiles/7/0/0").status_code == 404


def test_a_tile_never_changes_so_it_is_sent_once(make, asset):
    client = make.client(make.annotator(project=asset.project))
    answer = client.get(f"/api/assets/{asset.pk}/tiles/2/1/0")
    assert answer["Content-Type"] == "image/jpeg"
    assert "immutable" in answer["Cache-Control"]
    assert (
        client.get(f"/api/assets/{asset.pk}/tiles/2/1/0", headers={"If-None-Match": answer["ETag"]}).status_code == 304
    )
    assert (
        client.get(f"/api/assets/{asset.pk}/tiles/2/2/0", headers={"If-None-Match": answer["ETag"]}).status_code == 200
    )


def test_the_workspace_and_the_api_say_where_the_tiles_are(make, asset):
    told = {"url": f"/api/assets/{asset.pk}/tiles", "side": 512, "levels": 7}
    task = asset.tasks.get()
    lead = make.client(make.lead(project=asset.project))
    assert lead.get(f"/api/tasks/{task.pk}").json()["asset"]["tiles"] == told
    person = make.client(make.annotator(project=asset.project))
    [claimed] = person.post(
        f"/api/projects/{asset.project_id}/claim", {"count": 1}, content_type="application/json"
    ).json()["assignments"]
    assert claimed["task"]["asset"]["tiles"] == told


def test_an_image_of_66_megapixels_gets_tiles_and_one_below_the_limit_none(make):
    project = make.project("box")
    image = Image.linear_gradient("L").resize((8200, 8100))
    brought(project, {"large.png": saved(image), "small.png": saved(image.crop((0, 0, 8100, 900)))})
    large, small = Asset.objects.filter(project=project).order_by("-height")
    assert (large.width * large.height, small.derived) == (66_420_000, {})
    with storage.open_file(large.derived["tiles"]) as file:
        tiles = pyramid.Pyramid(file)
        assert tiles.grid == pyramid.Grid(8200, 8100)
        last = Image.open(io.BytesIO(tiles.tile(0, 16, 15)))
        top = Image.open(io.BytesIO(tiles.tile(5, 0, 0)))
    assert last.size == (8200 - 16 * 512, 8100 - 15 * 512)
    assert top.size == (257, 254)
    assert last.getpixel((4, 400)) >= 253 > 5 > top.getpixel((128, 0))
    client = make.client(make.annotator(project=project))
    assert client.get(f"/api/assets/{small.pk}/tiles/0/0/0").status_code == 404
    assert shown(client.get(f"/api/assets/{small.pk}/overview")).size == (8100, 900)


def test_the_same_large_image_in_another_project_has_the_same_tiles(make, asset):
    other = make.project("box", organisation=asset.project.organisation)
    brought(other, {"again.png": wide()})
    assert Asset.objects.get(project=other).derived == asset.derived
