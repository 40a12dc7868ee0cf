"""Received file to facts: a module for each publisher, one for returns, one keeps files, one keeps facts."""
