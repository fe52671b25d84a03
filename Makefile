# Targets: help build test check fmt docs torture mutants bench run install uninstall deb
.DEFAULT_GOAL := help
CONFIG ?= config

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

build: ## an optimised fifthcall
	scripts/setup
	swift build -c release --product fifthcall

test: ## unit tests only, without the real servers
	swift test

check: ## everything that CI runs
	scripts/check

fmt: ## repair the formatting
	swift format -i --recursive Package.swift Sources Tests

docs: build ## write the generated references anew
	"$$(swift build -c release --show-bin-path)/fifthcall" schema --write

torture: ## the fault suites: kills, failing disks, full disks (an hour)
	scripts/setup --tests
	swift build -c release --product fifthcall
	Tests/torture/all.sh "$$(swift build -c release --show-bin-path)/fifthcall"

mutants: ## deliberate bugs; a suite must catch each
	Tests/mutants/run.sh

bench: ## measure the goals that can be measured here
	scripts/setup --tests
	Sources/fifthcall-bench/scripts/all.sh

run: ## the main job on the shipped sample customers, into ./var
	scripts/demo

install: build ## program, unit, config, templates into $(DESTDIR)/; edited files stay
	DESTDIR="$(DESTDIR)" BINARY="$$(swift build -c release --show-bin-path)/fifthcall" scripts/install

uninstall: ## takes program and unit away; leaves config and state
	DESTDIR="$(DESTDIR)" scripts/install remove

deb: ## a Debian package in .build/deb, for machines without Swift
	scripts/setup
	scripts/deb

.PHONY: help build test check fmt docs torture mutants bench run install uninstall deb
