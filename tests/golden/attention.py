"""Makes attention.json, attention_masks.json and seq2seq.json: attention documents and one whole encoder and decoder, with the numbers that
PyTorch gives for them in f64, by autograd through equations written here.

    python attention.py
"""

import json
import pathlib

import numpy
import torch

torch.set_default_dtype(torch.float64)
torch.set_num_threads(1)
HERE = pathlib.Path(__file__).parent


def leaf(numbers):
    return torch.tensor(numbers, dtype=torch.float64, requires_grad=True)


def plain(value):
    return value.detach().tolist() if torch.is_tensor(value) else value


class Maker:
    def __init__(self, seed):
        self.rng = numpy.random.default_rng(seed)

    def some(self, *shape, scale=1.0):
        return numpy.round(self.rng.uniform(-scale, scale, size=shape), 3).tolist()


def share(scores, seen):
    """Softmax over what can be seen, one row of numbers; zeros where nothing can."""
    if not seen.any():
        return scores * 0.0
    return torch.where(seen, torch.softmax(torch.where(seen, scores, -torch.inf), -1), 0.0)


def visible(doc, queries, positions):
    """The mask with one row for each query, whether the document has one for each or one for all."""
    mask = torch.tensor(doc.get("mask", [[True] * positions] * len(doc.get("keys", doc.get("x")))))
    return mask if mask.dim() == 3 else mask[:, None].expand(-1, queries, -1)


def scored(score, w, q, k):
    """e_j for one query and all keys."""
    if score == "dot":
        return k @ q
    if score == "scaled_dot":
        return k @ q / len(q) ** 0.5
    if score == "general":
        return torch.stack([q @ w["W"] @ one for one in k])
    b = w["b"] if "b" in w else 0.0
    return torch.stack([w["v"] @ torch.tanh(w["W_q"] @ q + w["W_k"] @ one + b) for one in k])


def gradients(loss, leaves):
    found = torch.autograd.grad(loss, list(leaves.values()), allow_unused=True)
    pairs = zip(leaves.items(), found)
    return {name: plain(torch.zeros_like(v) if g is None else g) for (name, v), g in pairs}


def attention(doc):
    q, k = leaf(doc["query"]), leaf(doc["keys"])
    w = {name: leaf(v) for name, v in doc.get("weights", {}).items()}
    tau = doc.get("temperature", 1.0)
    B, M, S = q.shape[0], q.shape[1], k.shape[1]
    mask = visible(doc, M, S)
    scores = torch.stack([torch.stack([scored(doc["score"], w, q[b, m], k[b]) for m in range(M)]) for b in range(B)])
    weights = torch.stack([torch.stack([share(scores[b, m] / tau, mask[b, m]) for m in range(M)]) for b in range(B)])
    context = weights @ k
    loss = (torch.tensor(doc["upstream"]) * context).sum()
    inner = {"scores": scores, "weights": weights, "context": context}
    values = {name: plain(v) for name, v in inner.items()}
    grads = gradients(loss, {"query": q, "keys": k, **w, **inner})
    return {"loss": loss.item(), **values, "grads": grads}


def self_attention(doc):
    x = leaf(doc["x"])
    w = {name: leaf(v) for name, v in doc["weights"].items()}
    B, T = x.shape[:2]
    mask = visible(doc, T, T)
    past = torch.tril(torch.ones(T, T, dtype=torch.bool)) if doc.get("causal") else torch.ones(T, T, dtype=torch.bool)
    q, k, v = (x @ w[name].T for name in ("W_q", "W_k", "W_v"))
    scores = q @ k.transpose(1, 2) / k.shape[2] ** 0.5
    weights = torch.stack([torch.stack([share(scores[b, t], mask[b, t] & past[t]) for t in range(T)]) for b in range(B)])
    out = weights @ v
    loss = (torch.tensor(doc["upstream"]) * out).sum()
    values = {"q": q, "k": k, "v": v, "scores": scores, "weights": weights, "out": out}
    return {"loss": loss.item(), **{n: plain(t) for n, t in values.items()},
            "grads": gradients(loss, {"x": x, **w, **values})}


def documents():
    m, out = Maker(11), []
    A = 4
    for score in ("dot", "scaled_dot", "general", "additive", "additive with bias"):
        name = score.split()[0]
        for B, M, S, dq, dk in [(1, 1, 1, 2, 2), (1, 3, 4, 3, 3), (2, 2, 5, 3, 3), (2, 3, 3, 2, 5)]:
            if dq != dk and name not in ("general", "additive"):
                continue
            doc = {"format": "unrolled-attention/1", "score": name, "query": m.some(B, M, dq, scale=2.0),
                   "keys": m.some(B, S, dk, scale=2.0), "upstream": m.some(B, M, dk)}
            if name == "general":
                doc["weights"] = {"W": m.some(dq, dk)}
            if name == "additive":
                doc["weights"] = {"W_q": m.some(A, dq), "W_k": m.some(A, dk), "v": m.some(A)}
                if score.endswith("bias"):
                    doc["weights"]["b"] = m.some(A)
            out.append((f"{score}, {B} x {M} queries of {dq}, {S} keys of {dk}", doc, attention))
            if S > 2:
                mask = [[bool((j + b) % 3) for j in range(S)] for b in range(B)]
                out.append((f"{score}, masked, {B} x {M} x {S}", doc | {"mask": mask}, attention))
                blind = [[False] * S] + [[True] * S] * (B - 1)
                out.append((f"{score}, one sees nothing, {B}", doc | {"mask": blind}, attention))
                out.append((f"{score}, sharp, {B}", doc | {"temperature": 0.5}, attention))
    for B, T, d, dk, dv in [(1, 1, 2, 2, 3), (1, 4, 3, 2, 3), (2, 5, 3, 4, 2)]:
        doc = {"format": "unrolled-self-attention/1", "x": m.some(B, T, d, scale=2.0), "upstream": m.some(B, T, dv),
               "weights": {"W_q": m.some(dk, d), "W_k": m.some(dk, d), "W_v": m.some(dv, d)}}
        out.append((f"self-attention, {B} x {T}", doc, self_attention))
        out.append((f"self-attention, causal, {B} x {T}", doc | {"causal": True}, self_attention))
        if T > 1:
            mask = [[j > b for j in range(T)] for b in range(B)]
            out.append((f"self-attention, causal and masked, {B}", doc | {"causal": True, "mask": mask}, self_attention))
    return out


def masks():
    """A row of the mask for each query."""
    m, out = Maker(15), []
    A, B, M, S = 4, 2, 3, 4
    for score in ("dot", "scaled_dot", "general", "additive"):
        doc = {"format": "unrolled-attention/1", "score": score, "query": m.some(B, M, 3, scale=2.0),
               "keys": m.some(B, S, 3, scale=2.0), "upstream": m.some(B, M, 3), "temperature": 0.7,
               "mask": [[[(j + q + b) % 3 > 0 and q + b < 3 for j in range(S)] for q in range(M)] for b in range(B)]}
        if score == "general":
            doc["weights"] = {"W": m.some(3, 3)}
        if score == "additive":
            doc["weights"] = {"W_q": m.some(A, 3), "W_k": m.some(A, 3), "v": m.some(A), "b": m.some(A)}
        out.append((f"{score}, a mask for each query, one blind", doc, attention))
    doc = {"format": "unrolled-self-attention/1", "x": m.some(B, S, 3, scale=2.0), "upstream": m.some(B, S, 2),
           "weights": {"W_q": m.some(4, 3), "W_k": m.some(4, 3), "W_v": m.some(2, 3)},
           "mask": [[[0 <= q - j < 2 and j < S - b for j in range(S)] for q in range(S)] for b in range(B)]}
    out.append(("self-attention, a band", doc, self_attention))
    out.append(("self-attention, a band of the past", doc | {"causal": True}, self_attention))
    return out


# ---------------------------------------------------------------- a whole encoder and decoder

def gru(p, prefix, suffix, x, h):
    """The lesson's GRU: reset before the product, z writes; one bias vector."""
    n = len(h)
    w, u, b = (p[f"{prefix}.{name}{suffix}"] for name in ("weight_ih_l0", "weight_hh_l0", "bias_ih_l0"))
    a = w @ x + b
    r = torch.sigmoid(a[:n] + u[:n] @ h)
    z = torch.sigmoid(a[n:2 * n] + u[n:2 * n] @ h)
    new = torch.tanh(a[2 * n:] + u[2 * n:] @ (r * h))
    return (1 - z) * h + z * new


def seq2seq(score, sizes, p, pairs, weight):
    """The loss of all pairs, and the attention weights and distributions of each."""
    V, E, H, S, A = sizes
    total, seen, bets = 0.0, [], []
    for source, target in pairs:
        x = [p["embedding.weight"][s] for s in source]
        ahead, back = [torch.zeros(H)], [torch.zeros(H)]
        for one in x:
            ahead.append(gru(p, "encoder", "", one, ahead[-1]))
        for one in reversed(x):
            back.append(gru(p, "encoder", "_reverse", one, back[-1]))
        keys = torch.stack([torch.cat(pair) for pair in zip(ahead[1:], back[:0:-1])])
        last = torch.cat([ahead[-1], back[-1]])
        s = torch.tanh(p["bridge.weight"] @ last)
        w = {name.removeprefix("attention."): v for name, v in p.items() if name.startswith("attention.")}
        rows, dists, given = [], [], 0
        for gold in target:
            c = last
            if score is not None:
                alpha = torch.softmax(scored(score, w, s, keys), 0)
                rows.append(plain(alpha))
                c = alpha @ keys
            s = gru(p, "decoder", "", torch.cat([p["embedding.weight"][given], c]), s)
            logits = p["output.weight"] @ torch.cat([s, c]) + p["output.bias"]
            total = total - weight * torch.log_softmax(logits, 0)[gold]
            dists.append(plain(torch.softmax(logits, 0)))
            given = gold
        seen.append(rows)
        bets.append(dists)
    return total, seen, bets


def models():
    m, out = Maker(12), []
    pairs = [([1, 3, 0, 4], [4, 0, 2]), ([2, 2, 1], [1, 3])]
    for score in ("additive", "dot", "scaled_dot", "general", None):
        sizes = (5, 3, 2, 4, 3)
        V, E, H, S, A = sizes
        p = {"embedding.weight": (V, E)}
        for side in ("", "_reverse"):
            p |= {f"encoder.weight_ih_l0{side}": (3 * H, E), f"encoder.weight_hh_l0{side}": (3 * H, H),
                  f"encoder.bias_ih_l0{side}": (3 * H,)}
        if score == "additive":
            p |= {"attention.W_k": (A, 2 * H), "attention.W_q": (A, S), "attention.v": (A,)}
        if score == "general":
            p |= {"attention.W": (S, 2 * H)}
        p |= {"bridge.weight": (S, 2 * H), "decoder.weight_ih_l0": (3 * S, E + 2 * H),
              "decoder.weight_hh_l0": (3 * S, S), "decoder.bias_ih_l0": (3 * S,),
              "output.weight": (V, S + 2 * H), "output.bias": (V,)}
        p = {name: m.some(*shape, scale=0.8) for name, shape in p.items()}
        leaves = {name: leaf(v) for name, v in p.items()}
        loss, weights, probs = seq2seq(score, sizes, leaves, pairs, 0.4)
        out.append({"score": score, "sizes": sizes, "pairs": pairs, "weight": 0.4, "params": p, "loss": loss.item(),
                    "weights": weights, "probs": probs, "grads": gradients(loss, leaves)})
    return out


def write(name, cases):
    text = json.dumps({"cases": cases}, separators=(",", ":")).replace('{"name"', '\n{"name"').replace('{"score":', '\n{"score":')
    (HERE / name).write_text(text + "\n")


if __name__ == "__main__":
    for name, cases in [("attention.json", documents()), ("attention_masks.json", masks())]:
        write(name, [{"name": name, "document": doc, "answer": of(doc)} for name, doc, of in cases])
    write("seq2seq.json", models())
