"""Build Binder's image without Docker, start it as the service does, and use it in a browser."""
