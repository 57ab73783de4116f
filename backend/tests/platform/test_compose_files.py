"""What the files of production and the application say of the same thing must agree. Docker is not needed to see it."""

import re
from pathlib import Path

import pytest

from app import body_limit, headers
from app.settings import Settings

pytestmark = pytest.mark.unit
ROOT = Path(__file__).parents[3]


def read(path: str) -> str:
    return (ROOT / path).read_text()


def said_by_nginx(name: str) -> str:
    """What nginx adds for `name` where the answer lacks it."""
    text = read("nginx/conf/headers.conf")
    variable = re.search(rf"^add_header {name} \$(\w+) always;", text, re.M)
    assert variable
    value = re.search(rf"\${variable[1]} {{\n    \"\" (?:\"([^\"]*)\"|([^;]*));", text)
    assert value
    return value[1] or value[2]


@pytest.mark.parametrize("name", headers.EVERYWHERE)
def test_nginx_says_the_applications_headers(name: str) -> None:
    assert said_by_nginx(name) == headers.EVERYWHERE[name]


def test_nginx_says_the_applications_content_policies() -> None:
    text = read("nginx/conf/headers.conf")

    assert f'"{headers.DATA["Content-Security-Policy"]}"' in text
    assert f'default "{headers.page_policy(Settings(api_url=None, websocket_url=None))}"' in text


def test_nginx_refuses_bodies_where_the_application_does() -> None:
    sites = read("nginx/conf/sites.conf")
    streamed = re.search(r"location ~ \^(/api/v1/)\(([\w|]+)\)", sites)

    assert set(re.findall(r"client_max_body_size (\d+);", sites)) == {str(body_limit.MAX_BODY_BYTES)}
    assert streamed
    assert {streamed[1] + name for name in streamed[2].split("|")} == set(body_limit.STREAMED)


def test_every_variable_of_the_compose_files_is_explained() -> None:
    explained = set(re.findall(r"^#?([A-Z0-9_]+)=", read(".env.example"), re.M))
    explained |= set(re.findall(r"[A-Z0-9]+_PORT", read(".env.example")))
    used: set[str] = set()
    for file in ("docker-compose.yml", "docker-compose.prod.yml", "docker-compose.scale.yml"):
        used |= set(re.findall(r"\$\{([A-Z0-9_]+)", read(file)))

    # Where another file than .env is read from: only scripts/smoke needs it.
    assert used - explained == {"MESA_ENV_FILE"}
