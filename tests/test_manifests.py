"""The manifest for Socket Mode asks for exactly what the one with addresses asks for."""

from pathlib import Path
from typing import Any

from bot.checks.manifest import read

ROOT = Path(__file__).resolve().parent.parent
ADDRESSES = ("url", "request_url", "redirect_urls")


def without_addresses(said: Any) -> Any:  # noqa: ANN401 - YAML
    """A manifest without the addresses in it."""
    if isinstance(said, dict):
        return {name: without_addresses(each) for name, each in said.items() if name not in ADDRESSES}
    return [without_addresses(each) for each in said] if isinstance(said, list) else said


def test_both_manifests_ask_for_the_same() -> None:
    """But for the addresses, and Socket Mode itself."""
    by_address = without_addresses(read((ROOT / "manifest.yaml").read_text()))
    by_socket = read((ROOT / "manifest.socket.yaml").read_text())

    assert by_socket["settings"]["socket_mode_enabled"] is True
    by_address["settings"]["socket_mode_enabled"] = True
    assert by_socket == by_address
    assert "YOUR-ADDRESS" not in (ROOT / "manifest.socket.yaml").read_text()
