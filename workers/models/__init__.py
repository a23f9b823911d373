from workers.models.adaptive import Adaptive
from workers.models.agreement import Cell, Fold, Measurement
from workers.models.consensus import Consensus, Difference, LabelUse, Learnt, Standing
from workers.models.export import Export
from workers.models.job import Job, JobState
from workers.models.problem_line import ImportProblem
from workers.models.pseudonym import Pseudonym
from workers.models.release import Release, ReleaseState, Scope
from workers.models.upload import Upload

__all__ = [
    "Adaptive",
    "Cell",
    "Consensus",
    "Difference",
    "Export",
    "Fold",
    "ImportProblem",
    "Job",
    "JobState",
    "LabelUse",
    "Learnt",
    "Measurement",
    "Pseudonym",
    "Release",
    "ReleaseState",
    "Scope",
    "Standing",
    "Upload",
]
