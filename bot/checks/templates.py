"""Checks the words: every template in every language, with every block, against hostile facts."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache, partial
from pathlib import Path
from typing import Any

from jinja2 import TemplateError, nodes
from jinja2.meta import find_undeclared_variables

from bot.checks import facts, marks, pairs, sources
from handlers.screens.words import LANGUAGES, Voice, Words

Blocks = Mapping[str, frozenset[str]]
Facts = Mapping[str, Sequence[Mapping[str, Any]]]
Samples = Callable[[str, frozenset[str]], Iterable[Mapping[str, Any]]]


def problems(words: Words) -> Iterator[str]:
    """Everything that is wrong with the words."""
    written = written_in(words)
    yield from unmatched(written)
    yield from unsayable(words, written)


def written_in(words: Words) -> Mapping[str, Blocks]:
    """The blocks of every language's templates, as ``template.block``, and the facts that each of them tells."""
    return {language: _blocks_of(words.in_language(language)) for language in LANGUAGES}


def unmatched(written: Mapping[str, Blocks]) -> Iterator[str]:
    """What differs between languages, what the code asks for in vain, and what has no sample facts."""
    names = sorted({name for blocks in written.values() for name in blocks})
    yield from _differences(written, names)
    yield from _asked_in_vain(names)
    yield from _without_facts({name.split(".")[0] for name in names})


def unsayable(words: Words, written: Mapping[str, Blocks]) -> Iterator[str]:
    """What can't be said with hostile facts, or would come alive."""
    samples = cache(partial(_samples, [facts.for_templates(text) for text in facts.HOSTILE]))
    for language, blocks in written.items():
        yield from _unsayable(words.in_language(language), blocks, samples)


def _blocks_of(voice: Voice) -> Blocks:
    found: dict[str, frozenset[str]] = {}
    for file in voice.environment.list_templates(extensions=["j2"]):
        source, _path, _fresh = voice.environment.loader.get_source(voice.environment, file)  # type: ignore[union-attr]
        for block in voice.environment.parse(source, filename=file).find_all(nodes.Block):
            found[f"{Path(file).stem}.{block.name}"] = _facts_in(block)
    return found


def _differences(written: Mapping[str, Blocks], names: Sequence[str]) -> Iterator[str]:
    for name in names:
        lacking = [language for language in written if name not in written[language]]
        if lacking:
            yield f"{name} isn't written in {', '.join(lacking)}."
            continue
        used = {language: blocks[name] for language, blocks in written.items()}
        if len(set(used.values())) > 1:
            told = "; ".join(f"{language}: {', '.join(sorted(each)) or 'none'}" for language, each in used.items())
            yield f"{name} doesn't tell the same facts in every language ({told})."


def _facts_in(block: nodes.Block) -> frozenset[str]:
    body = nodes.Template(block.body, lineno=1, environment=block.environment)
    return frozenset(find_undeclared_variables(body))


def _asked_in_vain(names: Sequence[str]) -> Iterator[str]:
    for call in sources.calls(["say", "plain"], "handlers"):
        pattern = sources.pattern_of(call, call.argument(0))
        if pattern and "." in pattern.pattern and not any(pattern.fullmatch(name) for name in names):
            yield f"{call.place} asks for words that no template has ({pattern.pattern})."


def _without_facts(templates: set[str]) -> Iterator[str]:
    return pairs.differences(
        templates,
        facts.for_templates("x"),
        lacking="Template {}.j2 has no sample facts in bot/checks/facts/.",
        left_over="bot/checks/facts/ has facts for {}.j2, which isn't there.",
    )


def _unsayable(voice: Voice, blocks: Blocks, samples: Samples) -> Iterator[str]:
    told: dict[str, None] = {}
    for name, needed in blocks.items():
        for sample in samples(name.split(".")[0], needed):
            told |= dict.fromkeys(f"{voice.language}/{name}: {trouble}" for trouble in _say(voice, name, sample))
    yield from told


def _samples(hostile: Sequence[Facts], template: str, needed: frozenset[str]) -> Iterable[Mapping[str, Any]]:
    """The sample facts of a template, each combination of what a block of it tells only once."""
    names = sorted(needed)
    samples = (each for told in hostile for each in told.get(template, ()))
    return {repr([each.get(name) for name in names]): each for each in samples}.values()


def _say(voice: Voice, name: str, sample: Mapping[str, Any]) -> Iterator[str]:
    try:
        said = voice.say(name, **sample)
    except (TemplateError, TypeError, ValueError) as error:
        yield f"can't be said: {error}."
        return
    if not said:
        yield "says nothing."
    yield from marks.alive(said)
