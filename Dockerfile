# The bot as an image: built in one stage, run in another that has no compiler, no pip cache and nothing to write to but
# /app/data. To build from an exact image: docker build --build-arg PYTHON=python@sha256:… .
ARG PYTHON=python:3.11-slim-bookworm

FROM ${PYTHON} AS build
WORKDIR /app
COPY requirements.lock pyproject.toml README.md LICENSE ./
RUN python -m venv --without-pip .venv \
    && pip --python .venv/bin/python install --no-cache-dir --require-hashes -r requirements.lock \
    && find .venv -depth -type d -name tests -exec rm -r {} +
COPY bot bot
RUN pip --python .venv/bin/python install --no-cache-dir --no-deps --no-build-isolation --editable . \
    && .venv/bin/python -m compileall -q --invalidation-mode unchecked-hash bot
# The catalogues are read as they stand and compiled in memory at each start (bot/locale.py).
COPY locales locales
COPY knowledge knowledge
# What search learns from the base takes minutes: it is learnt here once, outside of the volume, and read by any user.
RUN CACHE_DIR=/app/cache .venv/bin/quqyq prepare && chmod -R a+rX cache && mkdir data

FROM ${PYTHON}
LABEL org.opencontainers.image.title="Quqyq" \
      org.opencontainers.image.description="A Telegram bot that answers questions about human rights in Kazakhstan" \
      org.opencontainers.image.licenses="MIT"
WORKDIR /app
COPY --from=build /app /app
RUN chown 10001:10001 data
# A number, so that an orchestrator can see that it is not root without reading the image's files.
USER 10001:10001
# LISTEN is within the container: nobody outside reaches it unless its port is published.
ENV PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 CACHE_DIR=/app/cache LISTEN=0.0.0.0:8080 LOG_FORMAT=json
EXPOSE 8080
VOLUME /app/data
# Without LISTEN nothing is served by polling, and then nothing can be asked.
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 \
    CMD ["/app/.venv/bin/python", "-S", "-c", "import os, urllib.request as u; at = os.environ.get('LISTEN'); at and u.build_opener(u.ProxyHandler({})).open(f'http://{at}/healthz', timeout=4)"]
ENTRYPOINT ["/app/.venv/bin/quqyq"]
CMD ["run"]
