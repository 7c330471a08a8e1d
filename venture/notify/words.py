from django.utils.translation import gettext_lazy as _

from venture.kernel.errors import word

word({"delivery_illegal_move": _("This message is “%(state)s” now; the button no longer applies. Reload the page.")})
