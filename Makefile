# What people and agents do with this repository; `make` alone lists it.
# Long-running or packaged things are elsewhere: ./install.sh, Tests/fresh-root.sh.

SWIFT ?= swift
SOAK_FILTER ?= .

.PHONY: help check format test soak bench golden

help:
	@echo 'make check    imports, style, tidy tests (seconds once built)'
	@echo 'make test     every test of the quick set'
	@echo 'make soak     the tests with their long runs (SOAK_FILTER=Name for some)'
	@echo 'make golden   rewrite the texts that the golden tests compare with; look at the diff'
	@echo 'make bench    start-up time and memory, as ratios to a floor program'
	@echo 'make format   rewrite the Swift sources in the style of .swift-format'

# The first line fails on an import of a target that is not declared, in any target. SwiftPM
# scans all sources for it on every build, so building one small target will do: this one, since
# a filter that matches no test would pass.
check:
	$(SWIFT) build --explicit-target-dependency-import-check error --target TidyTests
	$(SWIFT) format lint --strict --recursive --parallel Package.swift Sources Tests
	$(SWIFT) test --filter TidyTests

test:
	$(SWIFT) test

soak:
	YOLO_SOAK=1 $(SWIFT) test --filter '$(SOAK_FILTER)'

golden:
	YOLO_GOLDEN=1 $(SWIFT) test --filter GoldenTests

bench:
	$(SWIFT) build -c release --static-swift-stdlib -Xlinker -s --product yolo
	sh Benchmarks/startup.sh "$$($(SWIFT) build -c release --show-bin-path)/yolo"

format:
	$(SWIFT) format --in-place --recursive --parallel Package.swift Sources Tests
