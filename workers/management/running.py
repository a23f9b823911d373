"""Jobs for commands: done when the command ends, whoever does them."""

import time

from workers import jobs
from workers.models import Job


def run_or_wait(row: Job) -> Job:
    """Run a job in this process, or wait for the worker that was faster. Returns how it ended."""
    while True:
        jobs.run(row.pk)
        row.refresh_from_db()
        if row.state not in jobs.LIVE:
            return row
        time.sleep(0.3)
