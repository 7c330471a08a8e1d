"""The same flows on an S3-compatible storage, as ``STORAGE_URL`` names it."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import boto3
import pytest
from moto.server import ThreadedMotoServer

from tests.accounts.factories import make_user
from tests.venture.files import samples
from tests.venture.files.test_delivery import ask
from tests.venture.files.test_flows import kept
from venture.files import flows
from venture.files.enums import FileState
from venture.files.models import StoredFile
from venture.jobs import flows as jobs
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal
from venture.settings.reading import storage_of

pytestmark = [pytest.mark.django_db, pytest.mark.filterwarnings("ignore::DeprecationWarning")]


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    running = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    running.start()
    host, port = running.get_host_and_port()
    yield f"{host}:{port}"
    running.stop()


@pytest.fixture
def bucket(server: str, settings: Any) -> Any:
    settings.STORAGES = {
        **settings.STORAGES, "default": storage_of(f"s3://key:secret@{server}/venture?secure=0&region=us-east-1"),
    }  # fmt: skip
    account = {"aws_access_key_id": "key", "aws_secret_access_key": "secret", "region_name": "us-east-1"}
    client = boto3.client("s3", endpoint_url=f"http://{server}", **account)
    client.create_bucket(Bucket="venture")
    yield client
    for each in client.list_objects_v2(Bucket="venture").get("Contents", []):
        client.delete_object(Bucket="venture", Key=each["Key"])
    client.delete_bucket(Bucket="venture")


def lying(bucket: Any) -> set[str]:
    return {each["Key"] for each in bucket.list_objects_v2(Bucket="venture").get("Contents", [])}


def test_a_file_goes_into_the_bucket_and_comes_back_by_the_same_door(bucket: Any) -> None:
    data = samples.pdf()
    file = kept(make_user(), data)
    answer = ask(file, file.owner)

    assert lying(bucket) == {file.place}
    assert (answer.status_code, b"".join(answer.streaming_content)) == (200, data)


def test_removed_and_stray_contents_leave_the_bucket(bucket: Any) -> None:
    file = kept(make_user())
    bucket.put_object(Bucket="venture", Key=f"{file.place[:11]}{'f' * 32}", Body=b"stray")
    with clock.at(clock.now() + timedelta(days=3)):
        gone = flows.clean_away()
        jobs.work_off()

    file.refresh_from_db()
    assert (gone, file.state, lying(bucket)) == ((1, 1), FileState.REMOVED, set())


def test_a_bucket_that_is_gone_is_refused_in_words(settings: Any, server: str) -> None:
    settings.STORAGES = {
        **settings.STORAGES, "default": storage_of(f"s3://key:secret@{server}/nothere?secure=0&region=us-east-1"),
    }  # fmt: skip
    with pytest.raises(RuleRefusal) as refusal:
        kept(make_user())

    assert (refusal.value.code, StoredFile.objects.count()) == ("file_not_kept", 0)
