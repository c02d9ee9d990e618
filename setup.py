"""What of the checkout the package takes with it; all else stands in pyproject.toml.

Pages, data and settings lie beside the package in a checkout. Installed, they lie within it, in `playground/checkout`,
where `playground.paths` finds them.
"""

from setuptools import find_namespace_packages, setup

setup(
    packages=[
        *find_namespace_packages(include=["playground", "playground.*"], exclude=["*.__pycache__"]),
        "playground.checkout",
    ],
    package_dir={"playground.checkout": "."},
    package_data={
        "playground": ["**/*.js", "**/*.css", "**/*.html", "**/*.svg", "**/*.j2", "**/*.mako"],
        "playground.checkout": [
            "app.py",
            "pages/*.py",
            ".streamlit/config.toml",
            "data/*",
            "data/recordings/*",
            "lessons/**/*",
        ],
    },
    exclude_package_data={"playground.checkout": ["setup.py"]},
)
