"""The session in a browser, and the HTTP API: a thin floor over the library, for one machine."""
