"""Agreement between annotators: exact, mergeable, reversible tables and the numbers read from them. No Django here.

from workers.agreement import Counts, alpha
alpha(Counts.of([["car", "car"], ["car", "bus"], ["bus", "bus"]]))
"""

from workers.agreement.any_distance import alpha_of
from workers.agreement.borders import boundary_f, hausdorff_95
from workers.agreement.boundaries import boundary_similarity
from workers.agreement.coefficients import ac1, alpha, label_alpha, multi_pi, percent
from workers.agreement.counts import Counts
from workers.agreement.diarization import Diarization, diarization_error
from workers.agreement.figures import Figure, Note, Report
from workers.agreement.gamma import Gamma, gamma
from workers.agreement.icc import Ratings
from workers.agreement.intervals import Estimate
from workers.agreement.limits import Limits, limits_of_agreement, pearson
from workers.agreement.objects import object_alpha, region_alpha
from workers.agreement.pairs import Pairs, kappa, kappa_matrix
from workers.agreement.points import normalised_error, pck, visibility_alpha
from workers.agreement.rank_overlap import rank_biased_overlap
from workers.agreement.rankings import spearman
from workers.agreement.sets import micro_f1
from workers.agreement.state import Measure, State
from workers.agreement.tally import Tally
from workers.agreement.texts import bleu, chrf, corpus_bleu, text_alpha

__all__ = [
    "Counts",
    "Diarization",
    "Estimate",
    "Figure",
    "Gamma",
    "Limits",
    "Measure",
    "Note",
    "Pairs",
    "Ratings",
    "Report",
    "State",
    "Tally",
    "ac1",
    "alpha",
    "alpha_of",
    "bleu",
    "boundary_f",
    "boundary_similarity",
    "chrf",
    "corpus_bleu",
    "diarization_error",
    "gamma",
    "hausdorff_95",
    "kappa",
    "kappa_matrix",
    "label_alpha",
    "limits_of_agreement",
    "micro_f1",
    "multi_pi",
    "normalised_error",
    "object_alpha",
    "pck",
    "pearson",
    "percent",
    "rank_biased_overlap",
    "region_alpha",
    "spearman",
    "text_alpha",
    "visibility_alpha",
]
