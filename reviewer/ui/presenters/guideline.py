"""What the guideline pane shows: the guideline and its version, and what the policy says that is selected."""

from __future__ import annotations

from dataclasses import dataclass

from reviewer.domain.policies import Policy

from .review_state import ReviewState


@dataclass(frozen=True)
class GuidelineState:
    """The guideline of a project beside the item on screen."""

    text: str
    version: str
    begun_under: str = ""
    """The version under which the review on screen began, where it is another one."""
    policy: str = ""
    title: str = ""
    clause: str = ""
    """What the taxonomy says of the policy."""
    origin: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """The names under which the guideline may speak of the policy."""
        return tuple(dict.fromkeys(filter(None, (self.title, self.policy.rpartition(":")[2]))))


def guideline_state(state: ReviewState, policy: str | None = None) -> GuidelineState:
    """Return what to show for a state; the policy is that of the selected hit, unless another one is asked for."""
    project, taxonomy = state.project, state.taxonomy
    begun = state.draft.guideline_version if state.draft is not None else None
    wanted = policy or next((hit.policy for hit in state.hits if hit.id == state.selected_hit), "")
    known: Policy | None = taxonomy.find(wanted) if taxonomy is not None and wanted else None
    return GuidelineState(
        text=project.guideline_text,
        version=project.guideline_version if project.guideline_text else "",
        begun_under=begun if begun is not None and begun != project.guideline_version else "",
        policy=wanted,
        title=known.title if known else wanted.rpartition(":")[2].replace("_", " "),
        clause=known.text if known else "",
        origin=f"{taxonomy.title} {taxonomy.version}" if known and taxonomy is not None else "",
    )
