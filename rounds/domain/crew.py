"""Which roles take which step of a round. Each of the three steps to publication needs another person."""

from accounts.enums import Role

WRITERS = (Role.OPERATOR, Role.CLERK)
CHECKERS = (Role.CLERK, Role.HEAD)
APPROVERS = (Role.HEAD,)
AMENDERS = (*WRITERS, Role.HEAD)
READERS = (*WRITERS, Role.HEAD, Role.SYSTEM_ADMIN, Role.AUDITOR, Role.SUPERVISION)
LENDERS = (Role.CLERK, Role.HEAD)
# The leading group follows what its member units do.
FOLLOWERS = (*READERS, Role.LEADER)
