"""Running years: how many, on which engine, with how many workers."""
