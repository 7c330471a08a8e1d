"""Several photos of one paper become one PDF: A4, upright, always the same bytes, nothing of the camera in it."""

import io
from typing import Any

import pytest
from django import forms
from django.utils.datastructures import MultiValueDict
from pypdf import PdfReader

from tests.accounts.factories import make_user
from tests.venture.files import samples
from tests.venture.files.test_flows import kept, lying
from venture.files import flows
from venture.files.enums import FileState, Kind
from venture.files.examining import Examined, joined
from venture.files.forms import UploadField
from venture.files.models import StoredFile
from venture.files.registry import Purpose
from venture.jobs import flows as jobs
from venture.kernel.errors import RuleRefusal

pytestmark = pytest.mark.django_db


def pages_of(data: bytes) -> list[Any]:
    return list(PdfReader(io.BytesIO(data)).pages)


def paper_of(*pictures: bytes) -> bytes:
    return joined([io.BytesIO(each) for each in pictures]).getvalue()


def test_each_photo_is_a_page_of_a4_that_lies_as_the_photo_does() -> None:
    pages = pages_of(paper_of(samples.photo(size=(800, 600)), samples.photo(size=(600, 800)), samples.png("LA")))

    assert [(page.mediabox.width, page.mediabox.height) for page in pages] == [(842, 595), (595, 842), (842, 595)]


def test_a_photo_taken_on_its_side_stands_upright() -> None:
    (page,) = pages_of(paper_of(samples.photo(size=(800, 600), turned=True)))

    assert page.mediabox.height > page.mediabox.width
    assert page.images[0].image.size == (600, 800)


def test_large_photos_become_at_most_2000_points_long() -> None:
    (page,) = pages_of(paper_of(samples.photo(size=(6000, 4500))))

    assert max(page.images[0].image.size) == 1500


def test_the_same_photos_make_the_same_bytes_and_nothing_of_the_camera_is_in_them() -> None:
    first, second = (paper_of(samples.photo(), samples.png()) for _each in range(2))

    assert first == second
    assert [word in first for word in (b"SECRET", b"HIDDEN", b"Exif", b"/Producer", b"/CreationDate")] == [False] * 5


@pytest.mark.parametrize(("count", "code"), [(0, "file_no_pages"), (21, "file_many_pages")])
def test_no_photo_and_too_many_are_refused(count: int, code: str) -> None:
    with pytest.raises(RuleRefusal) as refusal:
        paper_of(*[samples.photo()] * count)

    assert refusal.value.code == code


def test_uploaded_photos_give_way_to_their_pdf(anything: Purpose, storage: Any) -> None:
    person = make_user()
    photos = [kept(person, samples.photo(size=(n * 100, 300)), f"第{n}页.jpg") for n in (1, 2, 3)]
    keys = [photo.key for photo in reversed(photos)]
    paper = flows.join_pictures(keys, purpose=anything, actor=person, name="登记证书")
    jobs.work_off()

    assert (paper.kind, paper.name, paper.owner, paper.attached_at) == (Kind.PDF, "登记证书.pdf", person, None)
    pages = pages_of((storage / paper.place).read_bytes())
    assert [page.images[0].image.width for page in pages] == [300, 200, 100]
    assert {photo.state for photo in StoredFile.objects.exclude(pk=paper.pk)} == {FileState.REMOVED}
    assert lying(storage) == {paper.place}
    assert flows.attach(paper.key, purpose=anything.name, actor=person) == paper


@pytest.mark.parametrize("how", ["somebody else's", "twice", "no picture", "taken up", "no pdf here"])
def test_what_is_no_loose_picture_of_ones_own_is_not_joined(how: str, anything: Purpose, only_papers: Purpose) -> None:
    person = make_user()
    first, purpose = kept(person, samples.photo(), "a.jpg"), anything
    second = {
        "somebody else's": lambda: kept(make_user(), samples.photo(), "b.jpg"),
        "twice": lambda: first,
        "no picture": lambda: kept(person),
    }.get(how, lambda: kept(person, samples.photo(), "b.jpg"))()
    if how == "taken up":
        flows.attach(second.key, purpose=anything.name, actor=person)
    if how == "no pdf here":
        from venture.files.registry import PICTURES, declare_purpose

        purpose = declare_purpose("test.only_pictures", label="照片", kinds=PICTURES, rule=anything.rule)
    before = StoredFile.objects.count()
    with pytest.raises(RuleRefusal) as refusal:
        flows.join_pictures([first.key, second.key], purpose=purpose, actor=person)

    assert refusal.value.code == ("file_not_here" if how == "no pdf here" else "file_foreign")
    assert (StoredFile.objects.count(), StoredFile.objects.filter(state=FileState.REMOVED).count()) == (before, 0)


def form_of(purpose: Purpose, data: dict[str, list[str]], **files: Any) -> forms.Form:
    made = type("Bring", (forms.Form,), {"paper": UploadField(purpose=purpose.name, label="材料", ahead=True)})
    from django.http import QueryDict

    typed = QueryDict(mutable=True)
    for name, values in data.items():
        typed.setlist(name, values)
    return made(typed, MultiValueDict(files))  # type: ignore[no-any-return]


def test_the_field_takes_a_key_several_keys_a_file_or_several_photos(anything: Purpose) -> None:
    person = make_user()
    key, other = kept(person, samples.photo(), "a.jpg").key, kept(person, samples.photo(), "b.jpg").key
    photos = [samples.upload("页一.jpg", samples.photo()), samples.upload("页二.jpg", samples.photo())]
    came = {
        "key": form_of(anything, {"paper_key": [key]}),
        "keys": form_of(anything, {"paper_key": [key, other]}),
        "file": form_of(anything, {}, paper=[samples.upload("a.pdf", samples.pdf())]),
        "photos": form_of(anything, {}, paper=photos),
    }
    assert [form.is_valid() for form in came.values()] == [True] * 4
    brought = {how: form.cleaned_data["paper"] for how, form in came.items()}

    assert brought["key"] == flows.Uploaded(key, anything)
    assert brought["keys"] == flows.Pages((key, other), anything)
    assert [(type(brought[how]), brought[how].name) for how in ("file", "photos")] == [
        (Examined, "a.pdf"), (Examined, "页一.pdf"),
    ]  # fmt: skip
    kept_files = [flows.keep(each, actor=person) for each in (brought["keys"], brought["file"], brought["photos"])]
    assert [file.kind for file in kept_files] == [Kind.PDF] * 3


def test_the_field_says_what_is_wrong(anything: Purpose) -> None:
    two = [samples.upload("a.pdf", samples.pdf()), samples.upload("b.jpg", samples.photo())]
    wrong = form_of(anything, {}, paper=two)
    nothing, odd = form_of(anything, {}), form_of(anything, {"paper_key": ["short"]})

    assert wrong.errors["paper"] == ["此处只能选择一个文件。只有多张照片可以一起上传，并合并为一个 PDF。"]
    assert (nothing.errors.keys(), odd.errors.keys()) == ({"paper"}, {"paper"})
    with pytest.raises(RuleRefusal) as refusal:
        flows.keep(flows.Uploaded("0" * 32, anything), actor=make_user())
    assert refusal.value.code == "file_foreign"


def test_what_was_uploaded_is_still_there_when_another_field_was_wrong(anything: Purpose) -> None:
    file = kept(make_user(), samples.photo(), "登记证书.jpg")
    drawn = form_of(anything, {"paper_key": [file.key]}).as_p()

    assert f'<input type="hidden" name="paper_key" value="{file.key}">' in drawn
    assert "登记证书.jpg" in drawn
