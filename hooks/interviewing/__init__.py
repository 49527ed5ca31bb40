"""The thinking behind Interviewing 101: plain Python that never heard of MkDocs."""
