"""Is this installation well? The same checks answer the probes, in one word, and ``manage.py doctor``, in sentences."""
