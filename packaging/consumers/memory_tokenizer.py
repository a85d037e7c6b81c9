"""A byte-level tokenizer that is made in memory, since nothing is downloaded."""

from __future__ import annotations

from functools import cache
from typing import Any

from tokenizers import AddedToken, Tokenizer, decoders, models, pre_tokenizers, trainers
from transformers import PreTrainedTokenizerFast

_TEMPLATE = (
    "{% for message in messages %}<|{{ message['role'] }}|>{{ message['content'] }}</s>{% endfor %}"
    "{% if add_generation_prompt %}<|assistant|>{% endif %}"
)
_ROLES = ("system", "developer", "user", "assistant", "tool")


@cache
def memory_tokenizer() -> Any:
    """Return the tokenizer, which knows every byte, the ends of texts and the roles."""
    made = Tokenizer(models.BPE())
    made.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    made.decoder = decoders.ByteLevel()
    special = ["<s>", "</s>", *(f"<|{role}|>" for role in _ROLES)]
    alphabet = pre_tokenizers.ByteLevel.alphabet()
    trainer = trainers.BpeTrainer(
        vocab_size=400, special_tokens=special, initial_alphabet=alphabet, show_progress=False
    )
    made.train_from_iterator(["the warranty of the lamp is two years"], trainer)
    made.add_special_tokens([AddedToken(name) for name in ("<|im_start|>", "<|im_end|>")])
    return PreTrainedTokenizerFast(
        tokenizer_object=made,
        chat_template=_TEMPLATE,
        **{"bos_token": "<s>", "eos_token": "</s>", "pad_token": "</s>"},
    )
