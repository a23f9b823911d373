"""What kinds without labels have in common: an answer that is written, counted or rated."""

from pydantic import ConfigDict, Field

from projects.schema import FieldBase, Label


class PlainOptions(FieldBase):
    """A field without labels, and no further keys unless the kind names them."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    labels: list[Label] = Field(default_factory=list, max_length=0)
