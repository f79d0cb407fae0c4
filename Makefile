# Thin on purpose: what happens is in scripts/.
.PHONY: help run test quick test-windows check bench clean

help:
	@echo "make run     set up and start the demo: a desk with its own telephone system (VENDOR=compass: a Compass)"
	@echo "make test    set up and run all tests (T='path -k word' for some of them)"
	@echo "make quick   the tests of the pure parts, with few examples: for while you edit"
	@echo "make test-windows  build the program for Windows and drive it under Wine"
	@echo "make check   lint, types, borders and the project's own gates"
	@echo "make bench   measure; the table also goes to build/bench.json"
	@echo "make clean   remove what the others made"

run:
	@scripts/run.sh $(if $(VENDOR),--vendor $(VENDOR))

test:
	@scripts/test.sh $(T)

quick:
	@scripts/quick.sh $(T)

test-windows:
	@scripts/test_windows.sh $(T)

check:
	@scripts/check.sh

bench:
	@scripts/bench.sh

clean:
	rm -rf build .venv .mypy_cache .ruff_cache .import_linter_cache .pytest_cache .hypothesis
