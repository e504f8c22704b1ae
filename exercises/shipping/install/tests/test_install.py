"""The tests of `shipping-install`."""


def test_todo() -> None:
    raise AssertionError
