import pytest

from accounts.domain.traces import device_of, masked_ip


@pytest.mark.parametrize(
    ("address", "network"),
    [("203.0.113.7", "203.0.*.*"), ("2001:db8::1", "2001:db8:*"), ("::1", "0:0:*"), ("nonsense", ""), ("", "")],
)
def test_only_the_network_of_an_address_is_kept(address: str, network: str) -> None:
    assert masked_ip(address) == network


@pytest.mark.parametrize(
    ("agent", "device"),
    [
        (
            "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/116 Mobile Safari/537.36 MicroMessenger/8.0",
            "WeChat · Android",
        ),
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/100.0 Safari/537.36 Edg/100.0",
            "Edge · Windows",
        ),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Version/17.0 Safari/604.1", "Safari · iPhone"),
        ("curl/8", ""),
    ],
)
def test_a_device_is_named_without_versions(agent: str, device: str) -> None:
    assert device_of(agent) == device
