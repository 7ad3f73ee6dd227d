# The bot as an image: built in one stage, run in another that has neither compiler nor pip cache.
FROM python:3.11-slim AS build
WORKDIR /app
RUN python -m venv /app/.venv
COPY requirements.lock pyproject.toml README.md LICENSE ./
RUN .venv/bin/pip install --no-cache-dir --require-hashes -r requirements.lock
COPY bot bot
RUN .venv/bin/pip install --no-cache-dir --no-deps --no-build-isolation --editable .

FROM python:3.11-slim
RUN useradd --system --home-dir /app quqyq && mkdir -p /app/data && chown quqyq /app/data
WORKDIR /app
COPY --from=build /app /app
COPY locales locales
COPY knowledge knowledge
USER quqyq
ENV PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1
VOLUME /app/data
ENTRYPOINT ["/app/.venv/bin/quqyq"]
CMD ["run"]
