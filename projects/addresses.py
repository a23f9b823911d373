"""Where a request comes from."""

from ipaddress import IPv6Address, ip_address

from django.conf import settings
from django.http import HttpRequest


def address_of(request: HttpRequest) -> str | None:
    """The visitor's address; behind proxies of ours the one that the outermost of them saw.

    Each proxy adds at the end of X-Forwarded-For who came to it. What stands before the part that ours have written,
    a visitor can make up.
    """
    seen = [request.META.get("REMOTE_ADDR", "")]
    if settings.TRUSTED_PROXIES:
        forwarded = request.headers.get("X-Forwarded-For", "").split(",")
        seen = forwarded[-settings.TRUSTED_PROXIES :][:1] + seen
    return next((address for text in seen if (address := _plain(text)) is not None), None)


def _plain(text: str) -> str | None:
    """One spelling for each address, as the database takes it, or None."""
    try:
        address = ip_address(text.strip().partition("%")[0])
    except ValueError:
        return None
    return str((isinstance(address, IPv6Address) and address.ipv4_mapped) or address)
