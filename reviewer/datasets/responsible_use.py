"""The RAI fields of Croissant: how people judged, how far they agree, and what the data must not be taken for."""

from __future__ import annotations

from typing import Any

from reviewer.datasets.cases import Setting
from reviewer.datasets.recipe import Recipe
from reviewer.datasets.redaction import words_on_personal_data
from reviewer.datasets.rows.provenance import time_text
from reviewer.datasets.tally import Tally


def responsible_use(recipe: Recipe, setting: Setting, tally: Tally) -> dict[str, Any]:
    """Return the fields by their names in JSON-LD."""
    said = {**_collection(recipe, setting, tally), **_annotation(setting, tally), **_limits(recipe, tally)}
    return {f"rai:{name}": value for name, value in said.items()}


def _collection(recipe: Recipe, setting: Setting, tally: Tally) -> dict[str, Any]:
    project = setting.project
    excluded = "; ".join(f"{reason}: {count}" for reason, count in tally.excluded_by_reason().items())
    unit = "reviews" if recipe.source == "reviews" else "items"
    times = [time for time in map(time_text, (tally.first_at, tally.last_at)) if time]
    return {
        "dataCollection": (
            f"Outputs of language models that detectors flagged in the environment '{project.environment}', imported "
            f"into the project {project.name} from the systems that wrote or watched them."
        ),
        "dataCollectionType": "Manual Human Curation",
        "dataCollectionMissingData": (
            f"{tally.came_in} {unit} came in, {tally.kept} became rows. Left out: {excluded or 'nothing'}."
        ),
        "dataCollectionTimeframe": times or ["unknown"],
        "dataPreprocessingProtocol": [
            "Texts are neither trimmed nor normalised; offsets are Unicode code points.",
            f"Prompts and responses are put into the form of the recipe {recipe.name}, which the manifest holds.",
        ],
        "dataReleaseMaintenancePlan": (
            "A release is never changed. The workspace that built it records what it rests on, tells when a review "
            "behind it changes, and builds it again."
        ),
    }


def _annotation(setting: Setting, tally: Tally) -> dict[str, Any]:
    project = setting.project
    blind = "blind to each other" if project.blind else "with others' reviews visible"
    guideline = ", ".join(tally.guidelines()) or "not recorded"
    per_item = ", ".join(
        f"{count} item{'s' if count > 1 else ''} with {number}" for number, count in tally.reviews_per_item().items()
    )
    figures = [
        f"{c.name} of {c.question}: {c.value:.3f} [{c.low:.3f}, {c.high:.3f}] over {c.items} items"
        for c in setting.agreement
        if c.value is not None and c.low is not None and c.high is not None
    ]
    return {
        "dataAnnotationProtocol": (
            f"People judged each output under the guideline of the project (versions: {guideline}), {blind}; "
            f"{project.overlap} reviews per item were asked for, up to {project.max_reviews} where they disagreed, "
            f"settled by: {project.resolution}. Verdicts: {', '.join(verdict.title for verdict in project.verdicts)}."
        ),
        "dataAnnotationPlatform": f"reviewer {setting.program_version}",
        "dataAnnotationAnalysis": figures or ["No item was judged by two people, so agreement is unknown."],
        "annotationsPerItem": per_item or "none",
        "annotatorDemographics": f"{len(tally.reviewers)} reviewers; demographics were not recorded.",
        "machineAnnotationTools": tally.detectors() or ["none"],
    }


def _limits(recipe: Recipe, tally: Tally) -> dict[str, Any]:
    pseudonyms = "Reviewers, and users in the metadata, have pseudonyms."
    return {
        "personalSensitiveInformation": f"{words_on_personal_data(recipe)} {pseudonyms}",
        "dataSocialImpact": (
            "The texts may be harmful or wrong, which is what was looked for: whoever trains on them decides which of "
            "them a model learns to say and which to avoid."
        ),
        "dataBiases": (
            "Flagged outputs are no random sample of all outputs: weight rows by the inverse of sampling_probability, "
            f"which {tally.unweighted} of {tally.kept} do not have. What no detector flags is missing."
        ),
        "dataLimitations": [
            "Verdicts follow one guideline in the versions that the manifest names; rows of different versions may "
            "contradict each other.",
            "Nothing is known of the reviewers beyond their pseudonyms.",
        ],
        "dataUseCases": " ".join((recipe.intended_use or recipe.description or recipe.title).split()),
    }
