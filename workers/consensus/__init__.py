"""One answer out of several, and how sure it is. Pure: numpy, scipy and rapidfuzz, no Django."""

from workers.consensus.borda import borda
from workers.consensus.bradley_terry import Strengths, bradley_terry, preferences
from workers.consensus.competence import Competence, competence, spammers
from workers.consensus.dawid_skene import DawidSkene, dawid_skene
from workers.consensus.kemeny import kemeny
from workers.consensus.majority import Majority, majority
from workers.consensus.masks import Staple, Vote, pixel_vote, staple
from workers.consensus.medoid import Medoid, medoid
from workers.consensus.rankings import Ranking
from workers.consensus.regions import Fused, fused_boxes, voted_spans
from workers.consensus.votes import Votes

__all__ = [
    "Competence",
    "DawidSkene",
    "Fused",
    "Majority",
    "Medoid",
    "Ranking",
    "Staple",
    "Strengths",
    "Vote",
    "Votes",
    "borda",
    "bradley_terry",
    "competence",
    "dawid_skene",
    "fused_boxes",
    "kemeny",
    "majority",
    "medoid",
    "pixel_vote",
    "preferences",
    "spammers",
    "staple",
    "voted_spans",
]
