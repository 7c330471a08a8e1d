from django.utils.translation import gettext_lazy as _

from venture.doors.acts import name_acts
from venture.kernel.errors import word

word(
    {
        "file_empty": _("The file is empty. Look whether it opens on your computer and choose it again."),
        "file_too_large": _(
            "The file has %(size)s MB; at most %(limit)s MB are taken. Scan it with 150 dpi, or split it."
        ),
        "picture_too_large": _(
            "The photo has more than %(limit)s MB. Make it smaller and send it again, or take it with the phone here."
        ),
        "file_too_many": _(
            "You have %(limit)s uploads that no form has taken up. Save the form with them, or wait until tomorrow."
        ),
        "file_missing": _("No file arrived. Choose it again."),
        "file_only_one": _("Choose one file here. Only several photos can be brought together: they become one PDF."),
        "file_no_pages": _("There is no photo to join. Choose at least one."),
        "file_many_pages": _("%(count)s photos are too many for one PDF: at most %(limit)s. Join them in two parts."),
        "file_unknown": _(
            "This kind of file is not taken. These are: %(taken)s. What decides is the content, not the name."
        ),
        "file_not_here": _("A file of the kind %(kind)s is not taken here. These are: %(taken)s."),
        "file_misnamed": _(
            "The file is called %(ending)s, but its content is %(kind)s. Give it its right name and choose it again."
        ),
        "file_damaged": _(
            "The file is damaged: it cannot be read to its end as %(kind)s. Save it again and choose it again."
        ),
        "file_encrypted": _("The file is locked by a password. Save it without one and choose it again."),
        "file_old_office": _(
            "This is an old or locked Office file (.doc, .xls). Save it as .docx, .xlsx or PDF without a password."
        ),
        "file_macros": _("The file holds macros or embedded programs. Save it without them, or as PDF."),
        "file_active": _(
            "The file does something when it is opened (a script, a fetched part). Print it to PDF and choose that."
        ),
        "file_bomb": _("Unpacked, the file would be far too large. Make its pictures smaller, or save it as PDF."),
        "file_intricate": _(
            "The file is put together so intricately that it cannot be checked. Print it to PDF and choose that."
        ),
        "file_pixels": _("The picture has %(width)s × %(height)s points; at most %(most)s are taken. Make it smaller."),
        "file_not_kept": _("The file could not be kept just now. Nothing else was lost; try again in a few minutes."),
        "file_foreign": _("This upload is no longer there, or was made for something else. Choose the file again."),
        "file_harmful": _("The virus scanner found something harmful in “%(name)s”. Choose another file."),
        "file_illegal_move": _("This file is “%(state)s” now; the button no longer applies. Reload the page."),
    }
)
name_acts(
    {
        "file.store": _("Stored the file"),
        "file.read": _("Opened the file"),
        "file.pass": _("File found clean"),
        "file.quarantine": _("Locked the file away"),
        "file.remove": _("Removed the file"),
    }
)
