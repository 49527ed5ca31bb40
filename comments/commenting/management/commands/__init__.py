"""Each is a module: `manage.py <name>`."""
