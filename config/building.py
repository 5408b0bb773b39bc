"""How the package is built: with its catalogues compiled. setuptools alone loads this file."""

import importlib.util
from pathlib import Path
from types import ModuleType

from setuptools.command.build_py import build_py


class BuildWithCatalogues(build_py):  # type: ignore[misc]
    """Compiles the catalogues before the files of the package are listed."""

    def run(self) -> None:
        i18n = _beside("i18n")
        for path in i18n.LOCALE.glob(f"*/LC_MESSAGES/{i18n.DOMAIN}.po"):
            with path.with_suffix(".mo").open("wb") as file:
                i18n.compiled(path.read_bytes(), path.parts[-3], file)
        super().run()


def _beside(name: str) -> ModuleType:
    """A module of this folder, by its file: while building, the package is not installed."""
    path = Path(__file__).resolve().with_name(f"{name}.py")
    spec = importlib.util.spec_from_file_location(f"_building_{name}", path)
    assert spec is not None and spec.loader is not None
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    return made
