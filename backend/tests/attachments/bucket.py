"""An S3 server on this machine, over real HTTP, and a bucket in it."""

import contextlib
from collections.abc import Iterator

import boto3
import pytest
from moto.server import ThreadedMotoServer


@contextlib.contextmanager
def bucket(name: str) -> Iterator[str]:
    """Runs the server for the length of the block, with the variables S3 tools read; gives the STORAGE_URL."""
    server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    address = "http://{}:{}".format(*server.get_host_and_port())
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AWS_ENDPOINT_URL", address)
        patch.setenv("AWS_ACCESS_KEY_ID", "prueba")
        patch.setenv("AWS_SECRET_ACCESS_KEY", "prueba-secreta")
        patch.setenv("AWS_REGION", "us-east-1")
        try:
            boto3.client("s3", endpoint_url=address, region_name="us-east-1").create_bucket(Bucket=name)
            yield f"s3://{name}/originales"
        finally:
            server.stop()
