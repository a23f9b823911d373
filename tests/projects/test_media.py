"""What an image is: shown upright, measured upright, thumbnailed, refused with a sentence."""

import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from projects import media
from projects.media import image
from projects.problems import Problem

RED, GREEN, BLUE, WHITE = (220, 30, 30), (30, 180, 30), (30, 30, 220), (250, 250, 250)
SAMPLES = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "samples"
# What turns the upright image into the stored one, for each value of EXIF's orientation.
STORED = {
    1: None,
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}


def quarters():
    """60 × 40 with a colour in each corner: no turn or mirror image looks like another."""
    image = Image.new("RGB", (60, 40))
    for box, color in zip([(0, 0), (30, 0), (0, 20), (30, 20)], [RED, GREEN, BLUE, WHITE], strict=True):
        image.paste(color, (*box, box[0] + 30, box[1] + 20))
    return image


def corners(image):
    """The colour in the middle of each quarter, by its strongest channel."""
    width, height = image.size
    pixels = image.convert("RGB")
    spots = [(x, y) for y in (height // 4, 3 * height // 4) for x in (width // 4, 3 * width // 4)]
    return [tuple(channel > 128 for channel in pixels.getpixel(spot)) for spot in spots]


def examined(tmp_path, raw, name="x.png"):
    path = tmp_path / "file"
    path.write_bytes(raw)
    picture = image.examine(path, name)
    return picture, Image.open(io.BytesIO(picture.shown or raw))


def saved(image, kind, **options):
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


def codes(picture):
    return [remark.code for remark in picture.remarks]


@pytest.mark.parametrize("orientation", STORED)
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF"])
def test_an_image_is_turned_upright_once(tmp_path, kind, orientation):
    upright = quarters()
    stored = upright if orientation == 1 else upright.transpose(STORED[orientation])
    exif = Image.Exif()
    exif[0x0112] = orientation
    options = {"quality": 95} if kind in ("JPEG", "WEBP") else {}
    picture, shown = examined(tmp_path, saved(stored, kind, exif=exif, **options), f"x.{kind.lower()}")
    assert (picture.width, picture.height) == (60, 40) == shown.size
    assert corners(shown) == corners(upright)
    assert shown.getexif().get(0x0112, 1) == 1
    thumbnail = Image.open(io.BytesIO(picture.thumbnail))
    assert corners(thumbnail) == corners(upright)


@pytest.mark.parametrize(("kind", "mime"), [("PNG", "image/png"), ("JPEG", "image/jpeg"), ("WEBP", "image/webp")])
def test_what_browsers_show_is_kept_byte_for_byte(tmp_path, kind, mime):
    picture, _shown = examined(tmp_path, saved(quarters(), kind), f"x.{kind.lower()}")
    assert picture.shown is None
    assert (picture.mime, codes(picture)) == (mime, [])


@pytest.mark.parametrize("kind", ["BMP", "TIFF"])
def test_what_browsers_do_not_show_becomes_a_png_with_the_same_pixels(tmp_path, kind):
    picture, shown = examined(tmp_path, saved(quarters(), kind), f"x.{kind.lower()}")
    assert (picture.mime, shown.format) == ("image/png", "PNG")
    assert np.array_equal(np.asarray(shown), np.asarray(quarters()))


def test_cmyk_becomes_rgb(tmp_path):
    picture, shown = examined(tmp_path, saved(quarters().convert("CMYK"), "JPEG", quality=95), "x.jpg")
    assert (shown.mode, shown.format, shown.size) == ("RGB", "JPEG", (60, 40))
    assert corners(shown) == corners(quarters())
    assert codes(picture) == ["colours"]


def test_sixteen_bits_are_stretched_over_the_range_that_is_used(tmp_path):
    values = np.linspace(100, 1100, 60 * 40, dtype=np.uint16).reshape(40, 60)  # of 65535: nearly black as it is
    picture, shown = examined(tmp_path, saved(Image.fromarray(values), "PNG"))
    assert (shown.mode, np.asarray(shown).min(), np.asarray(shown).max()) == ("L", 0, 255)
    assert codes(picture) == ["depth"]


def test_an_even_sixteen_bit_image_is_black_and_no_error(tmp_path):
    _picture, shown = examined(tmp_path, saved(Image.fromarray(np.full((5, 5), 700, np.uint16)), "PNG"))
    assert np.asarray(shown).max() == 0


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA"])
def test_every_mode_gets_a_thumbnail(tmp_path, mode):
    picture, _shown = examined(tmp_path, saved(quarters().convert(mode), "PNG"))
    assert Image.open(io.BytesIO(picture.thumbnail)).size == (60, 40)


def test_a_thumbnail_is_small_and_keeps_transparency(tmp_path):
    picture, _shown = examined(tmp_path, saved(Image.new("RGBA", (2000, 1000), (0, 0, 0, 0)), "PNG"))
    thumbnail = Image.open(io.BytesIO(picture.thumbnail))
    assert (thumbnail.size, thumbnail.mode, thumbnail.format) == ((320, 160), "RGBA", "WEBP")
    assert thumbnail.getpixel((5, 5))[3] == 0


def test_a_line_of_pixels_has_a_thumbnail_too(tmp_path):
    picture, _shown = examined(tmp_path, saved(Image.new("L", (5000, 1)), "PNG"))
    assert Image.open(io.BytesIO(picture.thumbnail)).size == (320, 1)


def test_of_a_moving_gif_the_first_frame_is_taken(tmp_path):
    frames = [Image.new("RGB", (20, 10), color) for color in (RED, GREEN, BLUE)]
    raw = saved(frames[0], "GIF", save_all=True, append_images=frames[1:])
    picture, shown = examined(tmp_path, raw, "x.gif")
    assert (shown.format, getattr(shown, "n_frames", 1), codes(picture)) == ("PNG", 1, ["first_frame"])
    assert shown.convert("RGB").getpixel((5, 5)) == RED


def test_a_still_gif_stays_as_it_is(tmp_path):
    picture, _shown = examined(tmp_path, saved(Image.new("P", (20, 10)), "GIF"), "x.gif")
    assert (picture.shown, picture.mime) == (None, "image/gif")


def test_a_wrong_ending_is_told_and_the_content_counts(tmp_path):
    picture, _shown = examined(tmp_path, saved(quarters(), "PNG"), "photo.jpg")
    assert (picture.mime, picture.original_suffix, codes(picture)) == ("image/png", ".png", ["extension"])


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "TIFF", "BMP", "GIF"])
@pytest.mark.parametrize("kept", [0.2, 0.6, 0.9])
def test_a_cut_off_image_is_refused(tmp_path, kind, kept):
    noise = Image.fromarray(np.random.default_rng(7).integers(0, 255, (80, 80, 3), dtype=np.uint8))
    raw = saved(noise, kind)
    with pytest.raises(Problem) as refused:
        examined(tmp_path, raw[: int(len(raw) * kept)])
    assert refused.value.code in ("damaged", "not_an_image")


def test_a_bomb_is_refused_by_its_header(tmp_path, monkeypatch):
    raw = saved(quarters(), "PNG")
    monkeypatch.setattr(image, "PIXELS", 59 * 40)
    monkeypatch.setattr(Image.Image, "load", None)  # nothing is decoded
    with pytest.raises(Problem) as refused:
        examined(tmp_path, raw)
    assert refused.value.code == "too_large"


def test_more_than_twice_the_limit_is_refused_the_same_way(tmp_path, monkeypatch):
    raw = saved(quarters(), "PNG")
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 60 * 40 // 3)
    with pytest.raises(Problem) as refused:
        examined(tmp_path, raw)
    assert refused.value.code == "too_large"


@pytest.mark.parametrize("raw", [b"", b"GIF89a", b"%!PS-Adobe-3.0 EPSF", b"<svg xmlns='http://www.w3.org/2000/svg'/>"])
def test_what_is_no_image_of_ours_is_refused(tmp_path, raw):
    with pytest.raises(Problem) as refused:
        examined(tmp_path, raw)
    assert refused.value.code in ("not_an_image", "damaged")


def test_damaged_exif_does_not_spoil_the_image(tmp_path):
    raw = saved(quarters(), "JPEG", exif=b"Exif\0\0II*\0\x08\0\0\0\xff\xff\x12\x01", quality=95)
    _picture, shown = examined(tmp_path, raw, "x.jpg")
    assert corners(shown) == corners(quarters())


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (b"\x89PNG\r\n\x1a\n", "image"),
        (b"BM\x00\x10\x00\x00\0\0\0\0", "image"),
        (b"BMW fahren macht Spass", None),
        (b"RIFF\0\0\0\0WEBPVP8 ", "image"),
        (b"RIFF\0\0\0\0WAVEfmt ", "audio"),
        (b"PK\3\4", "zip"),
        (b"%PDF-1.7", "pdf"),
        (b"\0\0\0\x18ftypheic", "heif"),
        (b"\0\0\0\x18ftypisom", "video"),
        ("文本".encode(), None),
        (b"", None),
    ],
)
def test_the_first_bytes_say_what_a_file_is(head, kind):
    assert media.sniff(head) == kind


def test_real_photographs_are_read(tmp_path):
    """Photographs and scans of several makers; where the samples are not at hand, one of each kind is drawn."""
    real = [
        path for folder in ("driving", "images", "medical", "remote") for path in (SAMPLES / folder).glob("*.[pjt]*")
    ]
    files = [path for path in real if path.suffix in (".png", ".jpg", ".tif")]
    if not files:
        for kind, ending in (("PNG", ".png"), ("JPEG", ".jpg"), ("TIFF", ".tif")):
            path = tmp_path / f"drawn{ending}"
            path.write_bytes(saved(quarters(), kind))
            files.append(path)
    for path in files:
        picture = image.examine(path, path.name)
        with Image.open(path) as original:
            assert (picture.width, picture.height) == original.size
        assert picture.mime in ("image/png", "image/jpeg")
        assert max(Image.open(io.BytesIO(picture.thumbnail)).size) <= image.THUMBNAIL
