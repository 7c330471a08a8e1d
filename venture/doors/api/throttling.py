"""How much one caller may ask, counted in the cache."""

from rest_framework.throttling import UserRateThrottle


class CallerThrottle(UserRateThrottle):
    """So many requests a minute for each person, however many tokens the person made (``API_RATE``)."""

    scope = "api"
