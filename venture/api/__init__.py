"""The API's roof: which resources there are, the document that describes them, and what answers when nothing does."""
