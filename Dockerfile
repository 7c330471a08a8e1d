# One image, three processes: web (the default), worker and beat. The same code, chosen by the command.
FROM python:3.11-slim AS build
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
WORKDIR /app
RUN python -m venv /venv
COPY requirements.lock .
RUN /venv/bin/pip install --require-hashes --no-deps -r requirements.lock
COPY . .
# Neither needs a secret or a server: the demonstration's settings are enough to read the source.
RUN /venv/bin/python -m tools.messages compile \
 && STATIC_ROOT=/app/staticfiles DJANGO_SETTINGS_MODULE=venture.settings.collect \
    /venv/bin/python manage.py collectstatic --noinput

FROM python:3.11-slim
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    DJANGO_SETTINGS_MODULE=venture.settings.production VAR_DIR=/srv/var STATIC_ROOT=/app/staticfiles
RUN groupadd --system --gid 10001 venture \
 && useradd --system --uid 10001 --gid venture --home-dir /srv --shell /usr/sbin/nologin venture \
 && mkdir -p /srv/files /srv/var && chown -R venture:venture /srv
COPY --from=build /venv /venv
COPY --from=build /app /app
WORKDIR /app
USER venture
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=5s --start-period=40s --retries=3 CMD ["python", "deploy/probe.py", "readyz"]
CMD ["gunicorn", "venture.wsgi", "--config", "deploy/gunicorn.conf.py"]
