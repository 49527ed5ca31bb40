"""What ends a build besides mistakes in texts, said so that whoever runs it can mend it."""

from __future__ import annotations

import errno

import jinja2

_OTHERS = "what was there before is as it was"
_REMEDIES = {
    errno.ENOSPC: "space on the disk, got none left: free some",
    errno.EDQUOT: "space on the disk, got the end of your quota: free some",
    errno.EACCES: "to be allowed to write there, got no permission: make the folder your own",
    errno.EPERM: "to be allowed to write there, got no permission: make the folder your own",
    errno.EROFS: "a disk to write on, got one that is read-only",
    errno.EMFILE: "to open one more file, got too many open: raise the limit (ulimit -n)",
}


def failure(error: BaseException) -> str:
    """Return the line that says what is wrong outside of texts, and the remedy; else nothing."""
    if isinstance(error, OSError) and (remedy := _REMEDIES.get(error.errno or 0)):
        place = error.filename2 or error.filename or "disk"
        return f"{place}: expected {remedy}, and run it again ({_OTHERS})"
    if isinstance(error, jinja2.TemplateSyntaxError):
        place = error.filename or error.name or "a template"
        return f"{place}: line {error.lineno}: expected Jinja, got an error in it: {error.message}"
    if isinstance(error, jinja2.TemplateNotFound):
        return f"overrides/{error.name}: expected a template that is there, got none"
    return ""
