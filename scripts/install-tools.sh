#!/usr/bin/env bash
# Installs the real tools that clearpull's tests compare it with. Does so as root on Debian and Ubuntu, and only
# for those that are missing; elsewhere it says which are missing and ends well.
set -euo pipefail

# package:program that shows that it is there
TOOLS=(
  skopeo:skopeo
  umoci:umoci
  buildah:buildah
  podman:podman
  containerd:containerd
  stargz-snapshotter:ctr-remote
  docker-registry:docker-registry
  apache2-utils:htpasswd
  openssl:openssl
  zstd:zstd
  binutils:readelf
  debootstrap:debootstrap
  tmux:tmux
  zsh:zsh
  jq:jq
  rpm:rpmbuild
  fish:fish
  golang-go:go
  rustc:rustc
  default-jdk-headless:jar
  mmdebstrap:mmdebstrap
  chromium:chromium
)

has() {
  # Root's programs are not in everybody's PATH, nor are toolchains that were unpacked by hand.
  PATH="$PATH:/usr/sbin:/sbin:/usr/local/go/bin:${HOME:-/root}/.cargo/bin" command -v "$1" >/dev/null 2>&1
}

missing=()
for tool in "${TOOLS[@]}"; do
  has "${tool#*:}" || missing+=("${tool%%:*}")
done

if [ "${#missing[@]}" -eq 0 ]; then
  exit 0
fi

if ! has apt-get || [ "$(id -u)" -ne 0 ]; then
  echo "Not installed, because this takes root on Debian or Ubuntu: ${missing[*]}" >&2
  echo "Tests that need them will be left out." >&2
  exit 0
fi

echo "Installing for the tests: ${missing[*]}" >&2
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq
# Not every release has every package; one that is unknown would keep all others from being installed.
known=()
for package in "${missing[@]}"; do
  if apt-cache show "$package" >/dev/null 2>&1; then known+=("$package"); else echo "Unknown here: $package" >&2; fi
done
apt-get install -qq -y --no-install-recommends "${known[@]}" >/dev/null

# Debian starts some of them as services; the tests start their own.
for service in docker-registry containerd stargz-snapshotter podman.socket; do
  if [[ " ${missing[*]} " == *" ${service%.socket} "* ]] && has systemctl; then
    systemctl disable --now "$service" >/dev/null 2>&1 || true
  fi
done
