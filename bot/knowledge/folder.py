"""Where the knowledge that came with the program lies."""

from __future__ import annotations

from pathlib import Path


def shipped_folder() -> Path:
    """Return the knowledge folder that came with the program: of the checkout, or inside the wheel."""
    package = Path(__file__).resolve().parents[1]
    checkout = package.parent / "knowledge"
    return checkout if (checkout / "article.yaml").is_file() else package / "_knowledge"
