"""Comments of other systems: what their exports hold, and where it belongs on this site."""
