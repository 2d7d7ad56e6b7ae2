"""Files from the upload page while they wait for a worker: sealed piece by piece, never plain on disk."""

import struct
from collections.abc import Iterable, Iterator
from pathlib import Path

from workflows.store.vault import Vault

LENGTH = struct.Struct(">I")


def seal_piece(vault: Vault, piece: bytes) -> bytes:
    """One piece of a file as it is written to disk."""
    sealed = vault.seal(piece.decode("latin-1")).encode()
    return LENGTH.pack(len(sealed)) + sealed


def opened_pieces(vault: Vault, path: Path) -> Iterator[bytes]:
    """The pieces of a sealed file, plain again, one by one."""
    with path.open("rb") as file:
        while head := file.read(LENGTH.size):
            yield vault.open(file.read(LENGTH.unpack(head)[0]).decode()).encode("latin-1")


def write_plain(pieces: Iterable[bytes], path: Path) -> None:
    """Put a file together for its reader, who removes it again."""
    with path.open("wb") as file:
        for piece in pieces:
            file.write(piece)
