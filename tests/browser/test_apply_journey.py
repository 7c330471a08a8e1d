"""From sign-up to an accepted application, in the browser and in Chinese, at a desk and on a telephone.

Nothing is written past the pages; what a person would read in a message is read from the tray.
"""

from datetime import datetime

import pytest
from playwright.sync_api import Browser, expect

from tests.browser import applicant, applying, desk
from tests.browser.city import copied, serving
from tests.browser.crawl import PHONE, WIDE
from tests.browser.walks import walking
from venture.kernel.clock import BEIJING

pytestmark = [pytest.mark.browser, pytest.mark.minutes]

SCREENING = datetime(2026, 12, 15, 10, tzinfo=BEIJING)  # the open call has closed four days before
ASKED, PLACE = "选择标准与章程业务范围的关系未写清，请补充一句说明。", "选择"
ADDED = "按章程“社区为老服务”的范围，"


@pytest.mark.one_of
@pytest.mark.parametrize("width", [WIDE, PHONE])
def test_from_sign_up_to_an_accepted_application(chromium: Browser, width: int) -> None:
    with copied(plain=True) as folder:
        with serving(folder, worker=True) as base:
            with walking(chromium, base, width) as page:
                applicant.sign_up(page, applying.MOBILE, applying.NAME, applying.SECRET)
                applying.register(page)
                applying.bring_certificate(page)
                applying.ask_for_verification(page)
                with walking(chromium, base, width, "clerk") as staff:
                    staff.goto("/admin/")
                    desk.verify(staff, applying.ORGANIZATION)
                address = applying.begin(page)
                applying.fill(page, address)
                applying.bring_papers(page, address)
                with walking(chromium, base, PHONE) as community:
                    applying.answer(community, applying.ask_community(page, address))
                applying.pledge(page, address)
                applying.sign(page)
                first = applying.receipt(page, "提交申报书")
                signed_in = page.context.cookies()
            path = address.removeprefix(base)
        code = path.strip("/").rsplit("/", 1)[-1]
        with serving(folder, at=SCREENING) as base:
            with walking(chromium, base, width, "operator") as staff:
                staff.goto("/admin/")
                desk.open_case(staff, code)
                desk.give_back(staff, ASKED, PLACE)
            with walking(chromium, base, width, signed_in=signed_in) as page:
                applying.correct(page, f"{base}{path}", ASKED, ADDED)
                applying.sign(page)
                second = applying.receipt(page, "交回补正")
            with walking(chromium, base, width, "operator") as staff:
                staff.goto("/admin/")
                desk.open_case(staff, code)
                desk.accept(staff)
            with walking(chromium, base, width, signed_in=signed_in) as page:
                page.goto(path)
                expect(page.locator(".app-head .tag").first).to_have_text("已受理")
    assert first != second
