"""JupyterLab as the workshop's room, and the pages it shows."""
