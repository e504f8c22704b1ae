"""The tests of `shipping-yours`."""


def test_todo() -> None:
    raise AssertionError
