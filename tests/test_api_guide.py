"""docs/api.md and the description of the API say the same."""

import re
from pathlib import Path

from drf_spectacular.generators import SchemaGenerator

GUIDE = Path(__file__).resolve().parents[1] / "docs" / "api.md"


def operations() -> dict[str, dict[str, str]]:
    """Address -> method -> what it says of itself."""
    paths = SchemaGenerator().get_schema(public=True)["paths"]
    return {
        address: {method.upper(): operation.get("description", "") for method, operation in methods.items()}
        for address, methods in paths.items()
    }


def test_the_guide_lists_every_address_with_its_methods_and_no_other():
    rows = re.findall(r"^\| `(/api/[^`]*)` \| (.*) \|$", GUIDE.read_text(), re.MULTILINE)
    listed = {address: set(re.findall(r"\b(GET|POST|PUT|PATCH|DELETE): ", text)) for address, text in rows}
    assert listed == {address: set(methods) for address, methods in operations().items()}


def test_every_operation_says_what_it_does():
    silent = [(address, method) for address, of in operations().items() for method, said in of.items() if not said]
    assert not silent
