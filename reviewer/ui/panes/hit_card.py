"""One policy hit: what a detector says is broken, how sure it is, and what the reviewer says of that."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout

from reviewer.domain.items import PolicyHit
from reviewer.domain.policies import Taxonomy
from reviewer.domain.reviews import Judgement
from reviewer.ui.language import later, tr
from reviewer.ui.panes.buttons import KeyButton
from reviewer.ui.panes.flow_layout import FlowLayout
from reviewer.ui.panes.parts import Card, Chip, Hint, Tone, label
from reviewer.ui.panes.threshold_meter import ThresholdMeter, score_text
from reviewer.ui.presenters.policies import policy_text, policy_title
from reviewer.ui.safe_text import ElidedLabel, PlainLabel, elide, set_plain_tooltip

JUDGEMENTS: tuple[tuple[Judgement, str, str, Tone], ...] = (
    ("confirmed", later("Confirm"), "review.hit_confirm", "bad"),
    ("false_alarm", later("False alarm"), "review.hit_false_alarm", "good"),
    ("unsure", later("Unsure"), "review.hit_unsure", "warn"),
)
_SEVERITY: dict[str, Tone] = {"critical": "bad", "high": "bad", "medium": "warn", "low": "plain"}
_SEVERITIES = {"critical": later("critical"), "high": later("high"), "medium": later("medium"), "low": later("low")}
_QUOTE = 160
_LONGEST = 400  # characters of what a policy says; the guideline has all of it


def _severity(hit: PolicyHit) -> str:
    return _SEVERITIES.get(hit.severity or "", hit.severity or "")


class HitCard(Card):
    """A card with three buttons; the keys stand on the card that is selected."""

    judged = Signal(object)
    """(hit id, judgement)"""
    selected = Signal(object)

    def __init__(self, number: int) -> None:
        super().__init__(f"hit_card_{number}", click=True)
        self._hit: PolicyHit | None = None
        self._keys: dict[str, str] = {}
        self._shown: tuple[object, ...] = ()
        self.clicked.connect(self._select)
        head = QHBoxLayout()
        head.setSpacing(6)
        self._title = ElidedLabel()
        self._title.setProperty("role", "strong")
        head.addWidget(self._title, 1)
        self._severity = Chip()
        head.addWidget(self._severity)
        self.body.addLayout(head)
        self._line = Hint()
        self._line.setWordWrap(True)
        self.body.addWidget(self._line)
        self._meter = ThresholdMeter()
        self.body.addWidget(self._meter)
        self._text = Hint()
        self._text.setWordWrap(True)
        self.body.addWidget(self._text)
        self._quote = PlainLabel(wrap=True)
        self.body.addWidget(self._quote)
        self._explanation = label("", "muted")
        self._explanation.setWordWrap(True)
        self.body.addWidget(self._explanation)
        self._buttons: dict[Judgement, KeyButton] = {}
        row = FlowLayout(spacing=4, even=True)
        for judgement, title, _action, _tone in JUDGEMENTS:
            caption = "?" if judgement == "unsure" else tr(title)
            button = KeyButton(caption, f"hit_{number}_{judgement}", checkable=True)
            set_plain_tooltip(button, tr(title))
            button.set_small(True)
            button.clicked.connect(lambda _checked=False, judgement=judgement: self._judge(judgement))
            self._buttons[judgement] = button
            row.addWidget(button)
        self.body.addSpacing(2)
        self.body.addLayout(row)

    @property
    def hit_id(self) -> str | None:
        """The id of the hit on the card."""
        return self._hit.id if self._hit is not None else None

    def set_keys(self, keys: dict[str, str]) -> None:
        """Take the keys of the three judgements."""
        self._keys = keys

    def show_hit(self, hit: PolicyHit, taxonomy: Taxonomy | None, judgement: Judgement | None, chosen: bool) -> None:
        """Show a hit and what was said of it; only what differs is touched."""
        shown = (hit, taxonomy, judgement, chosen, tuple(self._keys.items()))
        if shown == self._shown:
            return
        self._shown = shown
        if hit is not self._hit:
            self._fill(hit, taxonomy)
        tone_of_hit = _SEVERITY.get(hit.severity or "", "plain")
        self.set_tone(("ring" if tone_of_hit == "plain" else tone_of_hit) if chosen else "plain")
        self.set_selected(chosen)
        self._text.setVisible(chosen and bool(self._text.text()))
        for name, title, action, tone in JUDGEMENTS:
            button = self._buttons[name]
            button.set_key(self._keys.get(action, "") if chosen else "")
            button.setChecked(name == judgement)
            button.set_tone(tone if name == judgement else "plain")
            button.setAccessibleName(f"{tr(title)}: {self._title.whole_text}")
        said = next((tr(title) for name, title, _a, _t in JUDGEMENTS if name == judgement), tr("not judged"))
        self.setAccessibleName(f"{self._title.whole_text}, {tr(_severity(hit)) or tr('no severity')}, {said}")

    def _fill(self, hit: PolicyHit, taxonomy: Taxonomy | None) -> None:
        self._hit = hit
        self._title.setText(policy_title(hit.policy, taxonomy))
        self._text.setText(elide(policy_text(hit.policy, taxonomy), _LONGEST))
        tone = _SEVERITY.get(hit.severity or "", "plain")
        self._severity.show_text(tr(_severity(hit)), tone)
        who = " ".join(part for part in (hit.detector, hit.detector_version) if part)
        self._line.setText(" · ".join(part for part in (who, score_text(hit)) if part) or tr("no detector named"))
        self._meter.show_hit(hit, {"bad": "bad", "warn": "warn"}.get(tone, "text_muted"))
        quote = next((span.text for span in hit.spans if span.text), "")
        lost = any(not span.anchored for span in hit.spans)
        shown = f"“{elide(quote, _QUOTE)}”"
        if not hit.target.startswith("response"):
            shown = tr("{quote} in {place}").format(quote=shown, place=elide(hit.target.replace(":", " "), 40))
        note = f" ({tr('not found in the text')})" if lost else ""
        self._quote.setText(f"{shown}{note}" if quote else "")
        self._quote.setVisible(bool(quote))
        self._explanation.setText(hit.explanation or "")
        self._explanation.setVisible(bool(hit.explanation))

    def _judge(self, judgement: Judgement) -> None:
        if self._hit is not None:
            self._buttons[judgement].setChecked(self._shown[2] == judgement)
            self.judged.emit((self._hit.id, judgement))

    def _select(self) -> None:
        if self._hit is not None:
            self.selected.emit(self._hit.id)
