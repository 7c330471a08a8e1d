from accounts.flows import inviting
from venture.jobs.registry import Run, handler


@handler(inviting.SEND)
def send_invitation(run: Run, invitation_id: int) -> None:
    inviting.send_invitation(invitation_id=invitation_id)
