"""The tests' own camera reads what was drawn, at each level of correction and in small and large codes."""

from io import BytesIO
from typing import Any

import pytest
import segno

from tests.browser import camera

SHORT, LONG = "http://127.0.0.1:8000/trainings/", "https://yunxi.example/trainings/here/" + "Ab-_:9" * 40


class Drawn:
    """What the camera needs of a place on a page: its picture."""

    def __init__(self, code: Any, scale: int) -> None:
        self.out = BytesIO()
        code.save(self.out, kind="png", scale=scale, border=2)

    def screenshot(self) -> bytes:
        return self.out.getvalue()


@pytest.mark.parametrize("level", ["l", "m", "q", "h"])
@pytest.mark.parametrize(("text", "scale"), [(SHORT, 8), (LONG, 3)])
def test_the_camera_reads_what_was_drawn(text: str, scale: int, level: str) -> None:
    drawn: Any = Drawn(segno.make(text, error=level, boost_error=False, micro=False), scale)
    assert camera.read(drawn) == text
