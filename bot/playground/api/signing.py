"""Slack's v0 request signature."""

import hashlib
import hmac


def sign(secret: str, timestamp: int, body: bytes) -> str:
    """Sign a body as Slack does: HMAC-SHA256 of ``v0:timestamp:body``."""
    base = f"v0:{timestamp}:".encode() + body
    return "v0=" + hmac.new(secret.encode(), base, hashlib.sha256).hexdigest()


def headers(secret: str, timestamp: int, body: bytes, content_type: str) -> dict[str, str]:
    """Write the headers of a signed request."""
    return {
        "Content-Type": content_type,
        "User-Agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
        "X-Slack-Request-Timestamp": str(timestamp),
        "X-Slack-Signature": sign(secret, timestamp, body),
    }
