"""The documents stay true: what they name exists, and what exists is named."""

import re
import tomllib
from pathlib import Path

import pytest

from bot.commands.graph import diagram as diagram_of_folders
from bot.settings import Settings
from workflows.cycles.stages import diagram
from workflows.meetings.protocol_files import read_protocol
from workflows.uploads import stages

ROOT = Path(__file__).resolve().parent.parent
DOCUMENTS = [*ROOT.glob("*.md"), *sorted((ROOT / "docs").rglob("*.md"))]
MAKE = (ROOT / "Makefile").read_text()
CLI = (ROOT / "bot" / "cli.py").read_text()


def test_every_setting_is_documented_and_no_other() -> None:
    """docs/settings.md names exactly what bot/settings.py reads."""
    named = set(re.findall(r"`([A-Z][A-Z0-9_]+)`", (ROOT / "docs" / "settings.md").read_text()))

    assert named - {"INFO"} == {name.upper() for name in Settings.model_fields}


def test_the_stage_diagram_is_the_table() -> None:
    """The drawings in docs/ are what the tables of moves draw: a cycle's and an upload's."""
    assert diagram() in (ROOT / "docs" / "architecture.md").read_text()
    assert stages.diagram() in (ROOT / "docs" / "uploads.md").read_text()


def test_the_graph_of_folders_is_what_the_imports_say() -> None:
    """The picture in docs/architecture.md is never old."""
    assert diagram_of_folders() in (ROOT / "docs" / "architecture.md").read_text(), "Run: .venv/bin/python -m bot graph"


def test_a_request_is_traced_through_six_files_that_call_each_other() -> None:
    """Each step names a file, and what that file is said to do stands in it."""
    text = (ROOT / "docs" / "architecture.md").read_text()
    traced = text.split("## One request, traced")[1].split("\n## ")[0]
    files = re.findall(r"`([a-z_/]+\.py)`", traced)
    assert len(files) <= 6
    does = {
        "handlers/slack/front_door.py": ["claim.holds", "async_dispatch"],
        "handlers/cycles/command.py": [
            "visit.opens",
            "visit.fills",
            "forms.read(view, cycles.StartCycle",
            "visit.ask(cycles.start",
        ],
        "handlers/slack/request.py": ["posts.answer_once", "verb(session"],
        "workflows/cycles/moves.py": ["def start(", "session.add(cycle)", "schedule.plan(", "raise Refusal"],
        "handlers/delivery/writing.py": ["letter.facts(", "timing.check(", "letter.build("],
        "handlers/delivery/sending.py": ["chat_postMessage", "State.SENT"],
    }
    lacking = {file: [each for each in does[file] if each not in (ROOT / file).read_text()] for file in files}
    assert lacking == {file: [] for file in does}


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_what_a_document_links_to_exists(document: Path) -> None:
    """No link leads nowhere."""
    targets = re.findall(r"\]\(([^)#]+?)(?:#[^)]*)?\)", document.read_text())
    local = [target for target in targets if not target.startswith("http")]

    assert [target for target in local if not (document.parent / target).exists()] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_the_commands_a_document_names_exist(document: Path) -> None:
    """Every `make …` is a target and every `python -m bot …` a command."""
    text = document.read_text()
    targets = set(re.findall(r"`?make ([a-z]+)\b", " ".join(re.findall(r"`[^`]*`|^make .*$", text, re.MULTILINE))))
    commands = set(re.findall(r"python -m bot ([a-z]+)", text))
    mounted = {"brightspots", "scores", "privacy", "protocol"}
    offered = set(re.findall(r"@app\.command\(\)\ndef ([a-z]+)", CLI)) | mounted

    assert targets <= set(re.findall(r"^([a-z]+):", MAKE, re.MULTILINE))
    assert commands <= offered


def test_the_protocol_in_the_document_is_a_protocol() -> None:
    """An educator can copy the example of docs/adding-a-protocol.md and it works."""
    example = re.findall(r"```toml\n(.*?)```", (ROOT / "docs" / "adding-a-protocol.md").read_text(), re.DOTALL)

    assert [read_protocol(text).key for text in example] == ["tuning"]


def test_every_field_of_a_protocol_is_explained() -> None:
    """The fields that our own protocols use are all in docs/adding-a-protocol.md."""
    explained = (ROOT / "docs" / "adding-a-protocol.md").read_text()
    used: set[str] = set()
    for path in (ROOT / "templates" / "protocols").glob("*.toml"):
        protocol = tomllib.loads(path.read_text("utf-8"))
        used |= set(protocol) | {field for part in ("steps", "roles") for each in protocol[part] for field in each}

    assert {field for field in used if not re.search(rf"\b{field}\b", explained)} == set()
