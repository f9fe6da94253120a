from datetime import UTC, datetime

import pytest

from feedback.accounts.visits import browser_label, hour_of

WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64)"
CHROME = "AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X)"


@pytest.mark.parametrize(
    ("user_agent", "label"),
    [
        (f"{WINDOWS} Gecko/20100101 Firefox/143.0", "Firefox, Windows"),
        (f"{WINDOWS} {CHROME}", "Chrome, Windows"),
        (f"{WINDOWS} {CHROME} Edg/140.0.0.0", "Edge, Windows"),
        (
            f"{IPHONE} AppleWebKit/605.1.15 Version/18.5 Mobile/15E148 Safari/604.1",
            "Safari, iPhone",
        ),
        (f"{IPHONE} AppleWebKit/605.1.15 CriOS/140.0 Mobile/15E148 Safari/604.1", "Chrome, iPhone"),
        (f"Mozilla/5.0 (Linux; Android 10; K) {CHROME}", "Chrome, Android"),
        (
            f"Mozilla/5.0 (Linux; Android 14) SamsungBrowser/27 {CHROME}",
            "Samsung Internet, Android",
        ),
        (f"Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) {CHROME}", "Chrome, ChromeOS"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Version/18 Safari/605", "Safari, Mac"),
        ("curl/8.5.0", ""),
        ("<script>", ""),
        ("", ""),
    ],
)
def test_a_browser_is_called_by_its_family(user_agent, label):
    assert browser_label(user_agent) == label


def test_an_hour_holds_no_minutes():
    assert hour_of(datetime(2026, 11, 28, 9, 59, 58, tzinfo=UTC)) == datetime(
        2026, 11, 28, 9, tzinfo=UTC
    )
