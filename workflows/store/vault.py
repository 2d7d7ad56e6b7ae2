"""Secrets at rest: tokens and free text are sealed, student ids become keyed hashes."""

import hashlib
import hmac
import secrets
from base64 import urlsafe_b64encode
from collections.abc import Callable

from cryptography.fernet import Fernet, InvalidToken, MultiFernet


class Vault:
    """Seals and opens text with the newest of the given secrets; older ones still open (rotation).

    ``secret_key`` is one or more secrets of any length, separated by commas, the newest first.
    """

    def __init__(self, secret_key: str) -> None:
        parts = [part.strip() for part in secret_key.split(",") if part.strip()]
        self._fernet = MultiFernet([Fernet(_fernet_key(part)) for part in parts])

    def seal(self, text: str) -> str:
        """Encrypt a text for the database."""
        return self._fernet.encrypt(text.encode()).decode()

    def open(self, sealed: str) -> str:
        """Read a sealed text again.

        Raises
        ------
        cryptography.fernet.InvalidToken
            When none of the secrets fits.
        """
        return self._fernet.decrypt(sealed.encode()).decode()

    def opens(self, sealed: str) -> bool:
        """Whether one of the secrets fits, for ``doctor`` and rotation."""
        try:
            self.open(sealed)
        except InvalidToken:
            return False
        return True

    def new_pupil_key(self) -> str:
        """Make and seal the key under which one workspace's student ids are hashed."""
        return self.seal(secrets.token_hex(32))

    def mark(self, pupil_key_sealed: str, *parts: object) -> str:
        """A keyed hash of some parts: recognises the same person again without naming them."""
        key = bytes.fromhex(self.open(pupil_key_sealed))
        return hmac.new(key, "\x1f".join(map(str, parts)).encode(), hashlib.sha256).hexdigest()


def hide_under(pupil_key: str) -> Callable[[str], str]:
    """A function that turns a student id into its HMAC (32 hex digits) under a workspace's key."""
    inner, outer = (hashlib.sha256(_padded(bytes.fromhex(pupil_key), sign)) for sign in (0x36, 0x5C))

    def hide(student: str) -> str:
        # As RFC 2104 says, with the key prepared once: `hmac` takes twice as long, and a file may hold millions.
        first, second = inner.copy(), outer.copy()
        first.update(student.encode())
        second.update(first.digest())
        return second.hexdigest()[:32]

    return hide


def _padded(key: bytes, sign: int) -> bytes:
    block = hashlib.sha256().block_size
    short = key if len(key) <= block else hashlib.sha256(key).digest()
    return bytes(byte ^ sign for byte in short.ljust(block, b"\0"))


def _fernet_key(secret: str) -> bytes:
    return urlsafe_b64encode(hashlib.sha256(secret.encode()).digest())
