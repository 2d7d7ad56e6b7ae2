"""docs/security.md says what the code does."""

import re
from pathlib import Path

import pytest

from bot import connections
from bot.pandas_process import LIMITS
from handlers import install
from handlers.slack import front_door, signature, web_client
from handlers.workers import receiving, uploads
from workflows.jobs.files import ReadFile
from workflows.store.upload_claims import MOST_ATTEMPTS

READING = LIMITS[ReadFile]
TEXT = " ".join((Path(__file__).resolve().parents[1] / "docs" / "security.md").read_text("utf-8").split())


@pytest.mark.parametrize(
    ("limit", "value"),
    [
        ("a body from Slack", f"{front_door.MOST_BYTES >> 20} MB"),
        ("the whole of such a body", f"within {front_door.WHOLE_WITHIN_S:g} s"),
        (
            "a file on its way to the upload page",
            f"{receiving.LEAST_BYTES >> 10} KB every {receiving.LOOKED_AFTER_EVERY_S:g} s, "
            f"{receiving.MOST_AT_ONCE} files at a time",
        ),
        (
            "reading a file",
            f"{READING.memory_mb} MB, {READING.processor_s} s of processor, {READING.wall_s:g} s in all",
        ),
        ("fetching a file from Slack", f"within {uploads.FETCHED_WITHIN_S:g} s, {MOST_ATTEMPTS} times"),
        ("the age of a signature", f"{signature.FRESH_S} s"),
        (
            "a request's head",
            f"within {connections.HEAD_WITHIN_S:g} s, {connections.MOST_OF_A_HEAD >> 10} KB",
        ),
        ("connections that wait for their client", f"{connections.MOST_WAITING}"),
        ("an OAuth state", f"{install.STATE_LIVES_S} s"),
    ],
)
def test_a_limit_is_what_the_document_says(limit: str, value: str) -> None:
    assert f"| {limit} | {value} |" in TEXT


def test_the_hosts_are_those_the_document_names() -> None:
    named = set(re.findall(r"\b(?:[a-z]+\.)?slack(?:-gov)?\.com\b", TEXT))
    assert named == {host for host in web_client.SLACK_HOSTS if host.endswith("slack.com")} | {"slack-gov.com"}
