"""Makes seq2seq_documents.json: documents of encoders and decoders, with the numbers that PyTorch gives for them in f64.

    python seq2seq_documents.py

The encoder is torch.nn.RNN, LSTM or GRU over packed sequences, the decoder torch.nn.RNNCell, LSTMCell or GRUCell; the
lesson's GRU, which torch.nn has not, is written here. Scores come from attention.py; gradients from autograd.
"""

import json

import numpy
import torch
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

from attention import HERE, Maker, gradients, leaf, plain, scored

GATES = {"rnn": 1, "lstm": 4, "gru": 3}


def lesson_gru(w, x, h):
    """Reset before the product, z writes."""
    n = len(h)
    a = w["weight_ih_l0"] @ x + w.get("bias_ih_l0", 0.0)
    b = w.get("bias_hh_l0", torch.zeros(3 * n))
    u = w["weight_hh_l0"]
    r = torch.sigmoid(a[:n] + u[:n] @ h + b[:n])
    z = torch.sigmoid(a[n:2 * n] + u[n:2 * n] @ h + b[n:2 * n])
    new = torch.tanh(a[2 * n:] + u[2 * n:] @ (r * h) + b[2 * n:])
    return (1 - z) * h + z * new


def part(p, prefix):
    return {name.removeprefix(prefix): v for name, v in p.items() if name.startswith(prefix)}


def encode(doc, p):
    """h of the last layer [b][s][k H] with zeros past the end, and the last states [b][k H], h and c."""
    cell, w = doc["cell"], part(p, "encoder.")
    x = p["embedding_source"][torch.tensor(doc["source"])]
    lengths = doc.get("source_lengths", [x.shape[1]] * len(x))
    both = "weight_hh_l0_reverse" in w
    layers = sum(name.startswith("weight_hh") for name in w) // (1 + both)
    size = w["weight_hh_l0"].shape[1]
    if cell.get("reset") == "before":
        return lesson_encoder(w, x, lengths, both)
    module = {"rnn": torch.nn.RNN, "lstm": torch.nn.LSTM, "gru": torch.nn.GRU}[cell["kind"]]
    extra = {"nonlinearity": cell["activation"]} if cell["kind"] == "rnn" else {}
    bias = any(name.startswith("bias") for name in w)
    module = module(x.shape[2], size, layers, bias=bias, batch_first=True, bidirectional=both, **extra)
    given = {name: w.get(name, torch.zeros_like(v)) for name, v in module.named_parameters()}
    packed = pack_padded_sequence(x, torch.tensor(lengths), batch_first=True, enforce_sorted=False)
    out, last = torch.func.functional_call(module, given, (packed,))
    out, _ = pad_packed_sequence(out, batch_first=True, total_length=x.shape[1])
    last = last if isinstance(last, tuple) else (last,)
    last = [torch.cat(list(one[-(1 + both):]), -1) for one in last]
    return out, last


def lesson_encoder(w, x, lengths, both):
    outs, lasts = [], []
    size = w["weight_hh_l0"].shape[1]
    for one, length in zip(x, lengths):
        halves = []
        for suffix in ("", "_reverse")[:1 + both]:
            own = {n.removesuffix(suffix): v for n, v in w.items() if n.endswith("_l0" + suffix)}
            order = list(range(length))[::-1] if suffix else list(range(length))
            h, rows = torch.zeros(size), [None] * length
            for t in order:
                h = lesson_gru(own, one[t], h)
                rows[t] = h
            halves.append((torch.stack(rows), h))
        states = torch.cat([rows for rows, _ in halves], -1)
        outs.append(torch.nn.functional.pad(states, (0, 0, 0, x.shape[1] - length)))
        lasts.append(torch.cat([h for _, h in halves]))
    return torch.stack(outs), [torch.stack(lasts)]


def step(cell, w, x, state):
    """One step of the decoder for one sequence."""
    if cell.get("reset") == "before":
        return [lesson_gru(w, x, state[0])]
    kinds = {"rnn": torch.nn.RNNCell, "lstm": torch.nn.LSTMCell, "gru": torch.nn.GRUCell}
    extra = {"nonlinearity": cell["activation"]} if cell["kind"] == "rnn" else {}
    module = kinds[cell["kind"]](len(x), len(state[0]), **extra)
    given = {name: w.get(name + "_l0", torch.zeros_like(v)) for name, v in module.named_parameters()}
    state = [one[None] for one in state]
    state = tuple(state) if cell["kind"] == "lstm" else state[0]
    after = torch.func.functional_call(module, given, (x[None], state))
    return [one[0] for one in after] if isinstance(after, tuple) else [after[0]]


def first_state(doc, p, last, b):
    if "bridge.weight" in p:
        h = torch.tanh(p["bridge.weight"] @ last[0][b] + p.get("bridge.bias", 0.0))
        return [h] + [torch.zeros_like(h) for _ in last[1:]]
    return [one[b] for one in last]


def write(doc, p, state, keys, symbol):
    """One symbol: the state after it and everything that is answered of the step."""
    row = p["embedding_target"][symbol]
    found = {}
    if doc.get("score"):
        found["scores"] = scored(doc["score"], part(p, "attention."), state[0], keys)
        found["weights"] = torch.softmax(found["scores"], 0)
        found["context"] = found["weights"] @ keys
        row = torch.cat([row, found["context"]])
    state = step(doc["cell"], part(p, "decoder."), row, state)
    read = state[0]
    if p["head.weight"].shape[1] > len(read):
        read = torch.cat([read, found["context"]])
    found |= {"decoder.h": state[0], "logits": p["head.weight"] @ read + p.get("head.bias", 0.0)}
    return state, found


def answer(doc):
    p = {name: leaf(v) for name, v in doc["weights"].items()}
    out, last = encode(doc, p)
    B, S = out.shape[:2]
    lengths = doc.get("source_lengths", [S] * B)
    values = {"encoder.h": plain(out)}
    total, count = 0.0, 0
    log_prob = []
    for b in range(B):
        keys, state, own = out[b, :lengths[b]], first_state(doc, p, last, b), 0.0
        steps = []
        for t, symbol in enumerate(doc["target_in"][b]):
            state, found = write(doc, p, state, keys, symbol)
            steps.append(found)
            if "target" in doc and (gold := doc["target"][b][t]) != -100:
                own = own + torch.log_softmax(found["logits"], 0)[gold]
                count += 1
        total = total - own
        log_prob.append(plain(own))
        for name in steps[0]:
            rows = [plain(found[name]) for found in steps]
            if name in ("scores", "weights"):
                rows = [row + [0.0] * (S - len(row)) for row in rows]
            values.setdefault(name, []).append(rows)
    result = {"values": values}
    if "target" in doc:
        values["log_prob"] = log_prob
        loss = total / count if doc.get("reduce") == "mean" else total
        result |= {"loss": loss.item(), "grads": gradients(loss, p)}
    if "decode" in doc:
        tokens, logits = [], []
        for b in range(B):
            keys, state, symbol = out[b, :lengths[b]], first_state(doc, p, last, b), doc["decode"]["start"]
            own = []
            tokens.append([])
            for _ in range(doc["decode"]["steps"]):
                state, found = write(doc, p, state, keys, symbol)
                symbol = int(found["logits"].argmax())
                tokens[-1].append(symbol)
                own.append(plain(found["logits"]))
            logits.append(own)
        result["decode"] = {"tokens": tokens, "logits": logits}
    return result


def weights(m, kind, score, layers, both, bridge, context, biases, head_bias):
    V, W, E, F, C, A = 6, 5, 3, 2, 5, 3
    G, H = GATES[kind], 2
    k = 1 + both
    D = 3 if bridge else k * H
    if score in ("dot", "scaled_dot"):
        D = k * H
    shapes = {"embedding_source": (V, E), "embedding_target": (W, F)}
    for layer in range(layers):
        for suffix in ("", "_reverse")[:k]:
            inputs = E if layer == 0 else k * H
            shapes |= {f"encoder.weight_ih_l{layer}{suffix}": (G * H, inputs),
                       f"encoder.weight_hh_l{layer}{suffix}": (G * H, H)}
            shapes |= {f"encoder.{bias}_l{layer}{suffix}": (G * H,) for bias in biases}
    read = F + (k * H if score else 0)
    shapes |= {"decoder.weight_ih_l0": (G * D, read), "decoder.weight_hh_l0": (G * D, D)}
    shapes |= {f"decoder.{bias}_l0": (G * D,) for bias in biases}
    if score == "additive":
        shapes |= {"attention.W_q": (A, D), "attention.W_k": (A, k * H), "attention.v": (A,)}
    if score == "additive" and head_bias:
        shapes["attention.b"] = (A,)
    if score == "general":
        shapes["attention.W"] = (D, k * H)
    if bridge:
        shapes["bridge.weight"] = (D, k * H)
    if bridge == "biased":
        shapes["bridge.bias"] = (D,)
    shapes["head.weight"] = (C, D + (k * H if context else 0))
    if head_bias:
        shapes["head.bias"] = (C,)
    return {name: m.some(*shape) for name, shape in shapes.items()}


def documents():
    m, rng, out = Maker(13), numpy.random.default_rng(14), []
    cells = {"rnn": {"kind": "rnn", "activation": "tanh"}, "lstm": {"kind": "lstm"},
             "gru": {"kind": "gru", "reset": "after", "update": "keep"},
             "lesson": {"kind": "gru", "reset": "before", "update": "write"}}
    two = ("bias_ih", "bias_hh")
    for name, cell in cells.items():
        kind = cell["kind"]
        for score in (None, "dot", "scaled_dot", "general", "additive"):
            for layers, both, bridge in [(1, False, None), (1, True, "plain"), (1, True, None), (2, True, "biased"),
                                         (3, False, None)]:
                if layers > 1 and (name == "lesson" or score in ("dot", "general")) or layers == 3 and score:
                    continue
                biases = two if (layers + both) % 2 or name == "gru" else ()
                context = score is not None and (layers == 1) == both
                B, S, M = 2, 4, 3
                doc = {"format": "unrolled-seq2seq/1", "cell": cell,
                       "weights": weights(m, kind, score, layers, both, bridge, context, biases, both),
                       "source": rng.integers(0, 6, (B, S)).tolist(),
                       "target_in": rng.integers(0, 5, (B, M)).tolist(),
                       "target": rng.integers(0, 5, (B, M)).tolist(),
                       "decode": {"start": 1, "steps": 4}}
                if score:
                    doc["score"] = score
                if both:
                    doc["source_lengths"] = [4, 2]
                    doc["target"][1][2] = -100
                if layers > 1 or score == "additive":
                    doc["reduce"] = "mean"
                words = f"{name}, {score or 'no'} score, {layers} x {1 + both}, bridge {bridge}"
                out.append({"name": words, "document": doc, "answer": answer(doc)})
    return out


text = json.dumps({"cases": documents()}, separators=(",", ":")).replace('{"name"', '\n{"name"')
(HERE / "seq2seq_documents.json").write_text(text + "\n")
