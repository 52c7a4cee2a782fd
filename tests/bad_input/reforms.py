"""Bad scenarios and packages."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from tests.bad_input.attack import CANARY, CANARY_FILE, LISTENER, Attack, Expected, text

GOOD: Final = (
    "id: quicker\ntitle: {zh: 更快, en: Quicker}\nbase: property_registration\nlevers:\n"
    "- {lever: one_time_notification}\n"
)
_LANE: Final = f"secret: {CANARY}\n"


def scenario(what: str, content: str, expected: Expected = Expected.REFUSED, **beside: str) -> Attack:
    """A bad scenario."""
    files = tuple((f"{name}.yaml", written.encode()) for name, written in beside.items())
    return Attack("scenario", what, "bad.yaml", text(content), expected, beside=files)


def scenarios() -> Iterator[Attack]:
    """Every bad scenario, and a good one."""
    yield scenario("good", GOOD, Expected.TAKEN)
    for what, base in {
        "that is not there": "nothing_of_that_name",
        "that is a file of the machine": "/etc/passwd.yaml",
        "above its folder": "../../../../../../etc/passwd",
        "that is a folder": ".yaml",
        "that is a device": "/dev/zero",
        "that is an address": f"http://{LISTENER}/lane.yaml",
        "that is a file by address": f"file://{CANARY_FILE}",
        "of a megabyte": "a" * 900_000,
        "of no letters": '""',
        "with a null byte": '"a\\0.yaml"',
        "that is itself": "bad.yaml",
        "that is no lane": "beside.yaml",
    }.items():
        yield scenario(f"base {what}", GOOD.replace("property_registration", base), beside=_LANE)
    lever = "- {lever: one_time_notification}\n"
    for what, levers in {
        "that is none": "- {lever: rm_rf}\n",
        "without a name": "- {}\n",
        "that is a text": "- one_time_notification\n",
        "with a tag": "- !!python/name:os.system {lever: x}\n",
        "with what it does not take": "- {lever: one_time_notification, steps: [a]}\n",
        "of a step that is not there": "- {lever: cancel_step, steps: [nothing]}\n",
        "of no steps": "- {lever: cancel_step, steps: []}\n",
        "with a name of a megabyte": f"- {{lever: {'a' * 900_000}}}\n",
        "twice": lever * 2,
        "ten thousand times": lever * 10_000,
        "none, ten thousand times": "- {lever: x}\n" * 10_000,
        "empty, ten thousand times": "- {}\n" * 16_000,
        "with an endless number": "- {lever: digitise, factor: .inf}\n",
        "with no number": "- {lever: add_windows, pool: registry_window, count: .nan}\n",
        "with too large a number": f"- {{lever: add_windows, pool: registry_window, count: 1{'0' * 30}}}\n",
    }.items():
        expected = Expected.EITHER if what in {"twice", "ten thousand times"} else Expected.REFUSED
        yield scenario(f"lever {what}", GOOD.replace(lever, levers), expected)
    sweep = "sweep: {lever: one_time_notification, parameter: share, values: ["
    yield scenario("sweep of what is no parameter", GOOD + sweep + "1, 2]}\n")
    yield scenario("sweep of many values", GOOD + sweep + "0.1, " * 15_000 + "]}\n")
    yield scenario("sweep over no numbers", GOOD + sweep + ".nan, .inf]}\n")
    for what, design in {
        "10^12 replications": "replications: 1000000000000",
        "10^12 days": "window_days: 1000000000000",
        "the year 9999": "starts_on: 9999-12-31",
        "no day at all": "starts_on: 2020-02-31",
        "warming up for 10^12 days": "warm_up_days: 1000000000000",
    }.items():
        yield scenario(f"design of {what}", GOOD + f"design: {{{design}}}\n")
    yield scenario("lane beside that is not there", GOOD + "beside: [{base: nothing}]\n")
    yield scenario("lanes beside by the hundred", GOOD + "beside:\n" + "- {base: property_registration}\n" * 200)
    yield scenario("people of nobody", GOOD + "pools: {nobody: {count: 3}}\n")
    yield scenario("cases for a lane that is not there", GOOD + "arrivals: {nothing: {factor: 2}}\n")
    package = "id: many\ntitle: {zh: 甲, en: A}\nscenarios: ["
    yield scenario("package of what is not there", package + "nothing]\n")
    yield scenario("package of a file of the machine", f"{package}/etc/passwd.yaml]\n")
    yield scenario("package of itself", package + "bad.yaml]\n")
    yield scenario("package of the same by the thousand", package + "fushun_online, " * 3_000 + "]\n")
    yield scenario("package of nothing", package + "]\n")
