"""How the page is served: under which policy, from which files, to whom compressed, and what is told about here."""

from __future__ import annotations

import gzip
import re
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from importlib.metadata import PackageNotFoundError
from pathlib import Path
from typing import Never

import httpx
import pytest

from services.api.context import open_surroundings
from services.processes import api
from services.secrets.key_file import ensure_ring
from services.settings import Settings
from services.telemetry import begin_telemetry
from services.web import built_page
from services.web.built_page import NONCE
from services.web.links import sign_in_link

SCRIPT = "console.log('绿色通道');" * 100
HARDENED = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}


pytestmark = pytest.mark.usefixtures("built")


@pytest.fixture
def built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A page as a build leaves it."""
    folder = tmp_path / "built/page"
    (folder / "assets").mkdir(parents=True)
    (folder / "index.html").write_text(f'<!doctype html><meta property="csp-nonce" nonce="{NONCE}">', "utf-8")
    (folder / "assets/main-1a2b.js").write_text(SCRIPT, "utf-8")
    (folder / "assets/main-1a2b.js.gz").write_bytes(gzip.compress(SCRIPT.encode()))
    (folder / "assets/plain-3c4d.css").write_text("p { color: black; }", "utf-8")
    (tmp_path / "built/secret.js").write_text("what nobody may see", "utf-8")
    monkeypatch.setattr(built_page, "BUILT", folder)
    return folder


@asynccontextmanager
async def asking(folder: Path, **settings: object) -> AsyncIterator[httpx.AsyncClient]:
    """A client, without any credential, of the service that has the page."""
    found = Settings.model_validate({"data_directory": folder / "data", **settings})
    ensure_ring(found.keys)
    around = await open_surroundings(found, begin_telemetry())
    transport = httpx.ASGITransport(app=api("experiments", around))
    try:
        async with httpx.AsyncClient(
            transport=transport, base_url="http://page.test", headers={"Accept-Encoding": "identity"}
        ) as http:
            yield http
    finally:
        around.close()
        around.engine.dispose()


async def test_every_answer_has_a_word_of_its_own_that_allows_its_styles(tmp_path: Path) -> None:
    async with asking(tmp_path) as http:
        answers = [await http.get("/page/") for _ in range(2)]
    nonces = [re.findall(r"'nonce-([\w-]{20,})'", answer.headers["content-security-policy"]) for answer in answers]
    assert all(len(found) == 1 for found in nonces)
    assert nonces[0] != nonces[1]
    for answer, [nonce] in zip(answers, nonces, strict=True):
        assert f'nonce="{nonce}"' in answer.text
        assert NONCE not in answer.text
        assert answer.headers["cache-control"] == "no-store"


async def test_no_script_comes_from_anywhere_else_and_none_stands_in_the_page(tmp_path: Path) -> None:
    async with asking(tmp_path) as http:
        answer = await http.get("/page/")
    policy = dict(part.split(" ", 1) for part in answer.headers["content-security-policy"].split("; "))
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == "'self'"
    assert policy["connect-src"] == "'self'"
    assert policy["frame-ancestors"] == policy["base-uri"] == "'none'"
    assert {name: answer.headers[name] for name in HARDENED} == HARDENED


async def test_where_people_sign_in_is_the_only_other_place_that_may_be_asked(tmp_path: Path) -> None:
    issuer = {"token_issuer": "https://id.example.cn/realms/hall", "page_client": "greenlane-page"}
    async with asking(tmp_path, **issuer, roles_claim="realm_access.roles", page_scope="openid roles") as http:
        policy = (await http.get("/page/")).headers["content-security-policy"]
        told = await http.get("/page/settings.json")
    assert "connect-src 'self' https://id.example.cn;" in policy
    assert told.headers["cache-control"] == "no-store"
    found = told.json()
    assert found["provider"] == {
        "issuer": "https://id.example.cn/realms/hall",
        "client": "greenlane-page",
        "scope": "openid roles",
    }
    assert found["claims"] == {"subject": "sub", "roles": "realm_access.roles", "departments": "departments"}
    assert found["development"] is False


async def test_without_a_provider_people_come_with_a_token(tmp_path: Path) -> None:
    async with asking(tmp_path, page_client="of-no-use-without-an-issuer") as http:
        found = (await http.get("/page/settings.json")).json()
    assert found["provider"] is None
    assert found["development"] is True


async def test_what_runs_is_told_while_the_product_is_installed_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with asking(tmp_path) as http:
        before = (await http.get("/page/settings.json")).json()
        monkeypatch.setattr("importlib.metadata.Distribution.from_name", _not_there)
        during = await http.get("/page/settings.json")
    assert (during.status_code, during.json()) == (200, before)


def _not_there(name: str) -> Never:
    raise PackageNotFoundError(name)


@pytest.mark.parametrize("path", ["/", "/page"])
async def test_the_bare_address_leads_to_the_page(tmp_path: Path, path: str) -> None:
    async with asking(tmp_path) as http:
        answer = await http.get(path)
    assert (answer.status_code, answer.headers["location"]) == (307, "/page/")


async def test_a_file_is_compressed_for_whoever_takes_that_and_may_be_kept_for_ever(tmp_path: Path) -> None:
    address = "/page/assets/main-1a2b.js"
    async with asking(tmp_path) as http:
        squeezed = await http.get(address, headers={"Accept-Encoding": "br, gzip"})
        whole = await http.get(address)
        refused = await http.get(address, headers={"Accept-Encoding": "gzip;q=0"})
        never = await http.get("/page/assets/plain-3c4d.css", headers={"Accept-Encoding": "gzip"})
    assert squeezed.headers["content-encoding"] == "gzip"
    assert int(squeezed.headers["content-length"]) < len(SCRIPT.encode()) / 10
    assert squeezed.text == whole.text == refused.text == SCRIPT
    assert not any("content-encoding" in answer.headers for answer in (whole, refused, never))
    for answer in (squeezed, whole):
        assert answer.headers["content-type"] == "text/javascript; charset=utf-8"
        assert answer.headers["vary"] == "Accept-Encoding"
        assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert never.headers["content-type"] == "text/css; charset=utf-8"


@pytest.mark.parametrize("path", ["/page/", "/page/settings.json", "/page/assets/main-1a2b.js", "/"])
async def test_one_may_ask_for_the_headers_alone(tmp_path: Path, path: str) -> None:
    async with asking(tmp_path) as http:
        head, whole = await http.head(path), await http.get(path)
    assert head.status_code == whole.status_code
    assert head.headers["content-length"] == whole.headers["content-length"]
    assert head.content == b""


@pytest.mark.parametrize(
    "name",
    [
        "..%2f..%2fsecret.js",
        "..%2fsecret.js",
        "%2e%2e%2findex.html",
        "../secret.js",
        "..\\secret.js",
        "%00",
        "main-1a2b.js%00.css",
        "main-1a2b.js.gz",
        "unknown.js",
        "",
        "." * 5_000,
    ],
)
async def test_nothing_else_is_shown(tmp_path: Path, name: str) -> None:
    async with asking(tmp_path) as http:
        answer = await http.get(f"/page/assets/{name}")
    assert answer.status_code in {401, 404}, answer.text
    assert "nobody may see" not in answer.text


async def test_where_the_page_was_not_built_it_says_how_and_the_api_works(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(built_page, "BUILT", tmp_path / "nowhere")
    async with asking(tmp_path) as http:
        answer = await http.get("/page/")
        health = await http.get("/healthz")
        asset = await http.get("/page/assets/main-1a2b.js")
        settings = await http.get("/page/settings.json")
    assert answer.status_code == 503
    assert "make page" in answer.text
    assert "页面尚未构建" in answer.text
    assert "content-security-policy" in answer.headers
    assert (health.status_code, asset.status_code, settings.status_code) == (200, 404, 200)


async def test_what_is_counted_and_logged_is_the_kind_of_address(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    async with asking(tmp_path) as http:
        await http.get("/page/?code=of-nobody-elses-business&state=x")
        await http.get("/page/assets/main-1a2b.js")
        await http.get("/page/assets/somebodys-name")
        counted = (await http.get("/metrics")).text
    said = "".join(capsys.readouterr())
    assert re.search(r'route="/page/",.* 1\.0', counted)
    assert re.search(r'route="/page/assets/\{name\}",.*status="200".* 1\.0', counted)
    for told in (counted, said):
        assert "of-nobody-elses-business" not in told
        assert "somebodys-name" not in told


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("127.0.0.1", "http://127.0.0.1:8080/page/#/sign-in?token=a.b.c"),
        ("0.0.0.0", "http://127.0.0.1:8080/page/#/sign-in?token=a.b.c"),  # noqa: S104 - a setting
    ],
)
def test_a_link_has_its_token_where_no_server_is_told_of_it(
    host: str, address: str, make: Callable[..., Settings]
) -> None:
    assert sign_in_link(make(host=host), "a.b.c") == address


@pytest.fixture
def make(tmp_path: Path) -> Callable[..., Settings]:
    def made(**settings: object) -> Settings:
        return Settings.model_validate({"data_directory": tmp_path, **settings})

    return made
