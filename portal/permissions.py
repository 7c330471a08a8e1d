"""Which desk is whose. One person may hold several parts; the first that fits is the one ``/desk/`` opens."""

from accounts.enums import Role
from organizations.queries import answers_for_some_community
from rounds.queries.units import speaks_for_some_unit
from venture.kernel.policy import declare_act

declare_act("desk.finance", lambda user: user.has_role(Role.FINANCE_MAKER, Role.FINANCE_CHECKER))
declare_act("desk.review", lambda user: user.has_role(Role.EXPERT))
declare_act("desk.decide", lambda user: user.has_role(Role.LEADER))
declare_act("desk.evaluation", lambda user: user.has_role(Role.EVALUATOR))
declare_act("desk.unit", lambda user: not user.roles and speaks_for_some_unit(user))
declare_act("desk.community", lambda user: not user.roles and answers_for_some_community(user))
declare_act("desk.applicant", lambda user: not user.roles)
