"""A scene for every kind of label: a task, and a person at work on it.

`manage.py screenshots` takes the pictures of the documentation from them; the tests play each one to its end, let it
arrive in the database, and look at it with axe-core in both themes and languages. Each file in this package is one
scene, named for its kind (and its medium, where that kind looks different there), and holds one `SCENE`; the package
finds them itself.
"""

from importlib import import_module
from pkgutil import iter_modules

from workers.scenes.base import Scene

PARTS = {"base", "hand", "playing"}  # files of this package that are no scenes

SCENES: dict[str, Scene] = {
    found.name: import_module(f"{__name__}.{found.name}").SCENE
    for found in iter_modules(__path__)
    if found.name not in PARTS
}
