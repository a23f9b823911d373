"""A release of images, exported with them, imported into another project: the same tasks on the same pixels."""

import io
import zipfile

import numpy as np
from PIL import Image

from projects import storage
from projects.models import Task
from tests.imports.files import brought, counted, image_bytes, told
from tests.releases.making import VALUES, bytes_of


def turned(color):
    """A JPEG that lies on its side, as phones save them."""
    exif = Image.Exif()
    exif[0x0112] = 6
    buffer = io.BytesIO()
    Image.new("RGB", (130, 90), color).save(buffer, "JPEG", exif=exif)
    return buffer.getvalue()


def seen(project):
    """What annotators see of each task."""
    found = {}
    for task in Task.objects.filter(project=project).select_related("asset"):
        pixels = np.asarray(Image.open(storage.path(task.asset.file)).convert("RGB"))
        found[task.external_id] = (task.name, task.meta, task.asset.width, task.asset.height, pixels.tobytes())
    return found


def test_a_release_with_its_images_comes_back_as_its_tasks(make, release, export):
    first = make.project("box")
    files = {
        "set/a.bmp": image_bytes("#aa0000", kind="BMP", size=(120, 90)),
        "set/b.jpg": turned("#00aa00"),
        "other/b.jpg": image_bytes("#0000aa", kind="JPEG", size=(120, 90)),
    }
    brought(first, files)
    people = [make.annotator() for _ in range(2)]
    for task in Task.objects.filter(project=first):
        for person in people:
            make.submitted(VALUES["box"], task=task, by=person)
    written = bytes_of(export(release(first), "jsonl", images=True))
    assert len(zipfile.ZipFile(io.BytesIO(written)).namelist()) >= 4

    second = make.project("box")
    row = brought(second, {"release.zip": written})
    assert counted(row) == (3, 0, 0), told(row)
    assert told(row) == []
    assert seen(second) == seen(first)
