"""Secrets that are shown once and kept as a hash: tokens of programs, links of invitations."""

import secrets
from hashlib import sha256


def new_secret() -> tuple[str, str]:
    """A fresh secret and the hash to keep of it."""
    secret = secrets.token_urlsafe(32)
    return secret, hash_of(secret)


def hash_of(secret: str) -> str:
    """SHA-256 is enough here: the secret has 256 random bits, there is nothing to guess."""
    return sha256(secret.encode()).hexdigest()
