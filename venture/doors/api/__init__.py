"""The base of every API door: rights by declared permissions, problems in RFC 9457, pages by cursor.

Nothing is imported here: the framework imports parts of this package while it is being imported itself.
"""
