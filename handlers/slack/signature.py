"""Whether a request is Slack's own: https://docs.slack.dev/authentication/verifying-requests-from-slack/.

Whatever the headers hold, the answer is yes or no: a check that could raise would be one that can be passed by.
"""

import hashlib
import hmac
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

FRESH_S = 300  # as Slack advises: a true request that somebody sends again later is refused
_TIMESTAMP = re.compile(r"[0-9]{1,12}", re.ASCII)
_SIGNATURE = re.compile(r"v0=[0-9a-f]{64}", re.ASCII)


@dataclass(frozen=True)
class Claim:
    """What the headers of a fresh request say; only the body can prove it."""

    timestamp: str
    signature: str

    def holds(self, secret: str, body: bytes) -> bool:
        """Whether this body was signed with our secret."""
        signed = hmac.new(secret.encode(), b"v0:" + self.timestamp.encode() + b":" + body, hashlib.sha256)
        return hmac.compare_digest(f"v0={signed.hexdigest()}", self.signature)


def claim(headers: Mapping[str, str], now: datetime) -> Claim | None:
    """Read a signature's headers; None when they are missing, malformed or old, whatever the body may be."""
    timestamp = headers.get("x-slack-request-timestamp", "")
    signature = headers.get("x-slack-signature", "")
    if not _TIMESTAMP.fullmatch(timestamp) or not _SIGNATURE.fullmatch(signature):
        return None
    if abs(now.timestamp() - int(timestamp)) > FRESH_S:
        return None
    return Claim(timestamp, signature)
