"""The kinds of label. Each file in this package is one kind and holds one `KIND`; the package finds them itself.

Nothing else in the tree asks "which kind is this?": it asks the Kind what it needs to know.
"""

from annotation.kinds.base import Kind, Subject
from annotation.kinds.registry import (
    KINDS,
    check_part,
    check_schema,
    check_value,
    checked,
    example_value,
    responses_needed,
)

__all__ = [
    "KINDS",
    "Kind",
    "Subject",
    "check_part",
    "check_schema",
    "check_value",
    "checked",
    "example_value",
    "responses_needed",
]
