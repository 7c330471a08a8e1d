from datetime import time

from accounts.flows import inviting
from accounts.flows.signing import forget_old_sign_ins
from venture.jobs.registry import Run, handler


@handler(inviting.SEND)
def send_invitation(run: Run, invitation_id: int) -> None:
    inviting.send_invitation(invitation_id=invitation_id)


@handler("accounts.forget_sign_ins", daily_at=time(3, 20))
def forget_sign_ins(run: Run) -> None:
    forget_old_sign_ins()
