"""The invented city of the demonstration and the tests."""

SITE = {
    "name": {"zh-hans": "云溪公益创投", "en": "Yunxi Public-Benefit Venture Fund"},
    "organisers": {
        "zh-hans": "云溪市民政局主办 · 市社会组织发展中心承办",
        "en": "Sponsored by Yunxi Civil Affairs Bureau · operated by the Social Organisation Centre",
    },
    "enquiry": "0000-8800 1234",
    "supervision": "0000-8800 5678",
}
