"""Reads croissant.json with mlcroissant and goes through the records of every split."""

from __future__ import annotations

import json
from importlib.metadata import version
from pathlib import Path

import mlcroissant
from outcomes import Built, expect, listed, tell

RAI = (
    "dataCollection", "dataCollectionType", "dataCollectionMissingData", "dataCollectionTimeframe",
    "dataPreprocessingProtocol", "dataAnnotationProtocol", "dataAnnotationPlatform", "dataAnnotationAnalysis",
    "annotationsPerItem", "annotatorDemographics", "machineAnnotationTools", "dataReleaseMaintenancePlan",
    "personalSensitiveInformation", "dataSocialImpact", "dataBiases", "dataLimitations", "dataUseCases",
)  # fmt: skip


def check(built: Built) -> str:
    """Load the description and count the records of each split."""
    path = Path(built["folder"]) / "croissant.json"
    described = mlcroissant.Dataset(jsonld=str(path))
    issues = described.metadata.ctx.issues
    expect(not issues.errors, "; ".join(map(str, issues.errors)))
    expect(not issues.warnings, "; ".join(map(str, issues.warnings)))
    document = json.loads(path.read_text("utf-8"))
    missing = [name for name in RAI if not document.get(f"rai:{name}")]
    expect(not missing, f"RAI fields without a word: {', '.join(missing)}")
    found = {one.uuid: sum(1 for _ in described.records(one.uuid)) for one in described.metadata.record_sets}
    expect({k: v for k, v in found.items() if v} == {k: v for k, v in built["rows"].items() if v}, f"{found} records")
    return f"{sum(found.values())} records"


if __name__ == "__main__":
    tell(version("mlcroissant"), listed(), check)
