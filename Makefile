# First Descent: every command there is. `make` alone lists them.
#
# Nothing outside this folder is written, but for Rust's wasm target (rustup), the package managers' caches, and, for
# the tests, Debian's browsers (apt-get). What is installed for the project goes to .tools/ and node_modules/.
#
# wasm-bindgen's command-line tool is built from source by `cargo install`, with optimisation off, while npm installs
# and the engine compiles. Measured cold on two cores: 45 s, 60 s on a busy machine. A program of our own over
# wasm-bindgen-cli-support would take 18 s, but has no test runner: the tests would need the real tool all the same,
# and what the tests run would no longer be made by what makes the site.

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.SUFFIXES:
.PHONY: help start build test unit test-scripts profile bench docs format screenshots clean check-start check-test site set-up-test browsers wasm-target FORCE

# Our own tools come before the machine's: wasm-pack downloads what it does not find on PATH.
export PATH := $(CURDIR)/.tools/bin:$(CURDIR)/node_modules/.bin:$(PATH)
# One place for cargo's output, whatever the reader's own settings say: rules below name files in it.
export CARGO_TARGET_DIR := $(CURDIR)/target

# The crate and the tool must match exactly, so the crate's manifest is the only place that names the version.
WASM_BINDGEN_VERSION := $(shell sed -n 's/^wasm-bindgen = "=\(.*\)"/\1/p' Cargo.toml)
WASM_PACK_VERSION := 0.15.1
GECKODRIVER_VERSION := 0.37.0

WASM_BINDGEN := .tools/wasm-bindgen-cli-$(WASM_BINDGEN_VERSION)
WASM_PACK := .tools/wasm-pack-$(WASM_PACK_VERSION)
GECKODRIVER := .tools/geckodriver-$(GECKODRIVER_VERSION)

ENGINE := target/wasm32-unknown-unknown/release/first_descent.wasm
# The same crate without the feature `full`, made for its size.
LEAN := target/wasm32-unknown-unknown/lean/first_descent.wasm
# cargo is no child of this make: it must not look for its job server.
CARGO_BUILD := env -u MAKEFLAGS -u MFLAGS cargo build --quiet --lib --target wasm32-unknown-unknown
# Folders too: their times change when a file is added, renamed or removed.
SITE_SOURCES := index.html vite.config.ts $(shell find www ! -name '*.test.ts')

# Independent steps run side by side; cargo and npm use the cores well only together.
SIDE_BY_SIDE := $(MAKE) --no-print-directory -j3

help:
	@echo "make start        set up, build, serve on 127.0.0.1 and print the address (PORT=8080 to choose)"
	@echo "make build        the wasm package in pkg/, the site in dist/, and what they weigh"
	@echo "make test         set up what tests need (browsers, drivers) and run all of them (ONLY=\"rust e2e\" for some)"
	@echo "make unit         the tests of texts and pages that need no browser, after a make build"
	@echo "make test-scripts run the page's scripts and notebooks with real NumPy, scikit-learn and PyTorch"
	@echo "make profile      what the wasm modules are made of, by module and function"
	@echo "make bench        measure against the peers"
	@echo "make docs         write docs/settings.md from the table of settings"
	@echo "make format       format Rust, TypeScript and the rest"
	@echo "make screenshots  pictures of the built page, wide and narrow, light and dark, in screenshots/"
	@echo "make clean        remove what was built (.tools/ and node_modules/ stay)"

start: check-start
	@+$(SIDE_BY_SIDE) site
	@exec node tools/start.mjs

build: check-start
	@+$(SIDE_BY_SIDE) site
	@node tools/sizes.mjs

test: check-test
	@+$(SIDE_BY_SIDE) set-up-test
	@exec node tools/test.mjs $(ONLY)

# For whoever writes texts: no browser, no driver, nothing of Debian's. ONLY="tests/unit/languages.test.ts" for one file.
unit: check-start
	@+$(SIDE_BY_SIDE) node_modules/.set-up-test pkg/first_descent_bg.wasm
	@exec vitest run --project unit $(ONLY)

# Apart from `make test`, which needs no Python: PyTorch alone is larger than all else here together.
test-scripts: check-start
	@+$(SIDE_BY_SIDE) pkg/first_descent_bg.wasm
	@tools/python-packages tests/scripts/requirements.txt
	@node tests/scripts/write.mjs .tools/scripts
	@.tools/venv/bin/python tests/scripts/check.py .tools/scripts

profile: check-start
	@+$(SIDE_BY_SIDE) pkg/first_descent_bg.wasm
	@node tools/engine_profile.mjs .tools/first_descent_lean_named.wasm
	@node tools/engine_profile.mjs .tools/first_descent_named.wasm

bench: check-test bench/node_modules/.set-up node_modules/.set-up-test browsers
	@+$(SIDE_BY_SIDE) site
	@exec bench/run

docs: node_modules/.set-up-build
	@node tools/settings_doc.mjs

format: node_modules/.set-up-test
	cargo fmt
	biome check --write

screenshots: check-test node_modules/.set-up-test browsers
	@+$(SIDE_BY_SIDE) site
	@node tools/screenshot.mjs

clean:
	rm -rf target pkg dist screenshots .tools/pkg .tools/build-*

# Set-up. The checks come first and alone, so that a missing tool is one line and not the end of a long log.

check-start check-test:
	@tools/need rust linker node

set-up-test: $(WASM_BINDGEN) $(WASM_PACK) $(GECKODRIVER) node_modules/.set-up-test browsers | wasm-target
	@tools/rust-components

# A rule of its own, so that one rustup runs at a time: two that fetch the same target lose each other's files.
wasm-target:
	@tools/wasm-target

browsers:
	@tools/browsers

$(WASM_BINDGEN):
	@tools/cargo-tool wasm-bindgen-cli $(WASM_BINDGEN_VERSION)

$(WASM_PACK):
	@tools/cargo-tool wasm-pack $(WASM_PACK_VERSION)

$(GECKODRIVER):
	@tools/cargo-tool geckodriver $(GECKODRIVER_VERSION)

node_modules/.set-up-build: package.json package-lock.json .npmrc
	@tools/npm-packages build

node_modules/.set-up-test: package.json package-lock.json .npmrc
	@tools/npm-packages test

bench/node_modules/.set-up: bench/package.json bench/package-lock.json bench/.npmrc
	cd bench && npm ci --no-progress --loglevel=error
	@touch $@

# The build.

site: dist/index.html

# cargo knows best whether anything changed; it leaves the file's time alone when nothing did, and then nothing below
# is made again.
#
# The two are made side by side: the second half of each is one thread that optimises the whole program. Their
# dependencies are compiled for each of them, as they are optimised for other ends.
$(ENGINE): FORCE | wasm-target
	@$(CARGO_BUILD) --release

$(LEAN): FORCE | wasm-target
	@$(CARGO_BUILD) --profile lean --no-default-features

pkg/first_descent_bg.wasm: $(ENGINE) $(LEAN) $(WASM_BINDGEN) node_modules/.set-up-build tools/wasm-package tools/licences.mjs
	@tools/wasm-package $(ENGINE) $(LEAN)

dist/index.html: $(SITE_SOURCES) pkg/first_descent_bg.wasm node_modules/.set-up-build
	@vite build --logLevel warn
	@touch $@

FORCE:
