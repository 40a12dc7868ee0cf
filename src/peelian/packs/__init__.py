"""Packs: from the text of a pack and its answers to finished files, each read back before the pack is kept."""
