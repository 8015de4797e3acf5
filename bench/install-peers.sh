#!/usr/bin/env bash
# Gets the tools that `npm run bench:peers` runs beside clearpull, as far as the package registries offer them:
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

# trivy is written for Go's second JSON library, which Go 1.25 and 1.26 have only as an experiment.
while read -r tool experiment; do
  program="$out/bin/${tool##*/}"
  if [ -x "$program" ] && [ -s "$program.version" ]; then
    continue
  elif ! command -v go >/dev/null; then
    echo "${tool##*/}: needs Go" >&2
  elif ! GOBIN="$out/bin" GOEXPERIMENT="$experiment" go install "$tool@latest"; then
    echo "${tool##*/}: could not be built" >&2
  else
    # Built so, it does not know it itself.
    go version -m "$program" | awk '$1 == "mod" { print $3 }' >"$program.version"
  fi
done <<'TOOLS'
github.com/anchore/syft/cmd/syft
github.com/aquasecurity/trivy/cmd/trivy jsonv2
TOOLS
