from annotation.models.annotation import Annotation
from annotation.models.assignment import Assignment, AssignmentState, SkipReason
from annotation.models.comment import Comment, Mention
from annotation.models.draft import Draft
from annotation.models.prediction import Outcome, Prediction
from annotation.models.revision import Revision
from annotation.models.settlement import Settlement, Way

__all__ = [
    "Annotation",
    "Assignment",
    "AssignmentState",
    "Comment",
    "Draft",
    "Mention",
    "Outcome",
    "Prediction",
    "Revision",
    "Settlement",
    "SkipReason",
    "Way",
]
