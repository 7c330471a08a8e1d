from django.utils.translation import gettext_lazy as _

from venture.kernel.errors import word

word({"same_person": _("This step needs a second person: you took the step before it yourself.")})
