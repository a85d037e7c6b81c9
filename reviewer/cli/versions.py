"""`reviewer project versions|diff|restore|gaps` and `reviewer queue reopen`: guideline and policies by version."""

from typing import TYPE_CHECKING, Annotated

import typer

from reviewer.cli import project, queue
from reviewer.cli.exits import EMPTY, Exit
from reviewer.cli.options import DryRun, FailOnEmpty, Json, SourceName, Where
from reviewer.cli.output import put, put_json, put_table, say, say_resting, shown, when
from reviewer.cli.session import opened

if TYPE_CHECKING:
    from reviewer.services.workspace import Workspace

VersionNumber = Annotated[int, typer.Argument(metavar="VERSION", min=1, help="A number of 'project versions'.")]
PolicyId = Annotated[str | None, typer.Option("--policy", metavar="ID", help="The text of this policy.")]
PAGE = 1_000


def add_to(app: typer.Typer) -> None:
    """Add the commands to the groups of projects and of the queue."""
    project.group.command("versions")(list_versions)
    project.group.command("diff")(show_changes)
    project.group.command("restore")(restore_version)
    project.group.command("gaps")(list_gaps)
    queue.group.command("reopen")(reopen_items)


def list_versions(ctx: typer.Context, json: Json = False) -> None:
    """List the versions of the project, with those of its guideline and its policies."""
    with opened(ctx) as workspace:
        versions = workspace.guidelines.versions()
    if json:
        put_json({"versions": [one.to_json() for one in versions]})
        return
    rows = [[one.version, one.guideline_version, one.policy_version or "", when(one.applied_at)] for one in versions]
    put_table(["VERSION", "GUIDELINE", "POLICIES", "SINCE"], rows)


def show_changes(
    ctx: typer.Context,
    version: VersionNumber,
    other: Annotated[
        int | None, typer.Argument(metavar="[OTHER]", min=1, help="Default: the version in force.", show_default=False)
    ] = None,
    policy: PolicyId = None,
    json: Json = False,
) -> None:
    """Show how the guideline, or the text of a policy, changed from one version to another."""
    from difflib import unified_diff

    with opened(ctx) as workspace:
        before = workspace.guidelines.get(version)
        after = workspace.guidelines.get(other or workspace.project_version)
    texts = [one.find_text(policy) for one in (before, after)]
    if json:
        put_json({"from": before.version, "to": after.version, "before": texts[0], "after": texts[1]})
        return
    first, second = (f"version {one.version}" for one in (before, after))
    lines = list(unified_diff(texts[0].splitlines(), texts[1].splitlines(), first, second, lineterm=""))
    for line in lines:
        put(shown(line))
    if not lines:
        say(f"The text is the same in version {before.version} and version {after.version}.")


def restore_version(ctx: typer.Context, version: VersionNumber, json: Json = False) -> None:
    """Make guideline and policies what they were at an older version, as a new one; all other rules stay."""
    with opened(ctx) as workspace:
        workspace.guidelines.restore(version)
        now = workspace.guidelines.get(workspace.project_version)
    if json:
        put_json({"restored": version, **now.to_json()})
    else:
        say(f"Guideline and policies of version {version} are in force again, as version {now.version}.")


def list_gaps(
    ctx: typer.Context,
    every: Annotated[bool, typer.Option("--all", help="Those of older versions of the guideline too.")] = False,
    json: Json = False,
    fail_on_empty: FailOnEmpty = False,
) -> None:
    """List what leads found the guideline to leave open, for its next version."""
    with opened(ctx) as workspace:
        gaps = workspace.outcomes.guideline_gaps(every=every)
    if json:
        put_json({"gaps": [gap.to_json() for gap in gaps]})
    elif gaps:
        rows = [[gap.item_id, gap.guideline_version, gap.verdict, when(gap.decided_at), gap.reason] for gap in gaps]
        put_table(["ITEM", "GUIDELINE", "VERDICT", "WHEN", "REASON"], rows)
    else:
        say("No decision since the version in force names a gap of the guideline.")
    if fail_on_empty and not gaps:
        raise Exit(EMPTY)


def reopen_items(
    ctx: typer.Context,
    item: Annotated[str | None, typer.Argument(metavar="[ITEM]", help="The id of a settled item.")] = None,
    where: Where = None,
    older: Annotated[bool, typer.Option("--older", help="What was judged under older versions alone.")] = False,
    policy: Annotated[
        str | None, typer.Option("--policy", metavar="ID", help="With --older: only what this policy concerns.")
    ] = None,
    afresh: Annotated[
        bool, typer.Option("--afresh", help="Put the reviews so far aside, so that the same people may judge again.")
    ] = False,
    source: SourceName = None,
    json: Json = False,
    dry_run: DryRun = False,
    fail_on_empty: FailOnEmpty = False,
) -> None:
    """Send settled items to review again, for one more review or afresh; for a lead."""
    if sum((item is not None, where is not None, older)) != 1:
        raise typer.BadParameter("Say which items: one ITEM, or --where EXPR, or --older.")
    if policy and not older:
        raise typer.BadParameter("--policy goes with --older.")
    with opened(ctx) as workspace:
        workspace.members.demand(workspace.actor, "lead")
        if item is not None:
            wanted = [(item, workspace.queue.row(item, source).source)]
        elif older:
            wanted = list(workspace.guidelines.older_reviews(policy).items)
        else:
            wanted = _settled(workspace, where)
        changes = None if dry_run else workspace.guidelines.reopen(wanted, afresh=afresh)
    done = tuple(key[0] for key in wanted) if changes is None else changes.item_ids
    resting = () if changes is None else changes.datasets
    say_resting(resting)
    if json:
        told = {"reopened": list(done), "afresh": afresh, **({"dry_run": True} if dry_run else {})}
        put_json(told | ({"datasets": list(resting)} if resting else {}))
    else:
        items = f"{len(done):,} {'item' if len(done) == 1 else 'items'}"
        say(f"{items} would wait for review again." if dry_run else f"{items} sent to review again.")
    if fail_on_empty and not done:
        raise Exit(EMPTY)


def _settled(workspace: "Workspace", where: str | None) -> list[tuple[str, str]]:
    """Return the settled items for which a condition holds."""
    from reviewer.domain.listing import ItemFilter

    wanted = ItemFilter(states=("resolved",), where=where)
    numbers = workspace.queue.numbers(wanted) or ()
    rows = [workspace.queue.rows(numbers[start : start + PAGE]) for start in range(0, len(numbers), PAGE)]
    return [(row.item_id, row.source) for page in rows for row in page]
