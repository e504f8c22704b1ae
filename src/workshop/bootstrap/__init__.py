"""Standard library only: what runs before `.venv` exists, from finding Rust to installing."""
