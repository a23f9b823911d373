"""Images: their upright size, and how a browser can show them.

Pure functions over bytes and Pillow; they run in a worker, never while somebody waits for a page.
"""

import io
import warnings
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Any

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from PIL import ExifTags, Image, ImageOps

from projects import pyramid
from projects.media.base import Derived, Examined, Examiner, Remark
from projects.problems import Problem

PIXELS = 300_000_000  # more is refused: decoded, an image takes up to four bytes a pixel, and twice that to turn it
THUMBNAIL = 320
WIDEST_JPEG = 65_500
QUALITY = 95
STRIP = 4_000_000  # pixels

# Pillow would warn above and raise at twice its limit; `examine` looks at the size itself before anything is decoded.
Image.MAX_IMAGE_PIXELS = PIXELS
warnings.filterwarnings("ignore", category=Image.DecompressionBombWarning)
warnings.filterwarnings("ignore", message="Corrupt EXIF data")  # what of it can be read is enough

FORMATS = {  # Pillow's name: (MIME type, endings)
    "PNG": ("image/png", (".png", ".apng")),
    "JPEG": ("image/jpeg", (".jpg", ".jpeg", ".jpe", ".jfif")),
    "MPO": ("image/jpeg", (".jpg", ".jpeg", ".mpo")),  # a JPEG with further views behind it, as phones write them
    "WEBP": ("image/webp", (".webp",)),
    "TIFF": ("image/tiff", (".tif", ".tiff")),
    "BMP": ("image/bmp", (".bmp", ".dib")),
    "GIF": ("image/gif", (".gif",)),
}
READ = tuple(name for name in FORMATS if name != "MPO")  # Pillow finds an MPO by opening a JPEG
SHOWN_BY_BROWSERS = {"PNG", "JPEG", "MPO", "WEBP", "GIF"}
BROWSER_MODES = {"1", "L", "LA", "P", "PA", "RGB", "RGBA"}
DEEP_MODES = {"I", "F", "I;16", "I;16L", "I;16B", "I;16N"}

SIGNATURES = (
    b"\x89PNG\r\n\x1a\n",
    b"\xff\xd8\xff",
    b"GIF87a",
    b"GIF89a",
    b"II*\0",
    b"MM\0*",
    b"II+\0",
    b"MM\0+",
)


def recognises(head: bytes) -> bool:
    if head.startswith(SIGNATURES) or (head[:4] == b"RIFF" and head[8:12] == b"WEBP"):
        return True
    return head[:2] == b"BM" and head[6:10] == b"\0\0\0\0"


def examine(file: Path, name: str) -> Examined:
    """Decode the whole image once, turn it upright, and make what browsers need.

    file      where the bytes lie
    name      as the person knows it; only its ending is looked at
    Problem   with a sentence: not an image, damaged, too large
    """
    try:
        with Image.open(file, formats=READ) as image:
            pixels = image.width * image.height
            if pixels > PIXELS:
                raise _too_large(pixels)
            image.load()
            return _picture(image, name)
    except Problem:
        raise
    except Image.DecompressionBombError:
        raise _too_large() from None
    except Image.UnidentifiedImageError:
        message = _("This is not an image that can be read. PNG, JPEG, WebP, TIFF, BMP and GIF are.")
        raise Problem(message, code="not_an_image") from None
    except MemoryError:
        raise Problem(
            _("There is not enough memory to decode this image. Cut it into tiles."), code="too_large"
        ) from None
    except Exception as error:  # what Pillow raises over damaged files has no common class
        message = _("The image is damaged or cut off. Save it again and import it anew.")
        raise Problem(message, code="damaged") from error


def _too_large(pixels: int | None = None) -> Problem:
    limit = PIXELS // 1_000_000
    if pixels is None:
        return Problem(
            _("The image has more than %(limit)d million pixels. Cut it into tiles.") % {"limit": limit},
            code="too_large",
        )
    message = _("The image has %(count)d million pixels; at most %(limit)d million are read. Cut it into tiles.")
    return Problem(message % {"count": pixels // 1_000_000, "limit": limit}, code="too_large")


def _picture(image: Image.Image, name: str) -> Examined:
    kind = image.format or ""
    mime, endings = FORMATS[kind]
    remarks = []
    ending = PurePosixPath(name).suffix.lower()
    if ending not in endings:
        message = _("The name ends in “%(ending)s”, but the content is %(kind)s. It was read as %(kind)s.")
        remarks.append(Remark("extension", message % {"ending": ending, "kind": "JPEG" if kind == "MPO" else kind}))
    frames = 1 if kind == "MPO" else getattr(image, "n_frames", 1)
    if frames > 1:
        message = _("It has %(count)d frames or pages; the first was taken.")
        remarks.append(Remark("first_frame", message % {"count": frames}))
    orientation = _orientation(image)
    mode = image.mode
    upright = ImageOps.exif_transpose(image) if orientation != 1 else image
    upright = _showable(upright, remarks)
    if kind in SHOWN_BY_BROWSERS and mode in BROWSER_MODES and orientation == 1 and frames == 1:
        shown, shown_mime, suffix = None, mime, endings[0]
    else:
        shown, shown_mime, suffix = _encode(upright, lossy=_is_lossy(image))
    return Examined(
        width=upright.width,
        height=upright.height,
        mime=shown_mime,
        suffix=suffix,
        original_suffix=endings[0],
        shown=shown,
        thumbnail=_thumbnail(upright),
        derived={"tiles": _tiles(upright)} if pyramid.is_needed(*upright.size) else {},
        remarks=remarks,
    )


def _tiles(image: Image.Image) -> Derived:
    profile = _rgb_profile(image)
    return Derived(lambda target: pyramid.write(image, target, profile), pyramid.SUFFIX)


def _orientation(image: Image.Image) -> int:
    """1 to 8 as in EXIF; 1 where it says nothing valid. Pillow has turned TIFFs already while loading."""
    try:
        value = image.getexif().get(ExifTags.Base.Orientation, 1)
    except Exception:  # EXIF can be damaged in as many ways as an image
        return 1
    return value if value in range(1, 9) else 1


def _showable(image: Image.Image, remarks: list[Remark]) -> Image.Image:
    """The same picture in a mode that browsers and encoders know."""
    if image.mode in DEEP_MODES:
        return _stretched(image, remarks)
    if image.mode in ("P", "PA"):
        return image.convert("RGBA" if "transparency" in image.info or image.mode == "PA" else "RGB")
    if image.mode in BROWSER_MODES:
        return image
    if image.mode in ("La", "RGBa", "RGBX"):
        return image.convert({"La": "LA", "RGBa": "RGBA", "RGBX": "RGB"}[image.mode])
    remarks.append(Remark("colours", _("Its colours (%(mode)s) were converted to RGB.") % {"mode": image.mode}))
    return image.convert("RGB")


def _stretched(image: Image.Image, remarks: list[Remark]) -> Image.Image:
    """More than eight bits a pixel as eight: the range that is used becomes black to white."""
    ends = [(float(strip.min()), float(strip.max())) for _top, strip in _strips(image)]
    low, high = min(least for least, _most in ends), max(most for _least, most in ends)
    scale = 255.0 / (high - low) if high > low else 0.0
    message = _("It has more than 8 bits a pixel; for showing, its values from %(low)g to %(high)g are black to white.")
    remarks.append(Remark("depth", message % {"low": low, "high": high}))
    shown = Image.new("L", image.size)
    for top, strip in _strips(image):
        shown.paste(Image.fromarray(np.rint((strip - low) * scale).astype(np.uint8)), (0, top))
    return shown


def _strips(image: Image.Image) -> Iterator[tuple[int, "np.ndarray[Any, np.dtype[np.float64]]"]]:
    """The values of a few rows after the other: of a large image all of them would take gigabytes."""
    rows = max(1, STRIP // image.width)
    for top in range(0, image.height, rows):
        strip = image.crop((0, top, image.width, min(top + rows, image.height)))
        yield top, np.nan_to_num(np.asarray(strip, dtype=np.float64))


def _is_lossy(image: Image.Image) -> bool:
    return image.format in ("JPEG", "MPO") or str(image.info.get("compression")) in ("jpeg", "tiff_jpeg")


def _encode(image: Image.Image, *, lossy: bool) -> tuple[bytes, str, str]:
    """The picture as JPEG where it was compressed with losses before, as PNG where not. Without EXIF."""
    buffer = io.BytesIO()
    profile = _rgb_profile(image)
    if lossy and image.mode in ("L", "RGB") and max(image.size) <= WIDEST_JPEG:
        image.save(buffer, "JPEG", quality=QUALITY, subsampling=0, icc_profile=profile)
        return buffer.getvalue(), "image/jpeg", ".jpg"
    image.save(buffer, "PNG", icc_profile=profile, compress_level=3)
    return buffer.getvalue(), "image/png", ".png"


def _rgb_profile(image: Image.Image) -> bytes | None:
    """The ICC profile, which names its colour space at byte 16: one of CMYK would spoil what is RGB now."""
    profile: bytes | None = image.info.get("icc_profile")
    fits = image.mode in ("RGB", "RGBA") and profile is not None and profile[16:20] == b"RGB "
    return profile if fits else None


def _thumbnail(image: Image.Image) -> bytes:
    scale = min(1.0, THUMBNAIL / max(image.size))
    size = (max(1, round(image.width * scale)), max(1, round(image.height * scale)))
    small = (image.convert("L") if image.mode == "1" else image).resize(size, reducing_gap=2.0)
    buffer = io.BytesIO()
    small.convert("RGBA" if small.mode in ("LA", "RGBA") else "RGB").save(buffer, "WEBP", quality=80, method=4)
    return buffer.getvalue()


def _endings() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for mime, endings in FORMATS.values():
        found[mime] = (*found.get(mime, ()), *endings)
    return found


EXAMINER = Examiner(
    medium="image",
    recognises=recognises,
    endings=_endings(),
    shown=frozenset({"image/png", "image/jpeg", "image/webp", "image/gif"}),
    examine=examine,
    largest=1 << 30,
    columns=("image", "图片", "图像"),
    icon="image",
    formats="PNG, JPEG, WebP, TIFF, BMP, GIF",
    about=gettext_lazy("Photographs and drawings"),
    drop=gettext_lazy("Drop images, folders or a zip here"),
    becomes=gettext_lazy(
        "Each image becomes a task. It is turned upright, and a thumbnail is made; shapes are measured in the pixels "
        "of the upright image."
    ),
    only=gettext_lazy("This project labels images; nothing else can be one of its tasks."),
    not_one=gettext_lazy("The content is not an image, whatever the name says. Save it again as PNG or JPEG."),
    none_code="not_an_image",
)
