"""The tests of `shipping-layout`."""


def test_todo() -> None:
    raise AssertionError
