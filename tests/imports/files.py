"""Files as people hand them in, and their import in one line."""

import io
import tempfile
import zipfile
from pathlib import Path

from django.conf import settings
from PIL import Image

from workers import handing_in
from workers.imports.rows import Options
from workers.models import Job

# Photographs and texts that lie beside the checkout on some machines; their tests have smaller stand-ins elsewhere.
SAMPLES = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "samples"


def image_bytes(color="#456789", kind="PNG", size=(40, 30)):
    buffer = io.BytesIO()
    Image.new("RGB", size, color).save(buffer, kind)
    return buffer.getvalue()


def zip_bytes(files, method=zipfile.ZIP_DEFLATED):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def placed(files):
    """{name: content} as files of this disk."""
    folder = Path(tempfile.mkdtemp(dir=settings.VAR))
    for number, (name, content) in enumerate(files.items()):
        path = folder / f"{number}{Path(name).suffix}"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        yield name, path


def brought(project, files, **options) -> Job:
    """The ended import of {name: content}."""
    return handing_in.bring(project, placed(files), options=Options(media=project.media, **options))


def told(row):
    """(file, line, code) of every problem of an import."""
    return list(row.problems.values_list("file", "line", "code"))


def counted(row):
    return row.result["tasks"], row.result["known"], row.result["refused"]
