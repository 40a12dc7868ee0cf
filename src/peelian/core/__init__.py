"""Words a Panel member knows, as types. Standard library only; imports nothing of Peelian's but itself."""
