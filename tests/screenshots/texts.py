"""Items with texts that the demo does not have: code and tables, many scripts, odd shapes."""

from __future__ import annotations

from typing import Any


def _item(name: str, question: str, response: str, **fields: Any) -> dict[str, Any]:
    return {
        "id": name,
        "source": {"system": "chat-logs"},
        "messages": [{"role": "user", "content": question}],
        "response": response,
        "metadata": {"model": "assist-7b", "tenant": "velmora", "language": "en", "confidence": 0.62},
        **fields,
    }


RUNBOOK = _item(
    "ops-0311",
    "How do I rotate the key of the returns service, and what does the answer look like?",
    """## Rotating the key

1. Ask for a **new key**; the old one stays valid for *15 minutes*.
2. Put it into the configuration and restart the service.

```python
def rotate(client: Client, service: str) -> Key:
    \"\"\"Ask for a new key and keep it.\"\"\"
    key = client.post(f"/keys/{service}", ttl=900)
    if not key.active:
        raise RuntimeError("the key is not active yet")
    return key
```

The answer is JSON:

```json
{"service": "returns", "key": {"id": "k-204", "active": true, "expires_in": 900}, "previous": ["k-203", "k-202"]}
```

| service | last rotated | owner |
|---|---|---|
| returns | 2026-09-02 | shop |
| labels | 2026-10-17 | logistics |

> Never paste a key into a ticket. See [the handbook](https://handbook.example.org/keys).
""",
    evidence=[
        {
            "id": "e1",
            "source": "handbook/keys.md",
            "title": "Keys of services",
            "text": "A new key is asked for with POST /keys/<service>. The old key stays valid for 15 minutes. "
            "After the restart the service reports the id of its key.",
            "score": 0.78,
            "rank": 1,
        }
    ],
    policy_hits=[
        {
            "id": "h1",
            "policy": "support:unsupported_claim",
            "detector": "grounding-check",
            "detector_version": "2.1",
            "outcome": "fail",
            "score": 0.74,
            "score_direction": "higher_is_worse",
            "threshold": 0.7,
            "severity": "medium",
            "target": "response",
            "explanation": "The table of rotations stands in no passage.",
        }
    ],
)

LONG_ANSWER = _item(
    "pel-3399",
    "Please explain the whole way of a return, from the label to the money.",
    "\n\n".join(
        f"{number}. {sentence} If anything goes wrong at this step, write to us and name the number of your order; "
        "we look at each parcel by hand and answer within two working days."
        for number, sentence in enumerate(
            (
                "Ask for a label in your account and print it, or show the code at the counter.",
                "Pack the goods so that they cannot move, with the label on the longest side.",
                "Hand the parcel in within 14 days; the receipt of the carrier is your proof.",
                "Our warehouse scans the parcel, and you get a message on the same day.",
                "We check whether the goods are complete and unharmed.",
                "The refund goes to the account from which you paid, within 5 to 8 working days.",
                "A voucher is paid back as a voucher, with its old date of expiry.",
                "Postage is paid back up to 6 euros against the receipt.",
            )
            * 3,
            start=1,
        )
    ),
)

THREE = {
    "id": "fen-6020",
    "source": {"system": "chat-logs"},
    "messages": [{"role": "user", "content": "Can I get my eggs on Saturdays instead of Fridays?"}],
    "responses": [
        {
            "id": "a",
            "text": "Yes! From next week on your eggs come on Saturday between 8 and 11. Nothing else changes.",
        },
        {"id": "b", "text": "We deliver on Fridays and Saturdays. I have noted Saturday for you from next week on."},
        {"id": "c", "text": "Delivery days depend on the route. Please ask again when you order."},
    ],
    "evidence": [
        {
            "id": "e1",
            "source": "delivery-days.md",
            "title": "Days of delivery",
            "text": "Eggs are delivered on Fridays and Saturdays, between 8 and 11. A change of the day holds from the "
            "following week on.",
            "score": 0.79,
            "rank": 1,
        }
    ],
    "metadata": {"tenant": "fennimark", "language": "en"},
}

HINDI = _item(
    "ost-0761",
    "मेरा ऑर्डर कब पहुँचेगा?",
    "नमस्ते! आपका ऑर्डर OS-4471 शुक्रवार, 20 नवंबर को भेजा गया। यह 3 से 5 कार्य दिवसों में पहुँचेगा [1]। "
    "यदि पैकेट क्षतिग्रस्त हो, तो कृपया 14 दिनों के भीतर हमें लिखें और एक फ़ोटो भेजें।",
    evidence=[
        {
            "id": "e1",
            "source": "delivery-hi.md",
            "title": "डिलीवरी",
            "text": "भारत में डिलीवरी में 3 से 5 कार्य दिवस लगते हैं। क्षतिग्रस्त पैकेट 7 दिनों के भीतर बताएँ।",
            "score": 0.81,
            "rank": 1,
        }
    ],
)

MIXED = _item(
    "mix-0001",
    "Say hello in the languages of our customers, please. 🙂",
    "English: Hello, and welcome!\nDeutsch: Grüß Gott, schön, dass Sie da sind.\n"
    "العربية: أهلاً وسهلاً بكم (الطلب 4471).\n"
    "עברית: שלום וברוכים הבאים.\nहिन्दी: नमस्ते, आपका स्वागत है।\n"
    "日本語: いらっしゃいませ。\n中文：您好，欢迎光临。\n한국어: 안녕하세요, 환영합니다.\n"
    "ไทย: สวัสดีครับ ยินดีต้อนรับ\nΕλληνικά: Καλώς ήρθατε.\nРусский: Добро пожаловать.\n"
    "Emoji: 👩‍👩‍👧 🇳🇱 👍🏽 ❤️ – and combining marks: e\u0301, n\u0303, a\u0308.",
)


def _heaped(text: str) -> str:
    """Return a text with marks heaped on each letter, more and more of them."""
    heap = "".join(chr(0x0300 + step) for step in range(0, 40, 2))
    return "".join(letter + (heap[: 6 + place % 9] if letter != " " else "") for place, letter in enumerate(text))


ZALGO = _item(
    "odd-0007",
    "Write something that looks broken.",
    _heaped("this text climbs out of its line and over its neighbours"),
)

MARKED = _item(
    "odd-0011",
    "Can you send me the invoice?",
    "Of course: your file is called invoice_\u202efdp.exe\u202c and the pass\u200bword is on its way.\n"
    "Please open it with care\u00ad, it has\u00a0a hard space, a tab\tand a bell\x07.\n"
    "\ufeffThe mark above is no text.",
)
