"""What the published JSON documents hold, key by key."""
