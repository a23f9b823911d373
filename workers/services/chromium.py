"""A real Chromium for the tests: the one on the path, or the one in the npm package @sparticuz/chromium, unpacked.

The packaged one brings its libraries but expects the folders of a cloud function and Latin fonts only; so it gets a
font configuration of ours, with the Chinese fonts of the npm package @fontsource-variable/noto-sans-sc.
"""

import json
import os
import shutil
import subprocess
import sys
import tarfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from fontTools.ttLib import TTFont

from workers.services import node
from workers.services.console import CommandLine, Stop, run, step

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
SOFTWARE_GL = ["--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"]

MISSING = (
    "There is no Chromium: `npm ci` and then `python3 manage.py test` or `pytest` bring one into this environment; or "
    "install `chromium`."
)

UNPACK = """
const fs = require("node:fs"), zlib = require("node:zlib"), { pipeline } = require("node:stream/promises");
(async () => {
  for (const [from, to] of JSON.parse(process.argv[1]))
    await pipeline(fs.createReadStream(from), zlib.createBrotliDecompress(), fs.createWriteStream(to));
})();
"""

FONTS = """\
<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>{folder}/fonts</dir>
  <cachedir>{folder}/font-cache</cachedir>
  <alias>
    <family>sans-serif</family>
    <prefer><family>Open Sans</family><family>Noto Sans SC Variable</family></prefer>
  </alias>
</fontconfig>
"""


@dataclass(frozen=True)
class Chromium:
    """How to start it."""

    program: str
    arguments: list[str]
    env: dict[str, str] = field(default_factory=dict)

    def launch_arguments(self) -> dict[str, Any]:
        """As Playwright's `launch` takes them."""
        return {"executable_path": self.program, "args": self.arguments, "env": os.environ | self.env}


def find(root: Path) -> Chromium:
    """The browser of the tests."""
    for name in NAMES:
        if found := shutil.which(name):
            return Chromium(found, ARGUMENTS)
    folder = unpacked_folder(root)
    if not (folder / "complete").exists():
        raise Stop(MISSING)
    env = {"LD_LIBRARY_PATH": str(folder / "lib"), "FONTCONFIG_FILE": str(folder / "fonts.conf")}
    return Chromium(str(folder / "chromium"), [*ARGUMENTS, *SOFTWARE_GL], env)


def package(root: Path) -> Path:
    return root / "node_modules" / "@sparticuz" / "chromium"


def unpacked_folder(root: Path) -> Path:
    manifest = package(root) / "package.json"
    version = json.loads(manifest.read_text())["version"] if manifest.exists() else "none"
    return Path(sys.prefix) / f"chromium-{version}"


def provide(root: Path, logs: Path) -> None:
    """Unpack the packaged Chromium unless there is one already."""
    folder = unpacked_folder(root)
    if any(shutil.which(name) for name in NAMES) or (folder / "complete").exists():
        return
    packed = package(root) / "bin"
    if not packed.is_dir():
        raise Stop(MISSING)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    archives = {"al2023.tar.br": "libraries.tar", "fonts.tar.br": "fonts.tar", "swiftshader.tar.br": "gl.tar"}
    pairs = [[str(packed / "chromium.br"), str(folder / "chromium")]]
    pairs += [[str(packed / name), str(folder / tar)] for name, tar in archives.items()]
    command: CommandLine = [*node.program(), "-e", UNPACK, json.dumps(pairs)]
    run("Chromium", command, log=logs / "chromium.log", cwd=root, env=node.environment())
    for tar in archives.values():
        with tarfile.open(folder / tar) as archive:
            archive.extractall(folder)  # noqa: S202 - npm has checked the hash of what it comes from
        (folder / tar).unlink()
    (folder / "chromium").chmod(0o755)
    with step("Chinese font for Chromium"):
        unpack_fonts(root / "node_modules" / "@fontsource-variable" / "noto-sans-sc" / "files", folder / "fonts")
    (folder / "fonts.conf").write_text(FONTS.format(folder=folder))
    check_libraries(folder)
    (folder / "complete").touch()


def unpack_fonts(source: Path, target: Path) -> None:
    """Write fonts packed for the web as the plain ones that a browser takes from its system."""
    for packed in sorted(source.glob("*.woff2")):
        font = TTFont(packed)
        font.flavor = None
        font.save(target / f"{packed.stem}.ttf")


def check_libraries(folder: Path) -> None:
    env = os.environ | {"LD_LIBRARY_PATH": str(folder / "lib")}
    listed = subprocess.run(["ldd", folder / "chromium"], capture_output=True, text=True, check=False, env=env).stdout
    missing = [line.split()[0] for line in listed.splitlines() if "not found" in line]
    if missing:
        raise Stop(f"Chromium needs libraries that this system lacks: {', '.join(missing)}.")
