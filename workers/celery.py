"""The Celery app: `celery -A workers worker`. Messages only wake workers; what is to be done stands in the database."""

import logging
import os

from celery import Celery
from celery.schedules import crontab
from celery.signals import setup_logging
from django.conf import settings
from kombu import Queue

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

# Long jobs and the short regular work have a queue each, so that two imports do not make agreement wait. A worker that
# is told nothing serves both.
PULSE, JOBS = "pulse", "jobs"
SWEEP = 10.0  # seconds between two looks for jobs whose message was lost
NIGHT = crontab(hour="3", minute="10")  # by the clock of the site

app = Celery("biaozhu")
app.conf.update(
    broker_url=settings.REDIS_URL,
    result_backend=settings.REDIS_URL,  # of the parts of a recount; nothing else has a result
    result_expires=3600,
    task_ignore_result=True,
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    worker_prefetch_multiplier=1,
    worker_hijack_root_logger=False,
    broker_connection_retry_on_startup=True,
    broker_connection_max_retries=None,
    # A message that nobody answered comes back in seconds; the Job row decides whether it still matters.
    broker_transport_options={
        "visibility_timeout": 3600,
        "unacked_restore_interval": 5,
        "unacked_restore_throttle": 1,
        "socket_timeout": 30,
        "socket_connect_timeout": 5,
    },
    task_publish_retry_policy={"max_retries": 2, "interval_start": 0.1, "interval_step": 0.2},
    imports=["workers.tasks"],
    task_queues=[Queue(PULSE), Queue(JOBS)],
    task_default_queue=PULSE,
    task_routes={
        f"workers.tasks.{name}": {"queue": JOBS} for name in ("look_at_job", "clear_orphans", "work_out", "recount")
    },
    beat_schedule={
        "fold": {"task": "workers.tasks.fold", "schedule": 1.0, "options": {"expires": 2}},
        "work_out": {"task": "workers.tasks.work_out", "schedule": 1.0, "options": {"expires": 2}},
        "recount": {"task": "workers.tasks.recount", "schedule": NIGHT, "options": {"expires": 3600}},
        "adapt": {"task": "workers.tasks.adapt", "schedule": 2.0, "options": {"expires": 4}},
        "sweep": {"task": "workers.tasks.sweep", "schedule": SWEEP, "options": {"expires": 2 * SWEEP}},
        "tidy": {"task": "workers.tasks.tidy", "schedule": 60.0, "options": {"expires": 120}},
        "orphans": {"task": "workers.tasks.clear_orphans", "schedule": 3600.0, "options": {"expires": 3600}},
        "expire": {"task": "workers.tasks.expire_leases", "schedule": 20.0, "options": {"expires": 40}},
    },
    timezone=settings.TIME_ZONE,
)


@setup_logging.connect
def log_as_the_site_does(loglevel: int, **_: object) -> None:
    """LOG_LEVEL holds in workers too, so that each says when it is ready; `--loglevel` can make them say more."""
    root = logging.getLogger()
    root.setLevel(min(root.level, loglevel))
