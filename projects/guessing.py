"""Slows down the guessing of passwords: a few wrong ones for a name from an address, and it has to wait."""

from datetime import timedelta

from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from projects.models import FailedSignIn
from projects.problems import TooMany

WINDOW = timedelta(minutes=10)
BY_NAME_AND_ADDRESS = 8
BY_NAME = 60  # from many addresses; high, so that nobody can lock somebody else out with a few tries
BY_ADDRESS = 120  # a whole office may stand behind one
KEPT = timedelta(days=1)


def attempt(name: str, address: str | None) -> None:
    """Count a try as wrong until it has turned out right. TooMany: this name or address was wrong too often of late.

    Written first and counted after, so that many tries at once cannot all see an empty list.
    """
    FailedSignIn.objects.filter(at__lt=timezone.now() - KEPT).delete()
    own = FailedSignIn.objects.create(name_hash=_hashed(name), address=address)
    recent = FailedSignIn.objects.filter(at__gt=timezone.now() - WINDOW)
    of_name = recent.filter(name_hash=own.name_hash)
    if (
        of_name.filter(address=address).count() > BY_NAME_AND_ADDRESS
        or of_name.count() > BY_NAME
        or recent.filter(address=address).count() > BY_ADDRESS
    ):
        own.delete()  # who is only told to wait does not wait longer for having asked
        raise TooMany(_("Too many tries. Wait ten minutes, then try again."))


def forget(name: str, address: str | None) -> None:
    """After a right password the count starts again."""
    FailedSignIn.objects.filter(name_hash=_hashed(name), address=address).delete()


def _hashed(name: str) -> str:
    """Keyed with the site's secret: names are few and short, their bare hashes could be guessed one by one."""
    return salted_hmac("projects.guessing", name.strip().lower(), algorithm="sha256").hexdigest()
