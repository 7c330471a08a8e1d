from django.utils.translation import gettext_lazy as _

from venture.doors.acts import name_acts
from venture.kernel.errors import word

word({"job_illegal_move": _("This job is “%(state)s” now; the button no longer applies. Reload the page.")})
name_acts({"job.cancel": _("Cancelled the job"), "job.rerun": _("Let the job run again")})
