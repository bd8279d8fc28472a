"""Makes the golden files: run documents and the numbers PyTorch gives for them, in f64.

Every case is worked out by a plain autograd loop written from the formulas, one sequence at a
time and only over its own steps, with a separate leaf tensor for every parameter at every step.
Where PyTorch has the cell itself (RNN tanh and relu, LSTM, GRU with reset after and update keep)
the real `nn` module runs as well, must agree with the loop, and its numbers are the ones stored.

    python make.py          rewrites the *.json beside this file
"""

import json
import math
import pathlib
import sys

import numpy
import torch
from torch import nn

torch.set_default_dtype(torch.float64)
torch.set_num_threads(1)
HERE = pathlib.Path(__file__).parent
AGREE = 1e-13  # loop against nn module, relative to max(1, largest)
NATIVE_NAMES = {"weight_ih_l0", "weight_hh_l0", "bias_ih_l0", "bias_hh_l0"}


# ---------------------------------------------------------------- the formulas

def blocks_of(kind):
    return {"rnn": 1, "gru": 3, "lstm": 4}[kind]


def zero_or(p, name, rows):
    return p[name] if name in p else torch.zeros(rows)


def rnn_step(cell, p, x, h, c):
    a = p["weight_ih_l0"] @ x + zero_or(p, "bias_ih_l0", len(h))
    a = a + p["weight_hh_l0"] @ h + zero_or(p, "bias_hh_l0", len(h))
    squash = {"tanh": torch.tanh, "relu": torch.relu, "identity": lambda v: v.clone()}
    return squash[cell["activation"]](a), None, {"a": a}


def lstm_step(cell, p, x, h, c):
    n = 4 * len(h)
    a = p["weight_ih_l0"] @ x + zero_or(p, "bias_ih_l0", n)
    a = a + p["weight_hh_l0"] @ h + zero_or(p, "bias_hh_l0", n)
    ai, af, ag, ao = a.chunk(4)
    i, f, g, o = ai.sigmoid(), af.sigmoid(), ag.tanh(), ao.sigmoid()
    c = f * c + i * g
    return o * c.tanh(), c, {"a": a, "i": i, "f": f, "g": g, "o": o}


def gru_step(cell, p, x, h, c):
    n = 3 * len(h)
    wr, wz, wn = p["weight_ih_l0"].chunk(3)
    ur, uz, un = p["weight_hh_l0"].chunk(3)
    br, bz, bn = zero_or(p, "bias_ih_l0", n).chunk(3)
    cr, cz, cn = zero_or(p, "bias_hh_l0", n).chunk(3)
    ar = wr @ x + br + ur @ h + cr
    az = wz @ x + bz + uz @ h + cz
    r, z = ar.sigmoid(), az.sigmoid()
    if cell["reset"] == "before":
        an = wn @ x + bn + un @ (r * h) + cn
    else:
        an = wn @ x + bn + r * (un @ h + cn)
    cand = an.tanh()
    new = (1 - z) * h + z * cand if cell["update"] == "write" else (1 - z) * cand + z * h
    return new, None, {"a": torch.cat([ar, az, an]), "r": r, "z": z, "n": cand}


STEP = {"rnn": rnn_step, "lstm": lstm_step, "gru": gru_step}


def loss_of_step(loss, o, answer):
    kind = loss["kind"]
    if kind == "cross_entropy":
        return -torch.log_softmax(o, 0)[answer]
    answer = torch.tensor(answer)
    if kind == "squared_error":
        return 0.5 * ((o - answer) ** 2).sum()
    if kind == "mean_squared_error":
        return ((o - answer) ** 2).mean()
    return (answer * o).sum()


# ---------------------------------------------------------------- one document, by the loop

class Shape:
    """The sizes of a document and which (b, t) pairs its loss counts."""

    def __init__(self, doc):
        self.B, self.T, self.D = len(doc["x"]), len(doc["x"][0]), len(doc["x"][0][0])
        self.H = len(doc["weights"]["weight_hh_l0"][0])
        self.lengths = doc.get("lengths", [self.T] * self.B)
        self.last = doc["loss"]["at"] == "last"

    def counted(self, b):
        n = self.lengths[b]
        return [n - 1] if self.last else list(range(n))

    def pairs(self):
        return sum(len(self.counted(b)) for b in range(self.B))


def answer_at(doc, shape, b, t):
    loss = doc["loss"]
    table = loss["weights"] if loss["kind"] == "linear" else loss["target"]
    return table[b] if shape.last else table[b][t]


def scale_of(doc, shape):
    loss = doc["loss"]
    mean = loss["reduce"] == "mean" or loss["kind"] == "mean_squared_error"
    return 1.0 / shape.pairs() if mean else 1.0


def parameters(doc):
    p = dict(doc["weights"])
    for name, value in doc.get("head", {}).items():
        p["head." + name] = value
    return {name: torch.tensor(value, dtype=torch.float64) for name, value in p.items()}


def leaf(t):
    return t.detach().clone().requires_grad_(True)


def window(doc, p, xs, h, c, ts, counted):
    """Runs the steps `ts` from (h, c); every parameter, x and the entering state is a leaf."""
    cell, steps = doc["cell"], []
    for t in ts:
        leaves = {name: leaf(v) for name, v in p.items()}
        x = leaf(xs[t])
        h, c, named = STEP[cell["kind"]](cell, leaves, x, h, c)
        out = h
        if "head.weight" in leaves:
            out = leaves["head.weight"] @ h
            if "head.bias" in leaves:
                out = out + leaves["head.bias"]
            named["logits"] = out
        named["h"] = h
        if c is not None:
            named["c"] = c
        lost = None
        if t in counted:
            lost = loss_of_step(doc["loss"], out, counted[t])
        if doc["loss"]["kind"] == "cross_entropy":
            named["probs"] = torch.softmax(out, 0)
        steps.append({"t": t, "leaves": leaves, "x": x, "named": named, "loss": lost})
    return steps


def windows_of(doc, n, counted):
    """Which steps each backward pass covers, and which losses it starts from."""
    cut = doc.get("truncate")
    if cut is None:
        return [(list(range(n)), counted)]
    k = cut["steps"]
    if cut["mode"] == "chunked":
        return [(list(range(s, min(s + k, n))), [t for t in counted if s <= t < s + k])
                for s in range(0, n, k)]
    return [(list(range(max(0, t - k + 1), t + 1)), [t]) for t in counted]


def by_loop(doc):
    shape, p = Shape(doc), parameters(doc)
    B, T, D, H = shape.B, shape.T, shape.D, shape.H
    cell = doc["cell"]["kind"]
    values, per_step = {}, {n: torch.zeros(T, *v.shape) for n, v in p.items()}
    grads = {"x": torch.zeros(B, T, D), "h": torch.zeros(B, T, H), "h0": torch.zeros(B, H)}
    if cell == "lstm":
        grads |= {"c": torch.zeros(B, T, H), "c0": torch.zeros(B, H)}
    values["loss_per_step"] = torch.zeros(B, T)
    scale = scale_of(doc, shape)

    for b in range(B):
        n = shape.lengths[b]
        xs = torch.tensor(doc["x"][b])
        counted = {t: answer_at(doc, shape, b, t) for t in shape.counted(b)}
        h0 = torch.tensor(doc["h0"][b]) if "h0" in doc else torch.zeros(H)
        c0 = None
        if cell == "lstm":
            c0 = torch.tensor(doc["c0"][b]) if "c0" in doc else torch.zeros(H)

        whole = window(doc, p, xs, h0, c0, range(n), counted)
        for s in whole:
            for name, v in s["named"].items():
                values.setdefault(name, torch.zeros(B, T, len(v)))[b, s["t"]] = v.detach()
            if s["loss"] is not None:
                values["loss_per_step"][b, s["t"]] = s["loss"].detach()
        for name in ("h", "c"):
            if name in values:
                values[name][b, n:] = values[name][b, n - 1]

        for ts, losses in windows_of(doc, n, list(counted)):
            if not losses:
                continue
            first = ts[0]
            h = leaf(h0 if first == 0 else values["h"][b, first - 1])
            c = None
            if c0 is not None:
                c = leaf(c0 if first == 0 else values["c"][b, first - 1])
            steps = window(doc, p, xs, h, c, ts, {t: counted[t] for t in losses})
            total = scale * sum(s["loss"] for s in steps if s["loss"] is not None)
            wanted = [("h0", None, h)] + ([("c0", None, c)] if c is not None else [])
            for s in steps:
                wanted += [(n_, s["t"], v) for n_, v in s["leaves"].items()]
                wanted += [("x", s["t"], s["x"]), ("h", s["t"], s["named"]["h"])]
                if c is not None:
                    wanted.append(("c", s["t"], s["named"]["c"]))
            found = torch.autograd.grad(total, [w[2] for w in wanted], allow_unused=True)
            for (name, t, _), g in zip(wanted, found):
                if g is None:
                    continue
                if t is None:
                    if first == 0:
                        grads[name][b] += g
                elif name in per_step:
                    per_step[name][t] += g
                else:
                    grads[name][b, t] += g

    for name in p:
        grads[name] = per_step[name].sum(0)
    loss = scale * values["loss_per_step"].sum()
    return {"loss": loss, "values": values, "grads": grads, "per_step": per_step}


# ---------------------------------------------------------------- the same by PyTorch's modules

def native(doc):
    cell = doc["cell"]
    if doc.get("truncate", {}).get("mode") == "sliding":
        return False
    if cell["kind"] == "rnn":
        return cell["activation"] in ("tanh", "relu")
    return cell["kind"] == "lstm" or (cell["reset"], cell["update"]) == ("after", "keep")


def module_of(doc, shape):
    kind = doc["cell"]["kind"]
    size = dict(input_size=shape.D, hidden_size=shape.H, batch_first=True, bias=True)
    if kind == "rnn":
        m = nn.RNN(nonlinearity=doc["cell"]["activation"], **size)
    else:
        m = {"lstm": nn.LSTM, "gru": nn.GRU}[kind](**size)
    with torch.no_grad():
        for name in NATIVE_NAMES:
            target = getattr(m, name)
            target.copy_(torch.tensor(doc["weights"][name]) if name in doc["weights"]
                         else torch.zeros_like(target))
    return m


def total_loss(doc, shape, out):
    """The whole loss by torch's own functions on [b][t][c], padding left out by selection."""
    loss = doc["loss"]
    where = [(b, t) for b in range(shape.B) for t in shape.counted(b)]
    o = torch.stack([out[b, t] for b, t in where])
    want = torch.tensor([answer_at(doc, shape, b, t) for b, t in where])
    mean = loss["reduce"] == "mean"
    if loss["kind"] == "cross_entropy":
        return nn.functional.cross_entropy(o, want, reduction="mean" if mean else "sum")
    if loss["kind"] == "mean_squared_error":
        return nn.functional.mse_loss(o, want)
    if loss["kind"] == "squared_error":
        total = 0.5 * nn.functional.mse_loss(o, want, reduction="sum")
    else:
        total = (o * want).sum()
    return total / len(where) if mean else total


def by_module(doc):
    shape = Shape(doc)
    m, x = module_of(doc, shape), leaf(torch.tensor(doc["x"]))
    B, T, H = shape.B, shape.T, shape.H
    h0 = leaf(torch.tensor(doc["h0"]) if "h0" in doc else torch.zeros(B, H))
    c0 = leaf(torch.tensor(doc["c0"]) if "c0" in doc else torch.zeros(B, H))
    lstm = doc["cell"]["kind"] == "lstm"
    head = {n: leaf(torch.tensor(v)) for n, v in doc.get("head", {}).items()}
    k = doc.get("truncate", {}).get("steps", T)
    outs = [[] for _ in range(B)]
    for b in range(B):
        h, c = h0[b][None], c0[b][None]
        for s in range(0, shape.lengths[b], k):
            if s > 0:
                h, c = h.detach(), c.detach()
            part = x[b, s:min(s + k, shape.lengths[b])]
            out, state = m(part, (h, c) if lstm else h)
            h, c = state if lstm else (state, c)
            outs[b].append(out)
    h_all = [torch.cat(o) for o in outs]
    padded = torch.stack([torch.cat([h, torch.zeros(T - len(h), H)]) for h in h_all])
    out = padded
    if "weight" in head:
        out = nn.functional.linear(padded, head["weight"], head.get("bias"))
    loss = total_loss(doc, shape, out)
    loss.backward()
    grads = {n: getattr(m, n).grad for n in NATIVE_NAMES if n in doc["weights"]}
    grads |= {"head." + n: v.grad for n, v in head.items()}
    grads |= {"x": x.grad, "h0": h0.grad}
    if lstm:
        grads["c0"] = c0.grad
    if "lengths" not in doc and "truncate" not in doc:
        whole, _ = m(x, (h0[None], c0[None]) if lstm else h0[None])
        close("batched against single", whole.detach(), padded.detach())
    return {"loss": loss.detach(), "values": {"h": [h.detach() for h in h_all]}, "grads": grads}


def close(what, a, b):
    worst = (a - b).abs().max().item() / max(1.0, b.abs().max().item())
    if not worst <= AGREE:
        sys.exit(f"{what}: the loop and the nn module differ by {worst}")


def answer(name, doc):
    loop = by_loop(doc)
    if native(doc):
        module = by_module(doc)
        close(name + " loss", loop["loss"], module["loss"])
        loop["loss"] = module["loss"]
        for b, h in enumerate(module["values"]["h"]):
            close(name + " h", loop["values"]["h"][b, :len(h)], h)
            loop["values"]["h"][b, :len(h)] = h
        for n, g in module["grads"].items():
            close(f"{name} grads.{n}", loop["grads"][n], g)
            loop["grads"][n] = g
    return loop


# ---------------------------------------------------------------- how states depend on states

def jacobians(title, doc):
    """Steps and products by autograd through the whole chain from s_k to s_T, for the first sequence."""
    cell, p = doc["cell"], parameters(doc)
    H, xs = len(doc["weights"]["weight_hh_l0"][0]), torch.tensor(doc["x"][0])
    T, n = len(xs), doc.get("lengths", [len(xs)])[0]
    lstm = cell["kind"] == "lstm"
    start = torch.tensor(doc["h0"][0]) if "h0" in doc else torch.zeros(H)
    if lstm:
        start = torch.cat([start, torch.tensor(doc["c0"][0]) if "c0" in doc else torch.zeros(H)])

    def onward(s, first, last):
        for t in range(first, min(last, n)):
            h, c, _ = STEP[cell["kind"]](cell, p, xs[t], s[:H], s[H:] if lstm else None)
            s = torch.cat([h, c]) if lstm else h
        return s

    states = [start]
    for t in range(T):
        states.append(onward(states[-1], t, t + 1))
    slope = torch.autograd.functional.jacobian
    step = [slope(lambda s, t=t: onward(s, t, t + 1) * 1, states[t]) for t in range(T)]
    product = [slope(lambda s, k=k: onward(s, k, T) * 1, states[k]) for k in range(T + 1)]
    multiplied = torch.eye(len(start))
    for k in reversed(range(T)):
        multiplied = multiplied @ step[k]
        worst = (multiplied - product[k]).abs().max()
        if not worst <= 1e-12 * product[k].abs().max():
            sys.exit(f"{title}: the chain and the product of its steps differ by {worst} at {k}")
    return {"jacobians": {
        "step": torch.stack(step), "product": torch.stack(product),
        "singular_values": torch.stack([torch.linalg.svdvals(m) for m in product]),
        "spectral_radius": torch.stack([torch.linalg.eigvals(m).abs().max() for m in product]),
        "spectral_norm": torch.stack([torch.linalg.matrix_norm(m, 2) for m in product])}}


# ---------------------------------------------------------------- the cases

CELLS = [
    ("rnn-tanh", {"kind": "rnn", "activation": "tanh"}),
    ("rnn-relu", {"kind": "rnn", "activation": "relu"}),
    ("rnn-identity", {"kind": "rnn", "activation": "identity"}),
    ("lstm", {"kind": "lstm"}),
    ("gru-before-write", {"kind": "gru", "reset": "before", "update": "write"}),
    ("gru-before-keep", {"kind": "gru", "reset": "before", "update": "keep"}),
    ("gru-after-write", {"kind": "gru", "reset": "after", "update": "write"}),
    ("gru-after-keep", {"kind": "gru", "reset": "after", "update": "keep"}),
]
CELL = dict(CELLS)
LOSSES = ["cross_entropy", "squared_error", "mean_squared_error", "linear"]


class Maker:
    """Draws the documents of one family from one seed, rounded so that the files stay small."""

    def __init__(self, seed):
        self.rng = numpy.random.default_rng(seed)

    def some(self, *shape, scale=1.0, digits=3):
        drawn = self.rng.uniform(-scale, scale, size=shape)
        return numpy.round(drawn, digits).tolist()

    def loss(self, kind, B, T, C, at, reduce):
        shape = (B,) if at == "last" else (B, T)
        loss = {"kind": kind}
        if kind == "cross_entropy":
            loss["target"] = self.rng.integers(0, C, size=shape).tolist()
        else:
            loss["weights" if kind == "linear" else "target"] = self.some(*shape, C)
        loss |= {"at": at, "reduce": reduce}
        return loss

    def doc(self, cell, B=1, T=4, D=2, H=3, C=2, biases=("ih", "hh"), head="bias",
            kind="cross_entropy", at="each", reduce="sum", scale=0.9, h0=False, c0=False,
            lengths=None, truncate=None, x_scale=1.5, per_step=True):
        cell = CELL[cell]
        rows = blocks_of(cell["kind"]) * H
        doc = {"format": "unrolled-run/1", "cell": cell, "weights": {
            "weight_ih_l0": self.some(rows, D, scale=scale),
            "weight_hh_l0": self.some(rows, H, scale=scale)}}
        for side in biases:
            doc["weights"][f"bias_{side}_l0"] = self.some(rows, scale=0.6)
        if head:
            doc["head"] = {"weight": self.some(C, H)}
            if head == "bias":
                doc["head"]["bias"] = self.some(C, scale=0.5)
        else:
            C = H
        doc["x"] = self.some(B, T, D, scale=x_scale)
        if h0:
            doc["h0"] = self.some(B, H)
        if c0:
            doc["c0"] = self.some(B, H, scale=1.5)
        if lengths:
            doc["lengths"] = lengths
        doc["loss"] = self.loss(kind, B, T, C, at, reduce)
        if truncate:
            doc["truncate"] = {"mode": truncate[0], "steps": truncate[1]}
        doc["outputs"] = ["values", "grads", "per_step"] if per_step else ["values", "grads"]
        return doc


def cells():
    """Every cell and convention: batch sizes, biases, heads, start states, sizes."""
    m, out = Maker(1), []
    for name, _ in CELLS:
        c0 = name == "lstm"
        out += [
            (f"{name}, one sequence", m.doc(name)),
            (f"{name}, batch of two, start state given", m.doc(name, B=2, T=3, h0=True, c0=c0)),
            (f"{name}, one step", m.doc(name, T=1, h0=True, c0=c0, kind="squared_error")),
            (f"{name}, no bias, no head", m.doc(name, T=3, biases=(), head=None, kind="linear")),
            (f"{name}, bias_ih only", m.doc(name, T=3, biases=("ih",), kind="squared_error")),
            (f"{name}, bias_hh only", m.doc(name, T=3, biases=("hh",), h0=True, head="plain")),
            (f"{name}, H = 1 and D = 1", m.doc(name, T=5, D=1, H=1, C=3, h0=True, c0=c0)),
            (f"{name}, H = 16", m.doc(name, B=2, T=3, D=3, H=16, C=4, scale=0.4, per_step=False)),
        ]
    return out


def losses():
    """Every loss, where it is taken and how it is reduced, with and without a head."""
    m, out = Maker(2), []
    for kind in LOSSES:
        for at in ("each", "last"):
            for reduce in ("sum", "mean"):
                for head in ("bias", None):
                    name = ["rnn-tanh", "lstm", "gru-before-write", "gru-after-keep"][len(out) % 4]
                    doc = m.doc(name, B=2, T=3, H=2, C=3, kind=kind, at=at, reduce=reduce, head=head)
                    out.append((f"{kind} at {at}, {reduce}, "
                                f"{'head' if head else 'no head'} on {name}", doc))
    return out


def lengths():
    """Sequences of different lengths, with junk in the padding."""
    m, out = Maker(3), []
    for name, _ in CELLS:
        for kind, at, reduce, ls in [("cross_entropy", "each", "mean", [5, 2]),
                                     ("squared_error", "last", "sum", [1, 4]),
                                     ("mean_squared_error", "each", "sum", [3, 5])]:
            doc = m.doc(name, B=2, T=5, H=2, C=2, kind=kind, at=at, reduce=reduce, h0=True,
                        c0=name == "lstm", lengths=ls)
            for b, n in enumerate(ls):
                for t in range(n, 5):
                    doc["x"][b][t] = [1e6 * (t + 1), -3e7]
                    if kind == "cross_entropy":
                        doc["loss"]["target"][b][t] = 1
                    elif at == "each":
                        doc["loss"]["target"][b][t] = [-9e5, 7e8]
            out.append((f"{name}, lengths {ls}, {kind} at {at}, {reduce}", doc))
    return out


def truncation():
    """Both meanings of truncation at several sizes, up to and beyond the whole length."""
    m, out = Maker(4), []
    for name, _ in CELLS:
        for mode in ("chunked", "sliding"):
            for k in (1, 2, 3, 6, 9):
                doc = m.doc(name, T=6, H=2, D=1, kind="squared_error", h0=True,
                            c0=name == "lstm", truncate=(mode, k))
                out.append((f"{name}, {mode} {k}", doc))
    for name in ("lstm", "gru-before-write", "rnn-tanh"):
        for mode in ("chunked", "sliding"):
            out.append((f"{name}, {mode} 2, batch of two, lengths, mean",
                        m.doc(name, B=2, T=5, H=2, reduce="mean", h0=True, lengths=[3, 5],
                              truncate=(mode, 2))))
            out.append((f"{name}, {mode} 2, loss at the last step only",
                        m.doc(name, B=2, T=5, H=2, at="last", lengths=[4, 5],
                              truncate=(mode, 2))))
    return out


def edges():
    """Saturated gates, dead ReLUs, large logits: held to 1e-11."""
    m, out = Maker(5), []
    for name, _ in CELLS:
        if name in ("rnn-relu", "rnn-identity"):
            continue
        doc = m.doc(name, T=4, H=3, h0=True, c0=name == "lstm", kind="squared_error")
        rows = len(doc["weights"]["bias_ih_l0"])
        doc["weights"]["bias_ih_l0"] = [40.0 * (-1) ** (j // 2) for j in range(rows)]
        out.append((f"{name}, pre-activations near 40 and -40", doc))
        doc = m.doc(name, T=4, H=3, h0=True, c0=name == "lstm")
        doc["weights"]["weight_ih_l0"][0] = [60.0, -55.0]
        doc["weights"]["weight_ih_l0"][-1] = [-750.0, 800.0]
        out.append((f"{name}, rows far outside", doc))
    doc = m.doc("rnn-relu", T=4, h0=True)
    doc["weights"]["bias_ih_l0"] = [-20.0, -30.0, -25.0]
    out.append(("rnn-relu, every unit dead", doc))
    doc = m.doc("rnn-relu", T=4, h0=True)
    doc["weights"]["bias_ih_l0"][1] = -20.0
    out.append(("rnn-relu, one unit dead", doc))
    doc = m.doc("rnn-relu", T=3, biases=())
    doc["x"][0][0] = [0.0, 0.0]
    out.append(("rnn-relu, exactly on the kink", doc))
    out.append(("rnn-identity, growing", m.doc("rnn-identity", T=12, scale=3.0, kind="linear",
                                               per_step=False)))
    for name in ("lstm", "rnn-tanh", "gru-after-keep", "rnn-identity"):
        doc = m.doc(name, T=3, C=4)
        doc["head"]["weight"] = m.some(4, 3, scale=900.0)
        doc["head"]["bias"] = [700.0, -650.0, 300.0, 710.0]
        out.append((f"{name}, logits of hundreds", doc))
    doc = m.doc("rnn-identity", T=3, head=None, kind="cross_entropy", x_scale=400.0)
    out.append(("rnn-identity, the state itself as logits of hundreds", doc))
    out.append(("lstm, all zero", zeros(m.doc("lstm", T=3))))
    out.append(("gru-before-write, all zero", zeros(m.doc("gru-before-write", T=3))))
    out.append(("lstm, forty steps", m.doc("lstm", T=40, H=2, D=1, per_step=False)))
    return out


def dependence():
    """Jacobians of every cell: one unit and eight, start states, padding, saturated gates."""
    m, out = Maker(6), []
    for name, _ in CELLS:
        c0 = name == "lstm"
        docs = [
            (f"{name}, three units", m.doc(name, T=4, h0=True, c0=c0)),
            (f"{name}, one unit, no bias", m.doc(name, T=3, D=1, H=1, biases=(), h0=True, c0=c0)),
            (f"{name}, eight units, twelve steps", m.doc(name, T=12, H=8, scale=0.5)),
            (f"{name}, the first of two, padded", m.doc(name, B=2, T=5, lengths=[3, 5], h0=True)),
        ]
        doc = m.doc(name, T=4, h0=True, c0=c0)
        rows = len(doc["weights"]["bias_ih_l0"])
        doc["weights"]["bias_ih_l0"] = [6.0 * (-1) ** (j // 2) for j in range(rows)]
        docs.append((f"{name}, nearly saturated", doc))
        for _, doc in docs:
            doc["outputs"] = ["jacobians"]
            for field in ("loss", "head", "truncate"):
                doc.pop(field, None)
        out += docs
    return out


def spectra():
    """Matrices of many kinds with what LAPACK, called by numpy, finds in them."""
    rng, out = numpy.random.default_rng(7), []
    some = lambda n, digits=3: numpy.round(rng.uniform(-1, 1, (n, n)), digits)
    for n in (1, 2, 3, 8, 16, 24):
        out.append((f"any {n} x {n}", some(n)))
    out.append(("symmetric", (lambda m: m + m.T)(some(9))))
    out.append(("turning", numpy.round(numpy.linalg.qr(some(8))[0], 6)))
    out.append(("steps of many sizes", some(6) * 10.0 ** numpy.arange(-6, 6, 2)))
    out.append(("nearly repeated", numpy.eye(6) * 0.8 + some(6) * 1e-3))
    out.append(("rank one and a little", numpy.outer(rng.integers(-3, 4, 7), range(1, 8)) + some(7, 1)))
    out.append(("a companion", numpy.vstack([[0.5, -1, 2, 0.25, -3], numpy.eye(4, 5)])))
    cases = []
    for name, matrix in out:
        values = numpy.linalg.eigvals(matrix)
        cases.append({"name": name, "matrix": plain(matrix.tolist()),
                      "eigenvalues": plain([[v.real, v.imag] for v in values]),
                      "singular_values": plain(numpy.linalg.svd(matrix, compute_uv=False).tolist())})
    store("spectra", cases, {})


def zeros(doc):
    for name, value in doc["weights"].items():
        doc["weights"][name] = numpy.zeros_like(value).tolist()
    return doc


# ---------------------------------------------------------------- writing

def plain(v):
    if isinstance(v, dict):
        return {k: plain(v[k]) for k in v}
    v = v.tolist() if isinstance(v, torch.Tensor) else v
    if isinstance(v, list):
        return [plain(e) for e in v]
    if not math.isfinite(v):
        sys.exit("a golden number is not finite")
    return 0 if v == 0 else int(v) if v == int(v) and abs(v) < 1e15 else v


def write(name, make, tolerance, answer=answer):
    cases = []
    for title, doc in make():
        found = plain(answer(title, doc))
        if "per_step" not in doc["outputs"]:
            found.pop("per_step", None)
        cases.append({"name": title, "document": doc, "answer": found})
    store(name, cases, {"values_within": tolerance[0], "grads_within": tolerance[1]})


def store(name, cases, tolerances):
    head = json.dumps({"made_with": f"torch {torch.__version__}, numpy {numpy.__version__}, "
                                    f"Python {sys.version.split()[0]}"} | tolerances)
    body = ",\n".join(json.dumps(c, separators=(",", ":"), allow_nan=False) for c in cases)
    path = HERE / f"{name}.json"
    path.write_text(head[:-1] + ', "cases": [\n' + body + "\n]}\n")
    print(f"{path.name}: {len(cases)} cases, {path.stat().st_size // 1000} kB")


if __name__ == "__main__":
    usual = (1e-13, 1e-12)
    write("cells", cells, usual)
    write("losses", losses, usual)
    write("lengths", lengths, usual)
    write("truncation", truncation, usual)
    write("edges", edges, (1e-11, 1e-11))
    write("jacobians", dependence, usual, jacobians)
    spectra()
