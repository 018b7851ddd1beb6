# `make help` lists what there is to make.

PREFIX ?= /usr/local
DESTDIR ?=
SWIFT ?= swift

LIBRARIES = pkg-config libavcodec-dev libavfilter-dev libavformat-dev libavutil-dev libswscale-dev libopenblas-dev \
	libxxhash-dev ca-certificates
TOOLS = ffmpeg python3 python3-jsonschema
# A cached manifest would name the commit of an earlier build.
RELEASE = $(SWIFT) build -c release --manifest-cache none --static-swift-stdlib --product vigie

.PHONY: help demo test arm build setup lint format accuracy bench install uninstall clean

help: ## List the targets
	@sed -nE 's/^([a-z]+):.*## (.*)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 18

demo: build ## Install what is missing, build, and run the detector on a real clip
	@deploy/demo.sh

test: ## Install what is missing and run every test
	@deploy/setup.sh $(LIBRARIES) $(TOOLS)
	$(SWIFT) build --manifest-cache none --build-tests
	$(SWIFT) test --skip-build

arm: ## Check under an emulator that the kernels give the same bits on ARM as here
	@deploy/setup.sh gcc-aarch64-linux-gnu libc6-dev-arm64-cross qemu-user
	@deploy/arm.sh

build: setup ## Build the command, optimised, as .build/release/vigie
	$(RELEASE)

setup:
	@deploy/setup.sh $(LIBRARIES)

lint: ## Check the formatting and the wording of the sources
	@deploy/lint.sh

format: ## Bring the sources into the project's format
	$(SWIFT) format --in-place --recursive --parallel Package.swift Sources Tests models

accuracy: build ## Measure accuracy on footage with truth (needs VIGIE_MODEL_PATH and VIGIE_FOOTAGE_PATH)
	@bench/accuracy/run.sh

bench: build ## Compare the engine's speed with onnxruntime, OpenVINO, ncnn and OpenCV (needs VIGIE_MODEL_PATH)
	@deploy/setup.sh python3-venv gcc libc6-dev
	@bench/run.sh

install: build ## Install the command and its completions under PREFIX (default /usr/local)
	install -D -m 755 .build/release/vigie $(DESTDIR)$(PREFIX)/bin/vigie
	mkdir -p $(DESTDIR)$(PREFIX)/share/bash-completion/completions $(DESTDIR)$(PREFIX)/share/zsh/site-functions \
		$(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d
	.build/release/vigie --generate-completion-script bash >$(DESTDIR)$(PREFIX)/share/bash-completion/completions/vigie
	.build/release/vigie --generate-completion-script zsh >$(DESTDIR)$(PREFIX)/share/zsh/site-functions/_vigie
	.build/release/vigie --generate-completion-script fish >$(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d/vigie.fish

uninstall: ## Remove what `make install` installed
	rm -f $(DESTDIR)$(PREFIX)/bin/vigie $(DESTDIR)$(PREFIX)/share/bash-completion/completions/vigie \
		$(DESTDIR)$(PREFIX)/share/zsh/site-functions/_vigie $(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d/vigie.fish

clean: ## Remove what was built; the cache of downloads stays
	rm -rf .build demo
