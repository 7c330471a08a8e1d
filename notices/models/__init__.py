from notices.models.notices import Notice, NoticeSeries
from notices.models.objections import Hold, Objection, ObjectionFile

__all__ = ["Hold", "Notice", "NoticeSeries", "Objection", "ObjectionFile"]
