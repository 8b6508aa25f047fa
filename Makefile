# Each target sets up what it needs the first time (packaging/install.py) and is quick after that.
PYTHON ?= python3
RUN = $(PYTHON) packaging/install.py

.PHONY: demo test endurance check bench screenshots fix lock deb folder wheelhouse

demo:  ## build the demo case and open it; without a screen, draw it
	$(RUN) reviewer demo --again

# A file of tests stays together, so that what its fixtures make is made once; tests/conftest.py says in which order.
SPREAD = -n auto --dist loadfile --no-loadscope-reorder

# What holds our own source and documents to their rules; make test without TESTS= leaves it to make check.
RULES = tests/test_docs.py tests/test_examples.py tests/test_repository.py tests/test_acts_in_code.py \
	tests/test_reasons_in_code.py tests/test_words_on_screen.py

QUICK = -m "not corpora and not endurance" --ignore=tests/corpora

test:  ## the tests, headless: without real files, what takes long, and the rules of make check; in parts (tests/parts.py)
	QT_QPA_PLATFORM=offscreen $(RUN) $(if $(strip $(TESTS)),pytest $(SPREAD),python -m tests.parts $(RULES:%=--ignore=%)) $(QUICK) $(TESTS)

endurance:  ## the tests that make test leaves out
	QT_QPA_PLATFORM=offscreen $(RUN) pytest -m "corpora or endurance" $(SPREAD) $(TESTS)

check:  ## style, types, layers, documents
	$(RUN) ruff check .
	$(RUN) ruff format --check .
	$(RUN) mypy
	$(RUN) lint-imports
	QT_QPA_PLATFORM=offscreen $(RUN) pytest -q $(RULES)

bench:  ## the measurements behind our claims, as ratios within one run
	QT_QPA_PLATFORM=offscreen $(RUN) python -m benchmarks

screenshots:  ## each room of the demo case, light and dark, into demo/screenshots
	env -u DISPLAY -u WAYLAND_DISPLAY -u QT_QPA_PLATFORM $(RUN) reviewer demo --again

fix:  ## mend what can be mended by machine
	$(RUN) ruff check --fix .
	$(RUN) ruff format .

deb:  ## a package for Debian and Ubuntu, into dist/
	QT_QPA_PLATFORM=offscreen $(RUN) python packaging/build.py deb

folder:  ## a folder that runs on any Linux, packed, into dist/
	QT_QPA_PLATFORM=offscreen $(RUN) python packaging/build.py folder

wheelhouse:  ## wheels for Windows and macOS with a table of what is missing, into dist/
	$(RUN) python packaging/build.py wheelhouse

lock:  ## newest versions that pyproject.toml allows, with hashes and without addresses
	$(RUN) python packaging/lock.py
