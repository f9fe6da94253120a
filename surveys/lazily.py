"""Modules that take much memory and that few pages need: read when they are first used."""

from importlib import import_module
from typing import Any


class Lazily:
    """Stands for a module until somebody asks for something in it.

    Unlike importlib's LazyLoader it may be asked by several threads at once.
    """

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, name: str) -> Any:
        """Give what the module has under this name."""
        return getattr(import_module(self._name), name)
