#!/usr/bin/env bash
# Gets the tools that `npm run bench:peers` and `bench:accuracy:peers` run beside clearpull, as far as the package registries offer them:
# Debian's packages as root, Go's tools where Go is there. What cannot be had is said and left out. No databases of
# signatures or vulnerabilities are fetched.
set -uo pipefail
out="$(cd "$(dirname "$0")" && pwd)/out"
mkdir -p "$out/bin"
PATH="$PATH:/usr/local/go/bin"

if command -v apt-get >/dev/null && [ "$(id -u)" -eq 0 ]; then
  DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends time clamav yara >/dev/null ||
    echo "not had from Debian: time, clamav or yara" >&2
else
  echo "time, clamav and yara: install them by the system's package manager" >&2
fi

# In an environment of their own; rule sets are tried by its python3 (bench/accuracy/peers/yara_x_scan.py).
if command -v python3 >/dev/null && python3 -m venv "$out/venv" &&
  "$out/venv/bin/pip" install --quiet --disable-pip-version-check kingfisher-bin yara-x; then
  ln -sf "$out/venv/bin/kingfisher" "$out/bin/kingfisher"
  printf '#!/bin/sh\nexec "%s" "$@"\n' "$out/venv/bin/python3" >"$out/bin/python3"
  chmod +x "$out/bin/python3"
else
  echo "not had from PyPI: kingfisher-bin or yara-x" >&2
fi

# trivy is written for Go's second JSON library, which Go 1.25 and 1.26 have only as an experiment.
while read -r tool experiment; do
  name="${tool%/v[0-9]}"
  program="$out/bin/${name##*/}"
  if [ -x "$program" ] && [ -s "$program.version" ]; then
    continue
  elif ! command -v go >/dev/null; then
    echo "${name##*/}: needs Go" >&2
  elif ! GOBIN="$out/bin" GOEXPERIMENT="$experiment" go install "$tool@latest"; then
    echo "${name##*/}: could not be built" >&2
  else
    # Built so, it does not know it itself.
    go version -m "$program" | awk '$1 == "mod" { print $3 }' >"$program.version"
  fi
done <<'TOOLS'
github.com/anchore/syft/cmd/syft
github.com/zricethezav/gitleaks/v8
github.com/aquasecurity/trivy/cmd/trivy jsonv2
TOOLS
