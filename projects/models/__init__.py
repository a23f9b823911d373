from projects.models.asset import Asset
from projects.models.guideline import Guideline
from projects.models.invitation import Invitation
from projects.models.membership import Membership, Role
from projects.models.organisation import Organisation
from projects.models.person import Person, Theme
from projects.models.project import Media, Order, Project, ProjectState
from projects.models.schema import LabelSchema
from projects.models.sign_in import FailedSignIn
from projects.models.task import Task, TaskState
from projects.models.token import Token

__all__ = [
    "Asset",
    "FailedSignIn",
    "Guideline",
    "Invitation",
    "LabelSchema",
    "Media",
    "Membership",
    "Order",
    "Organisation",
    "Person",
    "Project",
    "ProjectState",
    "Role",
    "Task",
    "TaskState",
    "Theme",
    "Token",
]
