"""How a person labels: kinds of label, the queue, assignments, annotations and their history.

Knows nothing of statistics or files.
"""
