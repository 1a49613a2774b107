"""Fetches what sites publish and archives it as received; extraction comes later, from the archive."""
