"""The base of every API door: rights by declared permissions, problems in RFC 9457, pages by cursor."""

from venture.doors.api.doors import ApiDoor, ListDoor, RowApiDoor
from venture.doors.api.paging import Cursor

__all__ = ["ApiDoor", "Cursor", "ListDoor", "RowApiDoor"]
