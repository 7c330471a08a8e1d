"""What the clock of an installation does each minute: the sweep that puts down the daily work whose hour has come.

    python -m tests.browser.swept     for the worker that serves the city of ``VAR_DIR``

The worker is told, and does it by its own clock, which may be moved.
"""

if __name__ == "__main__":
    import django

    django.setup()
    from venture.celery import app

    app.send_task("venture.jobs.sweep", ignore_result=True)
