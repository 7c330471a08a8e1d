"""The web server. Two numbers are worth changing: WEB_WORKERS (processes, about one per core) and WEB_THREADS."""

import os

bind = os.environ.get("WEB_BIND", "0.0.0.0:8000")
worker_class = "gthread"
workers = int(os.environ.get("WEB_WORKERS", "2"))
threads = int(os.environ.get("WEB_THREADS", "4"))
worker_tmp_dir = "/dev/shm"  # noqa: S108 -- the sign of life must not wait for a slow disk
# A socket for remote commands: nobody uses it, and the container has no place to write it.
control_socket_disable = True
timeout = 60
graceful_timeout = 30
max_requests = 5000
max_requests_jitter = 500
forwarded_allow_ips = os.environ.get("FORWARDED_ALLOW_IPS", "127.0.0.1")
accesslog = "-"
# Method, path without its query, status, bytes, milliseconds: no address, no name, no browser.
access_log_format = (
    '{"at":"%(t)s","logger":"access","method":"%(m)s","path":"%(U)s","status":%(s)s,"bytes":"%(B)s","ms":%(M)s}'
)
# gunicorn's own words go through the site's formatter as well: they quote what visitors sent.
logconfig_dict = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "venture.logs.JsonLines"}, "bare": {"format": "%(message)s"}},
    "handlers": {
        "out": {"class": "logging.StreamHandler", "formatter": "json", "stream": "ext://sys.stdout"},
        "bare": {"class": "logging.StreamHandler", "formatter": "bare", "stream": "ext://sys.stdout"},
    },
    "root": {"handlers": ["out"], "level": "INFO"},
    "loggers": {
        "gunicorn.error": {"handlers": ["out"], "level": "INFO", "propagate": False},
        "gunicorn.access": {"handlers": ["bare"], "level": "INFO", "propagate": False},
    },
}
