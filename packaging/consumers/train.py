"""Takes one training step on the CPU with TRL's trainers: a tiny random Llama and a tokenizer made in memory."""

from __future__ import annotations

import tempfile
import warnings
from typing import Any

import datasets
import torch
import transformers
import trl
from memory_tokenizer import memory_tokenizer
from outcomes import Built, expect, listed, tell
from transformers import LlamaConfig, LlamaForCausalLM, LlamaForSequenceClassification

_LENGTH = 256
_Trainer = tuple[Any, Any]
_TRAINERS: dict[str, _Trainer] = {
    "sft": (trl.SFTTrainer, trl.SFTConfig),
    "dpo": (trl.DPOTrainer, trl.DPOConfig),
    "kto": (trl.KTOTrainer, trl.KTOConfig),
    "reward": (trl.RewardTrainer, trl.RewardConfig),
}


def _model(task: str, tokenizer: Any) -> Any:
    """Return a tiny model with random weights."""
    config = LlamaConfig(
        vocab_size=len(tokenizer),
        hidden_size=16,
        intermediate_size=32,
        num_hidden_layers=1,
        num_attention_heads=2,
        num_key_value_heads=2,
        max_position_embeddings=_LENGTH,
        pad_token_id=tokenizer.pad_token_id,
        bos_token_id=tokenizer.bos_token_id,
        eos_token_id=tokenizer.eos_token_id,
        num_labels=1,
    )
    torch.manual_seed(0)
    return (LlamaForSequenceClassification if task == "reward" else LlamaForCausalLM)(config)


def check(built: Built) -> str:
    """Load the dataset as it is and take one step."""
    trainer_class, config_class = _TRAINERS[built["task"]]
    with tempfile.TemporaryDirectory() as folder:
        rows = datasets.load_dataset(built["folder"], split="train", cache_dir=folder)
        arguments = config_class(
            output_dir=folder,
            max_steps=1,
            per_device_train_batch_size=4,
            max_length=_LENGTH,
            use_cpu=True,
            bf16=False,
            report_to=[],
            save_strategy="no",
            disable_tqdm=True,
            dataloader_pin_memory=False,
        )
        tokenizer = memory_tokenizer()
        model = _model(built["task"], tokenizer)
        before = {name: weights.detach().clone() for name, weights in model.named_parameters()}
        more = {"ref_model": _model(built["task"], tokenizer)} if built["task"] in ("dpo", "kto") else {}
        trainer = trainer_class(model=model, args=arguments, train_dataset=rows, processing_class=tokenizer, **more)
        loss = float(trainer.train().training_loss)
        changed = any(not torch.equal(before[name], weights) for name, weights in model.named_parameters())
    expect(loss == loss and abs(loss) != float("inf"), f"the loss is {loss}")
    expect(changed, "no weight changed")
    return f"loss {loss:.3f} on {len(rows)} rows"


def _trains(built: Built) -> bool:
    """Tell whether TRL has a trainer for the rows: those of reward models need pairs."""
    fits = built["task"] in _TRAINERS and built["format"] in ("jsonl", "parquet") and built["rows"]["train"]
    return bool(fits) and (built["task"] != "reward" or built["style"] == "pairs") and not built["for_others"]


def main() -> None:
    """Train on every dataset that has a trainer."""
    warnings.simplefilter("ignore")
    datasets.disable_progress_bars()
    transformers.logging.set_verbosity_error()
    cuda = "CPU build" if torch.version.cuda is None else f"CUDA {torch.version.cuda}"
    version = f"trl {trl.__version__}, transformers {transformers.__version__}, torch {torch.__version__} ({cuda})"
    tell(version, [built for built in listed() if _trains(built)], check)


if __name__ == "__main__":
    main()
