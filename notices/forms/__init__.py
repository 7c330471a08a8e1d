from notices.forms.objecting import AgainForm, ObjectionForm, ReceiptForm
from notices.forms.writing import CorrectionForm, NoticeForm

__all__ = ["AgainForm", "CorrectionForm", "NoticeForm", "ObjectionForm", "ReceiptForm"]
