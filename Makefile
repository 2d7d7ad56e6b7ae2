# Everything a developer types. Each target prepares what it needs; `make setup` alone is never required.
PY = .venv/bin/python
# Some machines forbid Python to keep what it compiled; every process of the tests would compile everything again.
export PYTHONDONTWRITEBYTECODE =
.PHONY: setup migration graph demo pictures test check fix bench faults mutants validate lock

.venv/ready: requirements.lock
	@python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed."; exit 1; }
	python3 -m venv .venv
	$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@touch .venv/ready

setup: .venv/ready ## make .venv with exactly what requirements.lock names

migration: setup ## write the next migration from the models; NAME="What changes"
	$(PY) -m bot migration "$(NAME)"
	$(PY) -m ruff check --quiet --fix migrations && $(PY) -m ruff format --quiet migrations

graph: setup ## draw which folder knows which into docs/architecture.md
	$(PY) -m bot graph

demo: setup ## play with the bot in your browser, on PORT; ARGS="--headless" prints a whole cycle instead
	@$(PY) -m bot demo $(ARGS)

test: setup ## all tests, on SQLite and on a real PostgreSQL
	$(PY) -m pytest $(ARGS)

check: setup ## what CI runs: style, types, import contracts, templates and manifest, tests
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy
	.venv/bin/lint-imports
	$(PY) -m bot check
	$(PY) -m pytest $(ARGS)

fix: setup ## let ruff mend what it can
	$(PY) -m ruff check --fix .
	$(PY) -m ruff format .

faults: setup ## 20 000 posts, workers killed and paused, databases restarted, a file that never ends, a roster of thousands
	$(PY) -m tests.faults.run $(ARGS)
	$(PY) -m tests.faults.files

mutants: setup ## put faults into the code, one at a time: which ones does no test notice? ARGS="--sample 200"
	$(PY) -m tests.mutants $(ARGS)

bench: setup ## speed and memory against the bounds in docs/benchmarks.md
	$(PY) -m tests.bench $(ARGS)

pictures: setup ## the pictures of README and docs/tour.md, from a walk through the tour
	$(PY) -m tests.page.pictures

validate: setup ## the bright-spot method against simulated and real districts
	$(PY) -m tests.stats.validate $(ARGS)

lock: setup ## resolve again and write requirements.lock and, without tools, requirements.run.lock (hashes, no addresses)
	$(PY) -m pip install --quiet uv
	$(PY) -m uv pip compile pyproject.toml --group dev --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url --no-annotate --custom-compile-command "make lock" -o requirements.lock
	$(PY) -m uv pip compile pyproject.toml -c requirements.lock --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url --no-annotate --custom-compile-command "make lock" -o requirements.run.lock
