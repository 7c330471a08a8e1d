from notices.models.notices import Notice, NoticeSeries
from notices.models.objections import OBJECTION_PURPOSE, Hold, Objection, ObjectionFile

__all__ = ["OBJECTION_PURPOSE", "Hold", "Notice", "NoticeSeries", "Objection", "ObjectionFile"]
