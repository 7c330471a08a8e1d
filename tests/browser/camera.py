"""What a telephone's camera reads from a code on a screen: sharp, upright, undamaged (ISO/IEC 18004)."""

from collections.abc import Iterator
from io import BytesIO

from PIL import Image
from playwright.sync_api import Locator
from segno import consts, encoder

QUIET, FINDER, DARK = 2, 7, 128
LEVELS = (consts.ERROR_LEVEL_L, consts.ERROR_LEVEL_M, consts.ERROR_LEVEL_Q, consts.ERROR_LEVEL_H)
Matrix = list[list[int]]


def read(code: Locator) -> str:
    """Return the text of a QR code that was drawn in bytes."""
    matrix = _seen(Image.open(BytesIO(code.screenshot())).convert("L"))
    version, (level, mask) = (len(matrix) - 17) // 4, _format(matrix)
    covers = encoder.get_data_mask_functions(is_micro=False)[mask]
    bits = [matrix[i][j] ^ covers(i, j) for i, j in _path(len(matrix))]
    words = [int("".join(map(str, bits[at : at + 8])), 2) for at in range(0, len(bits) - 7, 8)]
    stream = "".join(f"{word:08b}" for word in _in_order(words, version, level))
    assert stream[:4] == "0100", "not in bytes"
    size = 8 if version < 10 else 16
    length = int(stream[4 : 4 + size], 2)
    text = stream[4 + size : 4 + size + 8 * length]
    return bytes(int(text[at : at + 8], 2) for at in range(0, len(text), 8)).decode()


def _seen(image: "Image.Image") -> Matrix:
    """Return the squares of the picture: dark is 1. The upper left finder tells how wide a square is."""
    width, height = image.size
    dark = [[image.getpixel((x, y)) < DARK for x in range(width)] for y in range(height)]  # type: ignore[operator]
    top = next(y for y in range(height) if any(dark[y]))
    left = dark[top].index(True)
    side = (dark[top].index(False, left) - left) / FINDER
    count = round((width - 2 * left) / side)
    middle = [int((number + 0.5) * side) for number in range(count)]
    return [[int(dark[top + y][left + x]) for x in middle] for y in middle]


def _format(matrix: Matrix) -> tuple[int, int]:
    """Return the level of correction and the number of the mask, as the strip beside the finder names them."""
    strip = [matrix[8][j] for j in (0, 1, 2, 3, 4, 5, 7, 8)] + [matrix[i][8] for i in (7, 5, 4, 3, 2, 1, 0)]
    seen = int("".join(map(str, strip)), 2)
    found = ((level, mask) for level in LEVELS for mask in range(8))
    return next(each for each in found if encoder.calc_format_info(1, *each) == seen)


def _path(size: int) -> Iterator[tuple[int, int]]:
    """Yield the squares that carry data, in their order: two columns at a time, up and down, from the right."""
    fixed = encoder.make_matrix(size, size)
    encoder.add_finder_patterns(fixed, size, size)
    encoder.add_alignment_patterns(fixed, size, size)
    fixed[-8][8] = 1
    upwards = True
    for right in (*range(size - 1, 6, -2), 5, 3, 1):
        for i in range(size - 1, -1, -1) if upwards else range(size):
            yield from ((i, j) for j in (right, right - 1) if fixed[i][j] > 1)
        upwards = not upwards


def _in_order(words: list[int], version: int, level: int) -> list[int]:
    """Return the words of data as they were before they were dealt out over the blocks."""
    sizes = [each.num_data for each in consts.ECC[version][level] for _block in range(each.num_blocks)]
    blocks: list[list[int]] = [[] for _size in sizes]
    dealt = iter(words)
    for round_ in range(max(sizes)):
        for block, size in zip(blocks, sizes, strict=True):
            if round_ < size:
                block.append(next(dealt))
    return [word for block in blocks for word in block]
