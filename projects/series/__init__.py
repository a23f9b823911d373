"""Series of measurements: tables with a column of times and columns of numbers, read, checked and packed.

Pure functions over text and numbers; they run in a worker, never while somebody waits for a page.
"""
