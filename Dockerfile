# clearpull's own image. Only the last stage becomes one: files from the build stage and from this checkout, no shell,
# no package manager. "npm run release-image" makes the same without a container engine (docs/release-image.md).
# The tag is not pinned by digest: where this was written, Docker Hub could not be asked for one. docs/release-image.md says
# how to pin it.
FROM docker.io/library/node:24.21.0-bookworm-slim AS build
WORKDIR /src
COPY . .
# npm builds dist/ as well ("prepare"). Node.js is the one that package-lock.json pins.
RUN npm ci --no-audit --no-fund
RUN node tools/lay-out-release.ts /out

FROM scratch
ARG SOURCE
ARG REVISION
ARG VERSION
LABEL org.opencontainers.image.title="clearpull" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.source="$SOURCE" \
      org.opencontainers.image.revision="$REVISION" \
      org.opencontainers.image.version="$VERSION"
COPY --from=build /out/runtime/ /
COPY --from=build /out/node_modules/ /app/node_modules/
COPY --from=build /out/dist/ /app/dist/
COPY rules/ /app/rules/
COPY schema/ /app/schema/
COPY trust/ /app/trust/
COPY package.json LICENSE README.md CHANGELOG.md SECURITY.md /app/
# What glibc has freed it keeps for what will be asked for again, and takes more of it to be so with each larger block: V8 frees
# 20 MiB at once when it optimises YARA-X. Fixed bounds give it back to the system: 395 MiB instead of 483 at the most for an image
# of 65,000 scripts (ARCHITECTURE.md, "What glibc remembers").
ENV MALLOC_TRIM_THRESHOLD_=2097152 MALLOC_MMAP_THRESHOLD_=1100000
USER 65532:65532
ENTRYPOINT ["/usr/bin/node", "/app/dist/cli/main.js"]
