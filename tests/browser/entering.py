"""The entrance on a telephone: an account opened and a sign-in by code, by keys alone or by a thumb."""

import re

from playwright.sync_api import Page, expect

from tests.browser.applicant import CODE, newest
from tests.browser.keys import enter, follow, tick, write
from tests.browser.onehand import Hand


def sign_up_by_keys(hand: Hand, mobile: str, name: str) -> None:
    """Open an account by telephone, without a password and without a mouse."""
    page = hand.page
    page.goto("/account/login/")
    hand.step("登录")
    follow(page, "注册账号")
    hand.step("注册账号")
    write(page, "手机号或邮箱", mobile)
    enter(page)
    hand.step("输入验证码")
    write(page, "验证码", newest(page, CODE, to=mobile[-4:]))
    enter(page)
    hand.step("注册账号")
    write(page, "您的姓名", name)
    tick(page, "我已阅读个人信息处理说明")
    follow(page, "开立账号")
    expect(page.get_by_text("账号已开立")).to_be_visible()


def sign_in_by_keys(hand: Hand, mobile: str) -> None:
    """Sign in by the code that the telephone is sent."""
    page = hand.page
    page.goto("/account/login/")
    follow(page, "验证码登录")
    hand.step("验证码登录")
    write(page, "手机号或邮箱", mobile)
    enter(page)
    hand.step("输入验证码")
    write(page, "验证码", newest(page, CODE, to=mobile[-4:]))
    enter(page)


def sign_up(page: Page, mobile: str, name: str) -> None:
    """Open an account from the page of the sign-in, and go on to where one came from."""
    page.get_by_role("link", name="注册账号").tap()
    _ask_code(page, mobile)
    page.get_by_label("您的姓名").fill(name)
    page.get_by_label(re.compile("^我已阅读个人信息处理说明")).check()
    page.get_by_role("button", name="开立账号").tap()
    expect(page.get_by_text("账号已开立")).to_be_visible()


def sign_in(page: Page, mobile: str, wanted: str) -> None:
    """Sign in by a code on the way to the page ``wanted``."""
    page.goto(f"/account/login/?next={wanted}")
    page.get_by_role("link", name="验证码登录").tap()
    _ask_code(page, mobile)
    page.wait_for_url(f"**{wanted}")


def _ask_code(page: Page, mobile: str) -> None:
    page.get_by_label("手机号或邮箱").fill(mobile)
    page.get_by_role("button", name="获取验证码").tap()
    page.get_by_label("验证码", exact=True).fill(newest(page, CODE, to=mobile[-4:]))
    page.get_by_role("button", name="继续").tap()
