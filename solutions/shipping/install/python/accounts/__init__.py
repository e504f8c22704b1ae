"""Bank accounts, written in Rust."""

from accounts._accounts import Account

__all__ = ["Account"]
