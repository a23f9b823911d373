"""Pages and translations are made again exactly when what they are made of has changed."""

import gettext
import json
import os
import shutil

import pytest

from workers.services import bundle, catalogues, chromium
from workers.services.console import Stop

pytestmark = pytest.mark.once


@pytest.fixture
def sources(tmp_path):
    """The smallest tree that has everything a bundle is made of."""
    (tmp_path / "static" / "src").mkdir(parents=True)
    for name in ("package-lock.json", "build.mjs", "tsconfig.json", "static/src/main.ts"):
        (tmp_path / name).write_text(name)
    return tmp_path


def test_the_fingerprint_follows_names_and_contents(sources):
    first = bundle.fingerprint(sources)
    assert bundle.fingerprint(sources) == first
    main = sources / "static" / "src" / "main.ts"
    main.write_text("changed")
    second = bundle.fingerprint(sources)
    main.rename(main.with_name("other.ts"))
    third = bundle.fingerprint(sources)
    assert len({first, second, third}) == 3


def test_the_bundle_is_built_once_and_again_after_a_change(sources, monkeypatch):
    built = []

    def build(title, command, **_):
        built.append(title)
        (sources / "static" / "dist").mkdir(exist_ok=True)

    monkeypatch.setattr(bundle, "run", build)
    monkeypatch.setattr(bundle, "are_there", lambda *_, **__: True)
    bundle.build(sources, sources / "log")
    bundle.build(sources, sources / "log")
    assert built == ["Browser bundle"]
    (sources / "build.mjs").write_text("changed")
    bundle.build(sources, sources / "log")
    assert built == ["Browser bundle"] * 2


def test_files_are_collected_again_after_each_build_by_whomever_it_was(sources, monkeypatch):
    collected = []

    def collect(title, command, **_):
        collected.append(title)
        (sources / "var").mkdir()

    monkeypatch.setattr(bundle, "run", collect)
    (sources / "requirements").mkdir()
    (sources / "requirements" / "run.txt").write_text("django==5.2")
    dist = sources / "static" / "dist"
    dist.mkdir()
    for content, times in (("one", 1), ("one", 1), ("two", 2)):
        (dist / "pages.js").write_text(content)  # as `node build.mjs` does, with nothing that says from what
        bundle.collect(sources, sources / "var", ["collectstatic"], {}, sources / "log")
        assert len(collected) == times


def test_without_the_package_of_the_browser_one_is_told_what_brings_it(tmp_path, monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda _name: None)
    for ask in (chromium.find, lambda root: chromium.provide(root, root / "log")):
        with pytest.raises(Stop, match="There is no Chromium: `npm ci`"):
            ask(tmp_path)


@pytest.fixture
def packages(tmp_path):
    """npm's lock and npm's own record of what it installed."""
    locked = {
        "": {"name": "site"},
        "node_modules/preact": {"version": "10.1.0"},
        "node_modules/typescript": {"version": "5.9.3", "dev": True},
        "node_modules/@esbuild/aix-ppc64": {"version": "0.28.2", "optional": True},
    }
    (tmp_path / "package-lock.json").write_text(json.dumps({"packages": locked}))
    (tmp_path / "node_modules").mkdir()

    def there(**versions):
        record = {f"node_modules/{name}": {"version": version} for name, version in versions.items()}
        (tmp_path / "node_modules" / ".package-lock.json").write_text(json.dumps({"packages": record}))
        return tmp_path

    return there


def test_npm_is_left_alone_when_it_has_done_its_work(packages):
    root = packages(preact="10.1.0")
    assert bundle.are_there(root, for_tests=False)
    assert not bundle.are_there(root, for_tests=True), "the tests need the type checker as well"
    root = packages(preact="10.1.0", typescript="5.9.3")
    assert bundle.are_there(root, for_tests=True)
    assert bundle.are_there(root, for_tests=False), "what the tests brought is not thrown away"
    assert not bundle.are_there(packages(preact="10.0.0"), for_tests=False)


def test_npm_is_called_when_it_has_never_been(packages):
    root = packages()
    (root / "node_modules" / ".package-lock.json").unlink()
    assert not bundle.are_there(root, for_tests=False)


def test_translations_are_compiled_when_they_changed_and_read_by_gettext(tmp_path):
    folder = tmp_path / "zh_Hans" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    po = folder / "django.po"
    po.write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\nmsgid "Label"\nmsgstr "标注"\n', "utf-8"
    )
    assert catalogues.compile_all(tmp_path) == 1
    assert catalogues.compile_all(tmp_path) == 0
    with po.with_suffix(".mo").open("rb") as compiled:
        assert gettext.GNUTranslations(compiled).gettext("Label") == "标注"
    later = po.with_suffix(".mo").stat().st_mtime + 1
    os.utime(po, (later, later))
    assert catalogues.compile_all(tmp_path) == 1
