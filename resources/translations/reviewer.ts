<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1">
<context>
    <name></name>
    <message>
        <source>  See more with {more}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>  {key} leaves it as it was.</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>! {n:,} items of {name} are decided otherwise today: verify lists them.</source>
        <comment>! {n:,} item of {name} is decided otherwise today: verify lists it.</comment>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>%n IP address</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%n IP addresses</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%n account number</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%n account numbers</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n bytes</source>
        <comment>%n byte</comment>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>%n card number</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%n card numbers</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n days</source>
        <comment>%n day</comment>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>%n e-mail address</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%n e-mail addresses</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n findings</source>
        <comment>%n finding</comment>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n hard items are behind you.</source>
        <comment>%n hard item is behind you.</comment>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n judged hits</source>
        <comment>%n judged hit</comment>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n keys of your own</source>
        <comment>%n key of your own</comment>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n marks</source>
        <comment>%n mark</comment>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n more parts that are not shown</source>
        <comment>%n more part that is not shown</comment>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>%n name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%n names</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%n other detail</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%n other details</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%n phone number</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%n phone numbers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%n place</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%n places</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n reviews</source>
        <comment>%n review</comment>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n words.</source>
        <comment>%n word.</comment>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>(not found in the text)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>(veiled)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>+ Add a missed hit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>+ Copy and change…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>+ filter</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>+{n}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>, and {count:,} more</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>, the first {count:,} are listed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>, waits to be sent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1 submission that waited was sent.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>95% CI</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>95% CI {low:.0f}–{high:.0f} %, {n}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>95% CI {low}–{high}, {n}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A change holds {when}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A change is stored as another revision, marked as made after this was shown.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A folder that does not exist yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A higher number comes first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A lead acknowledges alerts.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A new key</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A pair appears here when two reviewers have judged the same items.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A quiet line after a time of work or after many hard items. It never stops you.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A recorded decision is not taken back; a later decision supersedes it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A row appears here for each detector and policy as soon as items with hits of it are judged.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A row appears here for each group with the first items that count for this rate.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A row appears here for each reviewer with the first review.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A row appears here for each value as soon as there are reviews.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A server shows you only the items that you hold or have judged; the review room brings you the next one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A skip is not a verdict and does not count as one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A submission that waited on this machine is damaged and lies in {file}: review its item again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A tie</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A workspace is one file on your disk. Make a new one and import flagged outputs, or open one that you were given; you may also drop it here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Aa</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>About Reviewer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Acknowledge</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Action</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Actions</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add a missed hit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add a missed hit…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Address of the database</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Adopt a review, or choose a verdict</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Adopt instead</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Adopt the review of {who}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Adopt the review of {who}: {word}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>After a hard item a milder one of the same priority comes first, where there is one close by.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>After the change: {words}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Against before</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Age</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Agreement</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Agreement by</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Agreement by the chosen field</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Agreement over time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Alert from this KS distance on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Alert from this PSI on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Alert from this difference of shares on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All as shipped</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All bad</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All keys</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All policies</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All settings are as shipped; your keys stay.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All settings as shipped</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Always</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ambiguous item</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>An alert from this difference on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>An alert needs a difference from your threshold on that chance does not explain.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>An anchor is of the whole ledger, and your role sees only your own events.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>An item enters a dataset when its reviews agree or a lead has settled it. Review the items that wait, and settle the disagreements in the quality room.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Anchor file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Anchor of event {seq:,} written to {file}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Anchors (*.json *.jsonl);;All files (*)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Anchors (*.json)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Another one, or leave it empty</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Another policy: {typed}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Another review</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Another reviewer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Another reviewer gets the item, and the skill is kept with your answer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Apache License 2.0. Nothing leaves this machine until you export.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Apply</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Arrivals</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Arrivals and decisions by day</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Arrivals, in percent of now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>As before</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>As others</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>As shipped</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>As shown to user</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>As things are: {words}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>As usual</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ask for one more review</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Assign</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Assign what is selected…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Assign…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>At “{quote}”</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Audit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Audit ledger</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Audit room</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Back to all pairs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Back to the items</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Back to the list</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Back to the overview</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Back to the rows</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Backspace goes back.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Backspace takes its keys away. Tab leads to the buttons.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Backups kept</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Before, now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Behind placeholders: {what}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Beside the workspace</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Better</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Better response</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Both bad</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Break agreement down by</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Brier score {value}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bring flagged outputs in from a JSONL file, or with “reviewer import FILE” in a terminal. What others import appears here by itself.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Build the chosen version again…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Build {name} again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Built-in</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>By</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>By what the groups are made</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>By what? Type a few letters</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Calibration error (ECE) {value}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Calibration error {value}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel the export, or back to the rows</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cannot judge</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Chance</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Change my review</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Changes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Changes against the version in force</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Characters {first:,} to {last:,} of {total:,}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Checked at {time}: {parts}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Checks</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Checks and what is left out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a detector.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a review to adopt, or decide anew; then record it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a verdict</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a verdict first, by its key.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose between the responses</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Claim: choose a passage, or take it back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Claim: it stands in no passage</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Claim: keep the relation that the link had</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Claim: passage {n}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Claim: the chosen passages contradict it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Claim: the chosen passages support it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Claim: the chosen passages support it in part</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Claims</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Clear all</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Clear all filters</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Clear filters</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close the search</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cohen κ</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cohen κ, items both judged</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cohen&apos;s kappa between its suggestions and what people decided.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cohen&apos;s kappa {figure_text}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Columns</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Columns from left to right</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Columns of the list…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Comment</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Compare the chosen version with the one before</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Compare the chosen version with the reviews of now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Comparison</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Compute the figures again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Computing …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Confirm</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Confirm the policy hit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Connect</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Connect to a team</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Connect to a team…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Connect…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Content not captured</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Content not captured.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Contents of the guideline</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Contradicts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Control, bidirectional and zero-width characters are shown as marks such as ⟦U+202E⟧.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copied.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy the SHA-256</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy the command with its workspace</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy the line that loads it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy the recipe and change it…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Corrected response</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Correction</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Correction of {who}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Count the rows again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Counting …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Create</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Current first-round verdicts.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cut the selected text out of the correction</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dark</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Datasets</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Datasets room</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Datasets that rest on it: {names}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Datasets that were built</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Decide anew</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Decision</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Decisions a day</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Defer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Deferred</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Delete</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Delete removes a row, a label&apos;s key changes its label, Shift and the arrow keys move an end.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Detector</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Detectors</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Detectors, checked by people</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Difference</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Disagreement</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Disagreements</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Disagreements open</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Disagreements to settle</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dismiss</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Don&apos;t show again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Done</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Down</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Drafts, and what waits to be sent, are safe on this machine.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Due</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ECE</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Each change is an event in a chain of hashes, written in the same transaction as the change. Verifying checks the chain, the stored items and reviews, and the receipts that this machine keeps of your decisions. Only an anchor kept elsewhere shows that the end of the ledger was cut off.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Each number, name and word was found in a passage.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Each point is a tenth of the judged items: the mean of their scores and the share that people found broken, with its interval. On the dashed line a score means what it says.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Edit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Edit the guideline and the policies…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Edit the guideline, see its gaps and versions…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Edit the recipe file {name}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Edit the recipe, or a copy of a shipped one…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Edit…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>End the leases of others: {listed}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Error category:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Error category: {category}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Escalate</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Escalate this item</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Escalate to the lead</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Escalate, next</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Escalated</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Escalated to the lead</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Escalate…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Escalation or skip</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Event</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Event in full</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Every item has its reviews.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Everybody&apos;s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Everything from this score on would be reported.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Everything is judged</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Everything that changes this workspace will be listed here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Everywhere</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Evidence</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Evidence: {text}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Expected calibration error: the mean gap between a score and the share that people found broken.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Export</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Export the dataset</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>Export {n:,} rows</source>
        <comment>Export {n:,} row</comment>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>False alarm</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>False alarms a miss is worth</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>File</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Filter of the rows</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Filter the keys</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Filter, as in: language == &apos;de&apos;</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Filter, as in: language == &apos;de&apos; and verdict == &apos;reject&apos;</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Filter: a word of the action, or a key</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Find</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Find a value</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Find an action</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Find in the guideline</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Find in the text</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Find in the {name}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>First</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>First rows of the dataset</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Five hints in the review room, until you dismiss them. The Help menu shows them again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Flagged</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Flagged outputs (*.jsonl *.jsonl.gz *.jsonl.zst *.json);;All files (*)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fleiss κ</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Folder of the dataset</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>For leads only</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>For the whole response; select text first to say where.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>For whoever comes next</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>For whom</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>For {name}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Forecast</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Forget</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Forms and checksums, or also the patterns of Presidio (the extra `pii`); both work offline.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>From</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>From a score of {at:.2f} on: precision {precision}, recall {recall}, {reviews} reviews a day, {misses} misses per thousand outputs.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>From the correction of {first} to that of {who}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Full screen</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Gaps</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Gaps of the guideline</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Give a reason</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Go to the last decisions, to show one again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Go to the line</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Go to the queue</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Go to the review room</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Gold right</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Greys instead of colours, and smaller type.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Grounding lens</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Grounding lens on or off</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Group</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Groups</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Guideline</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Guideline and policies</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Guideline gap</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>Guideline · {n:,} gaps</source>
        <comment>Guideline · {n:,} gap</comment>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Gwet AC1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hard items interleaved</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hard texts start behind a neutral line and open in steps. It helps some people, not everybody.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hash</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Held by</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Held by {name}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Held by {reviewer} since {since}, for {age}, until {until}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Held for</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Held now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Held now {count:,}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Held now: {people}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Help</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hidden characters are not marked now.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hidden characters are shown as marks.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hint {number} of {count}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hints for the first steps</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hit: {policy}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hits come after the verdict. Judge this one by your own reading.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How far back the figures reach</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How far back the figures reach; an item is as old as its first review.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How large the difference is: the population stability index of a mix, the Kolmogorov–Smirnov distance of numbers, or the difference of two shares.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How long open items have waited since they were flagged.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How many automatic backups are kept for each workspace; the oldest goes first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How many false alarms a miss is worth</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How many hits people confirmed or called false alarms.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How many items the share is of.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How many of a thousand outputs would break the policy and not be reported.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How many outputs a day would be reported for review, with the outputs a day that you set.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How many the reference and the last weeks have.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How often chance alone makes a difference as large, corrected for the number of groups (Hochberg).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How often chance alone makes a difference as large.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How the selected copy differs from the response on screen</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>I would rather not; somebody else gets it, and no reason is asked.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Import flagged outputs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Import flagged outputs with Ctrl+I, or with “reviewer import FILE” in a terminal.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Import flagged outputs…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Import more…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In no passage</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In part</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In the queue</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In your words</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It comes back to me later, with what I entered so far.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It does not belong into this project at all.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It has no key now.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It is kept in the key ring of this system, or in memory where there is none.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It is not decided.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It needs a skill that I do not have; somebody else gets it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It needs two reviewers on the same items: {reason}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It replaces what stands now: {verdict}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It was used already: a change becomes revision {n}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It went into none so far.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Item</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Item &apos;{item_id}&apos;</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Item {id}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Item {id}, veiled. {summary}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Item {id}, {count} passages, {hits}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Item {item_id}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Item {item_id}: {kind}; {said}. {excerpt}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Item {item}: said {said}, settled as {settled} by {who}. {reason}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Item, read only</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Items</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Items appear here when reviewers still disagree at the end, when somebody escalates, or when corrections differ.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Items behind it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Items past their due time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Items that both judged</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Items that show it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Items that still need reviews.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Items that wait</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Items that were settled otherwise</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Items whose hits come after the verdict are found once you have judged them.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Items whose reviews conflict, that were escalated, or whose corrections differ.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Judge afresh</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Judge again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Judge each policy hit: {review_hit_next} and {review_hit_previous} walk, {review_hit_confirm} confirms, {review_hit_false_alarm} says false alarm. {review_hit_missed} adds one that was missed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Judge what a language model said, and train on the corrections.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Judged</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>KS distance</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keep it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keep the personal data in this export</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Kept on this machine.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Key {key_of}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Key {key}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keys</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keys of your own: an action and its key, such as Ctrl+K. An empty key takes it away.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Krippendorff α</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Label the selected text</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Label the selected text: {label}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Label:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Language</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Larger text</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Last</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Last ({key})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Last 30 days</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Last 7 days</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Last 90 days</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Later part ›</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Lease</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Leave</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Leave the password out of the address: you are asked for it next.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Left</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Left out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Left out: {reasons}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Letters and figures act while no text field has the focus; Esc closes this sheet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Light</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Light or dark</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Light or dark colours, or the same as the system.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Link a claim to passages: the selected text, or the sentence at the cursor</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Link the claim</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Look again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Look for an item again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Looked for</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Looked for {some_of_all}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Looked for {some_of_all} policies, folded</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Looked for {some_of_all} policies, opened</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Looking for the next item …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Looks</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Made</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mark where the responses differ</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Marks</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Marks of all in one text</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Marks of all: {legend}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Match capitals</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Match capitals in the search</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>May contain: {parts}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Median</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Median age</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Menus</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Message</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mine</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Miss rate {words}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Miss rate: the share of broken policies among the outputs that the detector let pass.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Missed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Missed hits</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Missed per 1,000</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Missed: {policy}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Missing skill</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>More facts</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>Most often taken for each other: {a} and {b}, on {n:,} items.</source>
        <comment>Most often taken for each other: {a} and {b}, on {n:,} item.</comment>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Move the other end of the selection</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Move what is selected to the front</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>My own, for every workspace</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name a folder for the dataset that does not exist yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name of the project</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Names</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Names or pseudonyms of the reviewers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Narrow the dataset</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Narrow the dataset by one more value</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Narrow the dataset by one more value…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Narrow the list</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Narrow the list…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Narrow…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Near copies</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Near copies to tick</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Never</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New items appear here by themselves.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New key…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New workspace</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New workspace…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Next</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Next disagreement</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Next hint</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Next item</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Next page of figures</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Next passage</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Next place</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Next place that was found</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Next policy hit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No agreement to draw yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No dataset was built from this workspace yet. What you export is listed here and can be verified later.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No day is over yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No decision yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No detector found anything.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No events yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No evidence came with this item, so there is nothing to compare with.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No evidence came with this item: judge the response by the prompt alone.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No hit was judged yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No item can be shown</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No item for you now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No item fulfils the filter and the recipe. What is left out, and why, stands at the right.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No item has a value here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No item has these words, this state or these values. Change or clear the filter.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No item of the project is in this state now; the tabs above say where there are some.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No item of this reviewer was settled otherwise.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No item with a suggested verdict was judged yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No items here</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No items yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No key is called like that.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No pairs yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No passage</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No passage came with this item, so that the claim can only be in none.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No passage came with this item.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No passage has a text, so there is nothing to compare with.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No personal data was found in this item.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No policy hits came with this item.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No reviews yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No rows</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No rows to export</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No setting is called like that.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No text was captured for this passage, only where it came from.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No threshold can be compared</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No threshold can be suggested: {reason}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No weeks to compare yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nobody has taken this item.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nobody here is called “{name}”: {asked}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nobody holds anything now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nobody holds anything now.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nobody holds that any more.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nobody holds this item now.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nobody holds what is selected any more.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nobody holds what is selected.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not connected to the team&apos;s database</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not for {named}: {why}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not found in any passage</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not known now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Note it and show</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Noted: {name} was seen</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing for you right now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing found yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing has a value here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing is called like that.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing is left to review</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing is left to settle.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing is recorded yet, for the near copies neither: open them again after that.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing matches</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing of this is left in the correction.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing of yours is here</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing to compare yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing to do here</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing to settle</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing to train on yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing to undo: no submission of yours can be taken back.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing was counted</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing was imported yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing was kept back from your last review.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing was opened yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing was taken back. {why}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing yet: choose a review to adopt, or decide anew.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing yet: choose a verdict of your own.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Now: {keys}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Of what</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Off</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>On</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Once more drops what you changed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One moment …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One of {listed}. Empty: whoever comes next.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Only items with hits of this policy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Only items with hits of this policy, or where it was looked for.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Only the first part of a very long text was compared.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open a file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open a veiled text as a whole</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open all</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open another workspace…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open as much as you need to decide. The settings change this.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open as much as you need, or give it to somebody else: no reason is asked. The settings change this.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open items whose due time has passed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open or close the guideline beside the work</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open the demo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open the demo queue</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open the first part</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open the last workspace</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open the next part</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open the next part of a veiled text</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open the selected item</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open the text first: its near copies say the same.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open the veiled text first, at least a part of it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open the veiled text first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open workspace</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open workspace…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open {workspace}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Opening {shown_address} …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Opt out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Opted out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Or type a day, such as 2026-11-01. Backspace goes back.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Out of scope</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Outputs a day</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Overdue</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Overturned</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Overturned items</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Overview</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>PSI</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Part {number}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Passage {number}: {source}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Passages:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Passed detectors</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Password</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Password for {place}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Past their due time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>People</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>People judge what a language model said, and train on the corrections.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>People&apos;s time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>People&apos;s time, in percent of now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Percent agreement</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Person</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Personal data is found by</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Personal data is shown for this item: {what}. The ledger says who asked and why.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Personal data is shown for this item; the ledger says who asked and why.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Phrases</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Placeholders stand here for personal data. What is written is as the recipe says.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Policies</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Policy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Policy hit is a false alarm</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Policy hits</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Policy hits come after the verdict.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Policy hits: none</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Policy hits: {hits}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Policy, detector</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Policy: {title}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Precision</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Precision {words}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Precision: the share of judged hits that people confirmed, with its 95 % interval (Wilson).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Presidio</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Press again to restore all settings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Press the new key for “{title}”</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Press the new key for: {title}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Preview</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Previous</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Previous disagreement</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Previous page of figures</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Previous passage</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Previous place</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Previous place that was found</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Previous policy hit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Priority</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Priority…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Progress</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Progress of the export</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Progress with the version</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Project</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Prompt</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Prompt: {text}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Put a phrase of the project into the comment</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Put a response on the next place</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Put off: the item comes back later</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Put placeholders for the personal data</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Put the cursor into a sentence of the response, or select the claim there.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Put this text into the editor</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Quality</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Quality room</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Question whose answers are compared</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Queue</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Queue room</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Quit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rate</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rate of</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rates by group</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ratio to the others</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Read all of it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Read all of the selected item, without taking it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Read it again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Read only</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Read only: next passage</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Read only: previous passage</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Read only: source or as shown to the user</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Read only: system prompt, tool calls and reasoning</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Read the items</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Read the policy: {title}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Read the response here. {review_source_view} shows it as the user saw it, {review_find} finds words.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reading …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ready?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reason</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reason of the decision</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reason, for the reviewers and the ledger  ({key})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reassign</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reassign what is selected, and end the leases of others…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reassign…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rebuild</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Recall</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Recall {words}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Recall: the share of broken policies that the detector reported, only from items that were judged with their hits hidden and where the policy was looked for, each weighed by the chance with which it was drawn.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Recent workspaces</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Recipe</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Recipes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Recipes that cannot be used</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Record the decision, next one</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Record, next</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>Recorded for {n:,} near copies too.</source>
        <comment>Recorded for {n:,} near copy too.</comment>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Relabel:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Release</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Release all</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Release all of a person</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Release all…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Release by force</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Release everything that one person holds…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Release what is selected by force…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Release…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reload the ledger</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reload the queue</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remark</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rename to this</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Report…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reserved for</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reserved for {assigned_to}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reserved for {name}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Resolved</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Response</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Response as shown to the user</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Response {letter}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Response {letter} comes next in the ranking</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Response {letter} is better</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Restore the original response</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Return opens it, Delete takes it off the list; the file stays.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Return opens, Delete takes off the list</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Return records a key. F2 writes keys: Ctrl+J, Shift+2, F5 or a letter, with a space between two.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Return takes “{value}” as it is.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Review</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Review item {item}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Review items</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Review of item {id}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Review recorded</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Review room</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Review this item</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reviewer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reviewer looks again by itself.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reviewer name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reviewer pairs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reviewer pairs, Cohen&apos;s kappa</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reviewer workspaces (*.reviewer)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reviewer {number}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reviewer {version} · Python {python_version} · Qt {pyside_version}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reviewers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reviews</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reviews a day</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reviews keep the version that they were made under, and what was exported stays as it is. One more review goes to somebody who has not judged the item; afresh puts its reviews aside, so that the same people judge it again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reviews needed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reviews of each item</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reviews that open items still need.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rooms</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rows</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Said</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Same as</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Same verdict</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save as the next version</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save the list as a view…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save the list as this</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Saved as {path}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Say how the passages stand to the claim, or leave it with Esc.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Say in a few words why, so that the lead can decide.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Say why the reviewers erred</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Scorecard</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Scores and what people found</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Search index {share} % · {done:,} of {total:,} items</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Search prompt, response and evidence</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Search the queue</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Search the settings and keys</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Second</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>See all items</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Seen by {who} on {at:%Y-%m-%d %H:%M}: {note}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Select one or more items first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Select the sentence at the cursor, then one more</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Select what is to be cut in the response first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Selected passage</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Send what waits on this machine</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sentences with little of them in the passages:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Set</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Set aside</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Set by {fixed_by} in the environment.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Set the priority of what is selected…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Settings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Settings room</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Settle disagreements</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Settle the next disagreement</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Settle the next one</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Settled</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Several of your answers differ from known ones: a lead can help you.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Several values of one field: any of them will do. Different fields: all must hold.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Several values of one kind: any of them will do. Values of two kinds: both must hold.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Severity</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Shift {letter} ranks it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Shift ← → changes the claim; select in a passage the part that bears on it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Shift ← → moves an end by a character, with Ctrl by a word; “{swap}”: the other end.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show earlier</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show earlier messages</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show earlier messages ({earlier:,})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show fewer facts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show hidden characters as marks</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show hidden characters of the item as marks</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show invisible characters</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show it with prompt, passages and hits</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show more</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show more of the text</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show personal data</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show the five hints</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show the items behind: {title}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show the items left out: {reason}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show the near copies of this item…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show the part of the text before this one</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show the personal data of this item…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show the system prompt, tool calls and reasoning</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show the text</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show the veiled text of the chosen item</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show the veiled text of the selected item</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show them</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show which of your items were settled otherwise…</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>Show {n:,} more facts</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Shown for this item on this screen. The ledger notes your name, the kinds and your reason.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Since</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sixty flagged answers of a support assistant with their passages, policy hits and a guideline. Nothing of it leaves this machine.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Skip</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Skip this item</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Skip, next</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Skipped: cannot judge</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Skipped: opted out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Skipped: out of scope</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Skipped: {why}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Skip…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Slip</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Smaller text</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Soft looks</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Soft: greys and smaller type</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Soften</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Somebody else…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Somebody went home? Everything that they hold goes back to the queue.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Something unexpected happened ({name}): press F5 to compute the figures again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Something unexpected happened ({name}): try again, nothing that you entered is lost.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Something unexpected went wrong, and the report could not be written: start the program again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Something unexpected went wrong; what you saved is safe, and a report without your texts is in {path}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sort by the next column</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sort the other way round</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Source</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Source or as shown to the user</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Space chooses it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Space opens or folds it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Space shows or hides a column, Ctrl+Up and Ctrl+Down move it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Split by</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start with the workspace that was open last.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>State</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Still looking for values …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Still missing: {what}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stopping …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Submit, next</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Submit, next item</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Such as a language or a subject</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Suggested</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Suggested breaks</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Suggested correction</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Suggested threshold {value:.2f} ({low:.2f}–{high:.2f}), now {now}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Suggested verdicts and people</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Suggested {at:.2f} ({low:.2f}–{high:.2f})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Support assistant</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Supports</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Supports in part</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Switch the grounding lens off</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Switch the grounding lens on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>System</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take away {said}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take it for this</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take the suggested correction</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take {workspace} off the list</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Taken back: your review of {item} is a draft again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Takes it back and shows it again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Template</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tenant</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Text in Markdown</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Text of the chosen version</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Text of the recipe in TOML</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Text size</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Text that is edited</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>That is me</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>That is no value here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The 95 % interval of kappa, from resampling items.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The address names another log-in: write one of the two.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The calibration is undefined</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The changes are not saved: press Escape again to give them up.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The chosen row in full</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The connection is encrypted, and the server must prove who it is. If it wants a password, you are asked for it next; it never stands in the address.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The course appears here when two reviewers judged the same items.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The course cannot be computed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The database cannot be reached</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The dataset is written from the reviews as they were when it was built, to a folder that does not exist yet; then every byte is compared.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The dataset stays as it was built. Export again to take up what changed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The detectors cannot be judged</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The disk refused to keep this ({reason}): make room there, what you entered is still on screen.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The export was cancelled; nothing was written.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The file cannot be written: {strerror}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The file is not there now: it was moved or deleted, or its disk is not connected.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The file was changed by another program or person: save once more to write over it, or read it again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The first {n} of {all:,} items</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The grounding lens is a reading aid, never a verdict. On this machine and without a model it looks for the numbers, dates, names, quotations, addresses and words of the response in the passages, by their spelling alone: what stands there may still be wrong, and what does not may still be true.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The grounding lens is off.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The hints are gone; the Help menu brings them back.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The item leaves the queue and waits for a lead. This is not a verdict.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The items with a suggestion on which people decided.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The key on each button chooses it. {review_submit} submits and brings the next item, {review_undo} takes the last one back.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The key {key} puts it before all others.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The last change is being written.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The last mark was taken back.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The last weeks against those before</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The leases could not be read.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The list cannot be read</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The list could not be read: change the filter, or try again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The mean over the last {days} days.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The median of the active seconds on an item.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The mix of verdicts has no week at which it changed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The mix of verdicts most likely changed in week {week}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The model or program that suggests verdicts.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The name or the folder of the settings does not take this: try another name.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The name under which you review. Without one the log-in name is taken.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The near copies got no verdict: {why}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The near copies were taken meanwhile: there is none left for you now.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The new folder goes into</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The parts that are open</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The personal data of this item is shown already.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The policy, the detector and its version.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The prompt comes back when this closes, or in a wider window.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The rate of the group over that of all other groups together, with its 95 % interval (Katz).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The reason is one word of letters: write one, such as “dispute”.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The reason stands above.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The recipe is not saved: press Escape again to give it up.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The recipe under its former name stays as it is.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The report is in {path}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The response is empty.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The reviewer, under a pseudonym until the names are shown.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The rows are still being counted, or the filter cannot be used: wait for the number on the button.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The search index is still being made; what it does not know yet is found when it is complete.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The server answered, but nothing is open to you yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The server does not take this password: try again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The share of items on which people decided what it had suggested, with its 95 % interval (Wilson).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The share of items with a known answer on which the verdict was right, with its interval.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The share of other people&apos;s reviews of the same items with the same outcome, with its interval.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The share of outputs that break the policy and would be reported.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The share of own items that were silently served again and judged the same, with its interval.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The share of reported outputs that break the policy.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The share of reviews of settled items that differ from what the item was settled as, with its interval.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The share of the group&apos;s items with the outcome, with its 95 % interval (Wilson).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The shipped recipe &apos;{name}&apos; gives way to this one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The size of prompt, response and evidence in points.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The threshold in force, and the one with the lowest expected cost.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The threshold in force, as the items that came in last have it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The threshold with the lowest expected cost, for the worth of a miss that you set under Detectors. An arrow says that the one in force lies outside its interval.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The thresholds cannot be computed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The value of the field; an item with several values counts in each.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The work stays as a draft with whoever did it, and they are told.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Theme</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There are no rows to export: change the filter, or look why items are left out.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There are {n} views already: delete one first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is a recipe &apos;{name}&apos; in this place already: choose another name.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is a view “{name}” already: choose another name.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no recipe that can be used.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is something in this folder already: name another one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>These are the nearest {shown} of {announced}: the next of them to come up announces the others.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>These figures cannot be computed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This item cannot be shown</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This item has no near copies that you could judge now.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This item is resolved.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This item waits for a lead in the quality room.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This item was set aside.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This paste has {count:,} characters and a line of {longest:,}, which is too much to edit here; paste it in shorter lines.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This project has no guideline yet. Write one in Markdown beside the project file, name it there with guideline = &quot;FILE&quot;, and run “reviewer project apply FILE”; then it is here for everybody.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This response is too long to be corrected here; write what is wrong as a comment.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This review began under version {before}; the guideline is at version {now} now.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This room cannot be opened</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This workspace can only be read</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Three ways to begin</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tick all</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tick at least one near copy, with Space or A for all.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tick none</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tick one column at least.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tick the policies that you looked for</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tie</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Time that you worked on this item</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>To settle</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>To the front</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>To whoever leads</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>To whom</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>To {name}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Today {reviewed_today:,}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Too long or too intricate to be shown as the user saw it: this is the source.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Train · validation · test</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Try again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Try the demo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Type a few letters of the policy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Type the password that the server knows you by.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Type the words that it must contain.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Underlines what stands in no passage, links what does. A reading aid computed here, no verdict.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Undo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Undo the last submission</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Unreadable records</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Unsure</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Unsure about the policy hit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Until</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Up</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Value</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Veiled</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Veiled texts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Verdict</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Verdicts, questions and labels to begin with.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Verify</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Verify now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Verify the chosen version</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Verify the ledger</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Verify with an anchor file…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Version</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Version {name} is in force now.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Versions</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Versions of this text, newest first</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>View</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>View: {name}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Views</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Views of the queue…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Web page (*.html);;PDF (*.pdf)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Weeks</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Welcome to Reviewer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Well-being</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What a lead can do</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What do you want to do? An item&apos;s id leads to the item.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What if</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What is compared: the last four weeks with the twelve before.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What leads found the guideline to leave open, since the version in force.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What other thresholds would mean</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What should the lead know or decide?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What the list can be narrowed to</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What was changed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What was kept back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What was kept back until your last verdict, or leave its change</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What was kept back until your verdict</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What you found, or why it is no matter</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What you had typed and not saved is here again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What you note about the alert</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What you put off, and what others give back, comes here by itself as soon as nothing else is left.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What you said of item &apos;{item_id}&apos; was used already: it cannot be taken back.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What you wrote is safe on this machine. The list is tried again by itself.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>When</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>When the mix of verdicts changed cannot be said: {reason}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Where</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Where it comes from</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Where row {row:,} comes from</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Where the chosen row or item comes from</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Where the item comes from, and which datasets it went into</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Where to keep it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Whether the group differs from the others by more than chance explains.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Which policy was missed?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Which rate is compared</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Which skill is missing?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Which {kind}?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>While a claim is linked</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Who</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Who am I</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Who am I…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Who holds this item</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Who holds what, or back to the items</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Who is a lead here settles the disagreements; an admin can change your role.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Who reviews here does not see what others decided.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Who reviews here must not know which items these are.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Who takes an item stands here, with since when and until when.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Whose items</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Whose lease</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Why skip it?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Why?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Why?  ({key})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Will be recorded:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Workspaces</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Write</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Write a comment</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Write a correction</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Write a name for the project.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Write a name of at most {n} characters.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Write a number, such as 5 or -1.5.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Write an anchor</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Write an anchor…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Write or choose the file to keep the workspace in.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Write the address as postgresql://HOST/DATABASE.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Write the name of the person.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Write the name of your log-in on the server.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Write the name under which you judge.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Write the transparency report</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Write the transparency report, or print it to PDF…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Writing card, manifest and checksums …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Writing the report …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Wrong evidence</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>You</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>You are through for now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>You are {name} now.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>You are {name}: change</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>You are {name}: on a server people act under their log-in.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>You are {reviewer}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>You do not review here</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>You have judged this item already, perhaps in another window of yours: that review stands, and what you entered here is kept as a draft.</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>You have worked for %n minutes.</source>
        <comment>You have worked for %n minute.</comment>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>You hold this item: it is judged in the review room.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>You need the address of the team&apos;s PostgreSQL database and your log-in: your lead knows both.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>You said “{said}” of item {id}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Your draft is kept. Reviewer tries again by itself.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Your last decisions</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Your lead or admin knows it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Your log-in on the server</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Your marks</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Your name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Your review of {item} stands: what you change becomes revision {revision}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Your review stays as it was.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Your review was taken back and is kept as a draft, but not shown: {message}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Your reviews bear this name.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Your role does not review: an admin can change it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Your settled items</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Your submission of item &apos;{item_id}&apos; waits to be sent: undo it to work on the item again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a correction is about this one</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a look at the text, or a skip</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a name for the list that is shown now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a number, such as 5</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a reason for “{label}”</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a tie</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a tool</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a verdict</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>adjudication</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>agreement of the reviewers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>agreement with others {words}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>alert</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>all keys</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>an item is on the screen</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ana</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>and by {count:,} more</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>and {more:,} more</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>and {rest:,} more</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>another question</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>another verdict, since “{label}” takes no correction</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>approve / reject as a flag</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>as decided today</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>assistant</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>at this pace the queue is not empty within a year.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>audio</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>bars: reviews needed · line: reviews made</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>becomes revision {n}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>being counted</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>both bad</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>by its address</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>cannot judge</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>card, manifest and checksums are written beside the data · nothing leaves this machine</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>chance makes as much in {share:.1f} % of cases</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>changes are saved at once, on this machine only</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>character spans with labels</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>choose a member, or add the person with &apos;reviewer members add&apos;.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>choose it by its key</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>choose one to adopt</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>chosen</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>claim {number}: {relation}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>claims with their passages</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>coefficients as defined in Krippendorff 2011, Gwet 2008</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>compare</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>comparing …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>computing …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>confidence</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>confirmed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>confirmed hits over judged hits</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>conversation</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>corrected</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>corrected over original</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>corrections differ</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>counting …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>critical</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>cut</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>dashed line</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>datasets</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>decided</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>decision</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>decision not recorded</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>decision recorded {time}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>detector</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>developer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>did you mean {meant}?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>difference</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>differs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>differs by more than chance explains</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>dotted line</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>draft not saved</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>draft saved {now:%H:%M:%S}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>due</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>due in {span}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>each can be rebuilt to the same bytes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>empty</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>empty in {days} days (95% CI {low} days to {latest}).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>empty in {n} d</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>escalate</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>escalated</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>escalated without a reason</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>every review</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>every review, one row each</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>everywhere</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>fails</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>false alarm</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>false alarms</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>fewer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>final decisions only</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>flagged</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>flagged in the last day</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>flagged in the last week</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>flagged more than 30 days ago</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>flagged more than a week ago</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>folded</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>for a lead to settle</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>for information</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>from the next backup on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>from the next start on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>from the project</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>gold {words}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>guideline version</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>guideline v{guideline_version} ({key_of})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>guideline {version}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>held for you {clock_text}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>high</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>hits come after the verdict</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>hits judged differently</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>holds</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>how it was decided</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>image</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>importing: {done:,} items</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>in the last 30 days</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>in the last 7 days</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>in the last 90 days</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>in the {room} room</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>in {folder}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it is no near copy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it is not free for you any more</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it was judged by you meanwhile</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>item</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>item id</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>items</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>items open</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>judged the same again {words}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>kappa is undefined, since both used one and the same value</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>keep it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>kept on this machine, being sent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>kept on this machine, not yet sent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>language</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>latency</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>lease ended</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ledger</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>looked for</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>looked for, as a judgement of yours says</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>low</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>medium</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>message {n}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>missed violations</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>more than a year</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>more than {count:,} near copies</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>n is the number of items that two or more reviewers judged.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>needs a policy hit to judge</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>needs a question that is asked now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>needs a workspace file: on a server people act under their log-in</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>needs an item of the list, and the right to it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>needs an item on the screen</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>needs an open search</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>needs an open workspace</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>needs more than one passage</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>needs selected text</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>needs several responses</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>needs three responses or more</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>never</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>newest first</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>next item ready</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no changes yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no detector named</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no further item until the database answers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no hints are shown</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no longer held</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no policy hit came with it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no reason given</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>nobody in particular</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>none</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>none given</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>none has a verdict</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not found</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not judged</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not possible now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not saved</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not so: {text}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not taken, kept as a draft</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not ticked</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not verified</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not verified yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not {part}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>nothing to settle</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>nothing waits on this machine</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>number of reviews</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>of this workspace</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>of what</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>of {n:,} items</source>
        <comment>of {n:,} item</comment>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>oldest {age}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>oldest {span}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>one word, such as “dispute”</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>only of items that you have judged</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>only your own: a lead sees those of all</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>open</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>opened</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>opted out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>other evidence</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>others said {said}</source>
        <comment>another reviewer said {said}</comment>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>out of scope</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>outcome</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>outdated: {why}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>overdue by {span}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>overturned {words}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>part chosen</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>part {number} of {count}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>passage {n}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>passed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>past its due time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>personal data veiled</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>place {place}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>placeholders stand for personal data</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>policy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>priority</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>production</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>prompt</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>prompt template</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>prompt → corrected answer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>put off</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>queue: {kind} · {workspace}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>rebuild</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>rebuilding …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>recipe: {where}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>rejected items</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>replace</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>resolved</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>response</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>response {letter}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>restore</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>reviewer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>reviews</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>revision {number}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>row {row:,} of {total:,}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>safe or not, by policy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>sampling probability</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>saved {now:%H:%M:%S}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>score {score:.2f}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>score {score:.2f} at {threshold:.2f}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>score {score:.2f} over {threshold:.2f}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>score {score:.2f} under {threshold:.2f}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>scores of quality</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>scores {low} to {high}: {share} broken of {n:,} items</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>seen</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>select text in the response, then press a label&apos;s key</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>set aside</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>settled</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>settled and known answers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>settled as</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>since yesterday</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>solid line</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>sound</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>source</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>span label</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>staging</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>stopped by an error</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>suggested</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>suggestion</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>suggestion by {who}: a correction</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>suggestion by {who}: “{verdict_title}”{score}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>system</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>template</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>tenant</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>test</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the correction</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the demo queue</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the guideline does not name it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the oldest {age}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the same response</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>this is the last item for you now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>too few</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>tool</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>tool result</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>undef.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>undefined</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>undefined, {reason}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>unknown</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>unsure</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>user</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>verdict</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>verdict and policy labels per response</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>verdicts differ</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>verify</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>verifying …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>version</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>version {version}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>version {version} · {when}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>video</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>waits for more reviews</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>warning</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>wavy line</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>week</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>week of {start:%Y-%m-%d}: alpha {figure_text}{known}, {items:,} items</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>when the queue is empty cannot be said: {reason}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>with this correction:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>worst first</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>yes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>you said</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>your own</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>your own events</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{added:,} of {read:,} items added</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{agent} suggests “{verdict}”</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{agent}: the same verdict as people {share}, Cohen&apos;s kappa {kappa}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{app_keys} shows all keys, {app_palette} finds any action by a few letters, and {review_guideline} opens the guideline beside your work.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{before:,} before, {now:,} in the last weeks</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{both} judged no item both.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{both}: {items:,} items both judged, the same value on {share} %, {kappa}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{caption} · differs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{checked:,} of {count:,}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{count:,} items are selected: select at most {most_at_once} at once, or use &apos;reviewer queue&apos;.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{count:,} rows</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{count:,} unreadable</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{count} marked</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{count} policy hits</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{count} to compare</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{days:.1f} d</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{days} d</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{day}: {came:,} needed, {made:,} made</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{done:,} of {total:,} items read</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{done} of {parts} parts open</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{field} contains “{text}”</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{field} since {day}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{field}, seed {seed}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{file} cannot be read: {strerror}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{file} is not a file of anchors: use one that &apos;reviewer audit anchor&apos; wrote.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{first} and {second}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{folder} cannot be read: {strerror}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{hours:.1f} h</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{hours} h</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{hours} h {minutes} m</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{id} is settled.</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>{items} are reserved for {name}.</source>
        <comment>{items} is reserved for {name}.</comment>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{items} are there for whoever comes next.</source>
        <comment>{items} is there for whoever comes next.</comment>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{items} come first already.</source>
        <comment>{items} comes first already.</comment>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{items} go back to the queue.</source>
        <comment>{items} goes back to the queue.</comment>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{items} have priority {priority:g} now.</source>
        <comment>{items} has priority {priority:g} now.</comment>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>{items} shown</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{items} shown: those that you hold or have judged</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{item} could not be taken back: {message}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{item} was not taken, your work on it is kept as a draft: {message}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{item}, from {source}; SHA-256 {sha}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{item}: {reason}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{judged} of {count} judged</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{key} changes the link.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{key} closes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{key} finds</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{key} is the key of {owner} in this project: choose another one for “{title}”.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{kind} (not shown)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{kind}: {value}</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>{leases} of {n:,} people; the oldest is of {reviewer}, held for {age}</source>
        <comment>{leases} of {n:,} person; the oldest is of {reviewer}, held for {age}</comment>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>{minutes} min</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{n:,} added</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>{n:,} alerts</source>
        <comment>{n:,} alert</comment>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n:,} anchors</source>
        <comment>{n:,} anchor</comment>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>{n:,} changed</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>{n:,} changes</source>
        <comment>{n:,} change</comment>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n:,} characters</source>
        <comment>{n:,} character</comment>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n:,} copies</source>
        <comment>{n:,} copy</comment>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n:,} could not be read: see the unreadable tray in the queue room</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n:,} differ</source>
        <comment>{n:,} differs</comment>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n:,} differences</source>
        <comment>{n:,} difference</comment>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n:,} disagreements are to be settled.</source>
        <comment>{n:,} disagreement is to be settled.</comment>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n:,} events</source>
        <comment>{n:,} event</comment>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n:,} events in one chain</source>
        <comment>{n:,} event in one chain</comment>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n:,} events of your own</source>
        <comment>{n:,} event of your own</comment>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n:,} items</source>
        <comment>{n:,} item</comment>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n:,} items are with the lead.</source>
        <comment>{n:,} item is with the lead.</comment>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n:,} items of {name} go back to the queue.</source>
        <comment>{n:,} item of {name} goes back to the queue.</comment>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n:,} items read</source>
        <comment>{n:,} item read</comment>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n:,} items wait for review again.</source>
        <comment>{n:,} item waits for review again.</comment>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n:,} items wait for reviews of others, or are held by them.</source>
        <comment>{n:,} item waits for the review of somebody else, or is held by them.</comment>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n:,} items were judged by two or more reviewers.</source>
        <comment>{n:,} item was judged by two or more reviewers.</comment>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n:,} items would be otherwise today</source>
        <comment>{n:,} item would be otherwise today</comment>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n:,} leases</source>
        <comment>{n:,} lease</comment>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n:,} leases end: {pairs}</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n:,} leases of other people ended.</source>
        <comment>{n:,} lease of somebody else ended.</comment>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n:,} more</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n:,} near copies</source>
        <comment>{n:,} near copy</comment>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n:,} near copies came back too.</source>
        <comment>{n:,} near copy came back too.</comment>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n:,} near copies stay, since a decision or an export used them: {names}.</source>
        <comment>{n:,} near copy stays, since a decision or an export used it: {names}.</comment>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n:,} of your items were settled</source>
        <comment>{n:,} of your items was settled</comment>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n:,} open</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n:,} overturned</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n:,} passages</source>
        <comment>{n:,} passage</comment>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n:,} policy hits came with it</source>
        <comment>{n:,} policy hit came with it</comment>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n:,} receipts</source>
        <comment>{n:,} receipt</comment>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>{n:,} removed</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>{n:,} results</source>
        <comment>{n:,} result</comment>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n:,} reviewers</source>
        <comment>{n:,} reviewer</comment>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n:,} reviews</source>
        <comment>{n:,} review</comment>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n:,} reviews are from another version.</source>
        <comment>{n:,} review is from another version.</comment>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n:,} reviews are yours.</source>
        <comment>{n:,} review is yours.</comment>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n:,} rows</source>
        <comment>{n:,} row</comment>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n:,} rows carry personal data</source>
        <comment>{n:,} row carries personal data</comment>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n:,} rows written to {folder}.</source>
        <comment>{n:,} row written to {folder}.</comment>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n:,} settled items rest on such alone.</source>
        <comment>{n:,} settled item rests on such alone.</comment>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n:,} submissions that waited were sent.</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n:,} submissions wait</source>
        <comment>{n:,} submission waits</comment>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n:,} submissions wait for the server</source>
        <comment>{n:,} submission waits for the server</comment>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n:,} submissions wait for the workspace file</source>
        <comment>{n:,} submission waits for the workspace file</comment>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n:,} tool calls</source>
        <comment>{n:,} tool call</comment>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n:,} turns</source>
        <comment>{n:,} turn</comment>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n:,} were there already</source>
        <comment>{n:,} was there already</comment>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>{n:,}+ … items</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{n:.1f} needed a day</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{named} and {more} more</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{names} and {last}</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>{names} and {n:,} more</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{names} keep the work as a draft and are told.</source>
        <comment>{names} keeps the work as a draft and is told.</comment>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>{name} holds nothing now.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} holds {items}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} is there already: choose another name, or open it instead.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} was built again in {folder}, with other bytes: {why}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} was built again in {folder}: every byte is the same.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name}: rows that would be otherwise today</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{newer} against {older}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{number_of:,} of {all_of_them}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{number} = {who}, {line}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{number} ms</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{number}, part</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>{n} days</source>
        <comment>{n} day</comment>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} items that show it</source>
        <comment>{n} item that shows it</comment>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>{origin}, line {line}, {time}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{path} cannot be written: choose another place.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{place:,} of {open_count:,} open</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{policy}, {detector}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{question_title}: {differ:,} of {count:,} items differ</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{quote} in {place}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{ratio} times the rate of the others</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{reason}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{review_evidence_previous} and {review_evidence_next} walk through the passages. Dotted words of the response stand in none of them: an aid for reading, never a verdict.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{reviewed_today} reviewed today, {waiting} waiting</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{reviews} of {needed}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{reviews} reviews</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{room} room</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{rows:,} rows were shown; reviews changed meanwhile.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{rows:,} selected</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{rstrip}; what you entered is kept as a draft, go on with the next item.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{same:,} as you judged, {otherwise:,} otherwise. Only you and the leads can see this list.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{seconds:.0f} s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{share} percent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{share}% kept</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{sign} {name}, verified {at}: {said}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{text} from {at:%Y-%m-%d}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{ticked:,} of {n:,} ticked · verdict: {verdict}</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>{time} by {n:,} rules</source>
        <comment>{time} by {n:,} rule</comment>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>{time} paused</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{title} room</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{title}, item {item}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{title}, remove</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{title}: as shipped</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{undone:,} of {all:,} could not be changed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{value} (95% CI {low}–{high}, n {items:,})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{value} has settled item &apos;{id}&apos; meanwhile: look at it again, then record what you still want to record.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{value} or more</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{value}, n {items:,}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{verdict} recorded</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{verdict}, as {who} said, adopted by {lead}, with {extras}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{verdict}, as {who} said, adopted by {lead}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{verdict}, decided anew by {lead}, with {extras}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{verdict}, decided anew by {lead}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{verdict}: this item and {copies}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{waiting:,} waiting</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{what} safely on this machine.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{who} gave no verdict, so there is nothing to adopt.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{who} said “{verdict_title}”</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{words}, now {now:.2f}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>α per week · band 95% CI · dashed line {doubtful:g}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{item_id}”, held by {name}, goes back to the queue.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{name}” comes with the program: choose another name.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{name}” holds nothing now: choose {listed}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>“{title}” {n} times</source>
        <comment>“{title}”</comment>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>‹ Earlier part</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>✓ {name}: every byte is as it was built, and so would every row be today; verified {at}.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
</TS>
