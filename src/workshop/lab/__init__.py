"""JupyterLab, its configuration, and the pages that it serves."""
