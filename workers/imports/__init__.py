"""Reading what people hand in: encodings, archives, and one reader a format. No database in here.

sources   every file of an import, those inside archives as well
readers   a file -> rows (a task to be) and faults (a line that is none, and why)
"""
