"""The tests of `shipping-upload`."""


def test_todo() -> None:
    raise AssertionError
