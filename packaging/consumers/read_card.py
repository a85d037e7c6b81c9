"""Reads the card of every dataset as huggingface_hub does."""

from __future__ import annotations

from pathlib import Path

import huggingface_hub
from huggingface_hub import DatasetCard
from outcomes import Built, expect, listed, tell


def check(built: Built) -> None:
    """Load the card; its head names licence, splits and files, and nothing in it is unknown to the hub."""
    card = DatasetCard.load(str(Path(built["folder"]) / "README.md"))
    head = card.data.to_dict()
    expect(bool(head.get("license")) and bool(head.get("pretty_name")), "no licence or no name")
    (config,) = head["configs"]
    splits = {file["split"]: file["path"] for file in config["data_files"]}
    expect(set(splits) >= {split for split, count in built["rows"].items() if count}, f"the head names {splits}")
    expect(all((Path(built["folder"]) / path).is_file() for path in splits.values()), f"{splits}: not all are there")
    expect(len(card.text.strip()) > 500, "the card says next to nothing")


if __name__ == "__main__":
    tell(huggingface_hub.__version__, listed(), check)
