"""Build step that pyproject.toml cannot say: a wheel holds ``resources/`` as ``reviewer/resources/``."""

from __future__ import annotations

import shutil
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py


class BuildWithResources(build_py):  # type: ignore[misc]
    """Copy the resources beside the code, except in an editable install, which finds them where they are."""

    def run(self) -> None:
        """Build the package, then add the resources."""
        super().run()
        if not self.editable_mode:
            shutil.copytree("resources", Path(self.build_lib, "reviewer", "resources"), dirs_exist_ok=True)


setup(cmdclass={"build_py": BuildWithResources})
