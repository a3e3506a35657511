# Everything is pinned by requirements/postgres.txt: SQLite for one process, PostgreSQL for several.
FROM python:3.12-slim AS build
ENV PATH=/opt/bot/bin:$PATH PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
RUN python -m venv /opt/bot
WORKDIR /src
# The libraries first: they change less often than the program.
COPY requirements/postgres.txt requirements/
RUN pip install --require-hashes -r requirements/postgres.txt
COPY pyproject.toml README.md LICENSE LICENSE-text ./
COPY bot bot
COPY knowledge knowledge
RUN pip install --no-deps --no-build-isolation . \
    && pip uninstall --yes hatchling editables pathspec pluggy trove-classifiers pip

FROM python:3.12-slim
# A number, so that the platform can see that it is not root. What is kept goes to /data; nothing else is written.
RUN install -d -o 10001 -g 10001 -m 0700 /data
COPY --from=build /opt/bot /opt/bot
ENV PATH=/opt/bot/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    HOME=/data DATABASE_URL=sqlite:////data/bot.sqlite3 PORT=8080 LOG_FORMAT=json
USER 10001:10001
WORKDIR /data
VOLUME /data
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s --retries=3 \
    CMD ["python", "-c", "import os, urllib.request as web; web.urlopen('http://127.0.0.1:' + os.environ['PORT'] + '/healthz', timeout=4)"]
ENTRYPOINT ["continence-bot"]
CMD ["run"]
