"""How the year may end: asked of a process apart, what it says kept for every browser of the session."""
