"""Tries whether score files can be written where DATA_URL says."""

import secrets
from pathlib import Path

from bot.doctor.finding import Finding, well, wrong


def look(data_url: str) -> Finding:
    """Write a tiny file and take it away again."""
    if "://" in data_url:
        return wrong("DATA_URL must be a folder that every process can reach; an address of a store isn't read yet.")
    folder = Path(data_url)
    probe = folder / f".doctor-{secrets.token_hex(4)}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe.write_bytes(b"ok")
        probe.unlink()
    except OSError as error:
        return wrong(f"Score files can't be written to DATA_URL: {error.strerror or type(error).__name__}.")
    return well(f"Score files can be written to {data_url}.")
