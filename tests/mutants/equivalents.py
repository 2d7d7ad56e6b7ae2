"""The list of mutants that change nothing anybody could notice, each with its reason."""

import tomllib

from tests.mutants.subjects import ROOT

LIST = ROOT / "tests" / "mutants" / "equivalent.toml"


def known_equivalents() -> dict[str, str]:
    """Every listed mutant by its key, ``module: line before → line after``, with its reason."""
    rows = tomllib.loads(LIST.read_text("utf-8")).get("mutant", [])
    return {f"{row['module']}: {row['before']} → {row['after']}": row["reason"] for row in rows}
