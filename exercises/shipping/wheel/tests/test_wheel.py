"""The tests of `shipping-wheel`."""


def test_todo() -> None:
    raise AssertionError
