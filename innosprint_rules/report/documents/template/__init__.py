"""Templates of documents: what their authors may name, where they are read, how they become a document."""
