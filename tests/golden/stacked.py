"""Makes stacked.json: run documents of several layers and directions, of masks, targets that do not count, weights on
last states and windows that overlap, with the numbers that PyTorch gives for them in f64.

Every case is worked out by an autograd loop over the equations of make.py, one sequence at a time and over its real steps
only. Where torch.nn has the network, the module runs as well (packed where lengths are given, turned round for a network
that only goes back), must agree, and its numbers are the ones stored. Masked cases are worked out a second time on the
whole padded batch with torch.where.

    python stacked.py
"""

import sys

import torch
from torch import nn
from torch.nn.utils import rnn as packing

from make import AGREE, CELL, STEP, Maker, blocks_of, leaf, loss_of_step, plain, store

NATIVE = {"rnn-tanh", "rnn-relu", "lstm", "gru-after-keep"}
DIRECTIONS = {"forward": [""], "backward": ["_reverse"], "both": ["", "_reverse"]}


# ---------------------------------------------------------------- what a document says

class Stack:
    def __init__(self, doc):
        self.doc, self.cell, self.loss = doc, doc["cell"], doc.get("loss")
        names = sorted(n.removeprefix("weight_hh_") for n in doc["weights"] if n.startswith("weight_hh"))
        self.cells = sorted(names, key=lambda n: (n.split("_")[0], "reverse" in n))
        self.ways = sorted({n[2:] for n in self.cells})
        self.layers = len(self.cells) // len(self.ways)
        self.x = torch.tensor(doc["x"])
        self.B, self.T, self.D = self.x.shape
        self.H = len(doc["weights"]["weight_hh_" + self.cells[0]][0])
        self.memory = self.cell["kind"] == "lstm"

    def real(self, b):
        if "mask" in self.doc:
            return [t for t in range(self.T) if self.doc["mask"][b][t]]
        return list(range(self.doc.get("lengths", [self.T] * self.B)[b]))

    def target(self, b, t):
        table = self.loss["weights" if self.loss["kind"] == "linear" else "target"]
        return table[b] if self.loss.get("at") == "last" else table[b][t]

    def counted(self, b):
        real = self.real(b)
        if self.loss["kind"] == "linear" and "weights" not in self.loss:
            return []
        real = real[-1:] if self.loss.get("at") == "last" else real
        if self.loss["kind"] != "cross_entropy":
            return real
        ignored = self.loss.get("ignore_index", -100)
        return [t for t in real if self.target(b, t) != ignored]

    def weight(self, b):
        reduce = self.loss.get("reduce", "sum")
        counts = [len(self.counted(b)) for b in range(self.B)]
        if reduce == "sequence_mean":
            return 1.0 / (sum(n > 0 for n in counts) * max(counts[b], 1))
        mean = reduce == "mean" or self.loss["kind"] == "mean_squared_error"
        return 1.0 / sum(counts) if mean else 1.0

    def start(self, name, place, b):
        if name not in self.doc:
            return torch.zeros(self.H)
        given = torch.tensor(self.doc[name])
        return given[place, b] if given.dim() == 3 else given[b]

    def windows(self, n):
        """Which positions each backward pass covers, and which losses it starts from."""
        cut = self.doc.get("truncate")
        if cut is None:
            return [(range(n), range(n))]
        k = cut["steps"]
        every = {"chunked": k, "sliding": 1}.get(cut["mode"], cut.get("every"))
        ends = [(first, first + every) for first in range(0, n, every)]
        return [(range(max(0, end - k), min(end, n)), range(first, min(end, n))) for first, end in ends]


def own(p, name):
    """The parameters of one cell under the names that the equations use."""
    return {n.replace("_" + name, "_l0"): v for n, v in p.items() if n.endswith("_" + name) and not n.startswith("head")}


# ---------------------------------------------------------------- by the loop

def through(stack, p, x, states):
    """All cells over the inputs given, from these states: for each cell its steps in the order in which x is read."""
    named = {}
    for layer in range(stack.layers):
        halves = []
        for way in stack.ways:
            name = f"l{layer}{way}"
            h, c = states[name]
            order = range(len(x))
            steps = [None] * len(x)
            for t in reversed(order) if way else order:
                h, c, inner = STEP[stack.cell["kind"]](stack.cell, own(p, name), x[t], h, c)
                steps[t] = inner | {"h": h} | ({} if c is None else {"c": c})
            named[name] = steps
            halves.append([step["h"] for step in steps])
        x = [torch.cat(pair) for pair in zip(*halves)]
    return named, x


def by_loop(stack):
    doc, B, T, H = stack.doc, stack.B, stack.T, stack.H
    p = {n: leaf(torch.tensor(v)) for n, v in doc["weights"].items()}
    p |= {"head." + n: leaf(torch.tensor(v)) for n, v in doc.get("head", {}).items()}
    width = H * len(stack.ways)
    letters = ("h", "c") if stack.memory else ("h",)
    values = {"h": torch.zeros(B, T, width), "loss_per_step": torch.zeros(B, T)}
    last = {s + "_n": torch.zeros(len(stack.cells), B, H) for s in letters}
    grads = {n: torch.zeros_like(v) for n, v in p.items()} | {"x": torch.zeros_like(stack.x)}
    grads |= {s + "0": torch.zeros(len(stack.cells), B, H) for s in letters}
    grads |= {f"{name}.{s}": torch.zeros(B, T, H) for name in stack.cells for s in letters}
    loss = torch.zeros(())

    for b in range(B):
        real, counted = stack.real(b), stack.counted(b)
        starts = {name: (stack.start("h0", k, b), stack.start("c0", k, b) if stack.memory else None)
                  for k, name in enumerate(stack.cells)}
        whole, _ = through(stack, p, [stack.x[b, t] for t in real], starts)
        ends = {name: steps[0 if "reverse" in name else -1] for name, steps in whole.items()}
        for k, name in enumerate(stack.cells):
            for s in letters:
                last[s + "_n"][k, b] = ends[name][s].detach()
            for key in whole[name][0]:
                into = values.setdefault(f"{name}.{key}", torch.zeros(B, T, len(whole[name][0][key])))
                for at, t in enumerate(real):
                    into[b, t] = whole[name][at][key].detach()
                if key in letters:
                    hold(stack, b, into, starts[name][letters.index(key)], "reverse" in name)

        for positions, losses in stack.windows(len(real)):
            first = positions[0]
            x = [leaf(stack.x[b, real[at]]) for at in positions]
            states = {}
            for name in stack.cells:
                before = starts[name] if first == 0 else [whole[name][first - 1][s].detach() for s in letters]
                states[name] = (leaf(before[0]), leaf(before[1]) if stack.memory else None)
            named, out = through(stack, p, x, states)
            total = torch.zeros(())
            for at in losses:
                t = real[at]
                if t in counted:
                    o = out[at - first]
                    if "head.weight" in p:
                        o = p["head.weight"] @ o + p.get("head.bias", torch.zeros(()))
                    lost = loss_of_step(stack.loss, o, stack.target(b, t))
                    values["loss_per_step"][b, t] = lost.detach()
                    total = total + stack.weight(b) * lost
            if losses[-1] == len(real) - 1:
                total = total + last_terms(stack, b, {n: s[0 if "reverse" in n else -1] for n, s in named.items()})
            loss = loss + total.detach()
            if not total.requires_grad:
                continue
            wanted = [(grads[n], v) for n, v in p.items()]
            wanted += [(grads["x"][b, real[at]], x[at - first]) for at in positions]
            for k, name in enumerate(stack.cells):
                if first == 0:
                    wanted += [(grads[s + "0"][k, b], states[name][i]) for i, s in enumerate(letters)]
                for at in positions:
                    wanted += [(grads[f"{name}.{s}"][b, real[at]], named[name][at - first][s]) for s in letters]
            found = torch.autograd.grad(total, [v for _, v in wanted], allow_unused=True)
            for (into, _), g in zip(wanted, found):
                if g is not None:
                    into += g

    top = [f"l{stack.layers - 1}{way}" for way in stack.ways]
    values["h"] = torch.cat([values[name + ".h"] for name in top], -1)
    grads["h"] = torch.cat([grads[name + ".h"] for name in top], -1)
    if "head" in doc:
        h, w = values["h"], torch.tensor(doc["head"]["weight"])
        logits = h @ w.T + torch.tensor(doc["head"].get("bias", [0.0] * len(w)))
        inside = torch.zeros(B, T, 1)
        for b in range(B):
            inside[b, stack.real(b)] = 1.0
        values["logits"] = logits * inside
    for s in letters:
        given = torch.tensor(doc[s + "0"]).dim() if s + "0" in doc else 2 if stack.cells == ["l0"] else 3
        if given == 2:
            grads[s + "0"] = grads[s + "0"][0]
    return {"loss": loss, "values": values | last, "grads": grads}


def hold(stack, b, into, start, back):
    """Where a step is not real the state stays, in the order in which the cell steps; padding at the end comes last."""
    real = set(stack.real(b))
    order = list(range(stack.T))
    if back:
        n = stack.T if "mask" in stack.doc else len(real)
        order = order[:n][::-1] + order[n:]
    state = start
    for t in order:
        if t in real:
            state = into[b, t].clone()
        else:
            into[b, t] = state


def last_terms(stack, b, ends):
    total = torch.zeros(())
    for s in ("h", "c"):
        for k, name in enumerate(stack.cells):
            if s + "_n" in stack.loss:
                total = total + (torch.tensor(stack.loss[s + "_n"])[k, b] * ends[name][s]).sum()
    return total


# ---------------------------------------------------------------- by PyTorch's modules

def module_of(stack):
    cell, doc = stack.cell, stack.doc
    size = dict(input_size=stack.D, hidden_size=stack.H, num_layers=stack.layers, batch_first=True,
                bidirectional=len(stack.ways) == 2)
    if cell["kind"] == "rnn":
        m = nn.RNN(nonlinearity=cell["activation"], **size)
    else:
        m = {"lstm": nn.LSTM, "gru": nn.GRU}[cell["kind"]](**size)
    with torch.no_grad():
        for name, into in m.named_parameters():
            given = doc["weights"].get(name if stack.ways != ["_reverse"] else name + "_reverse")
            into.copy_(torch.zeros_like(into) if given is None else torch.tensor(given))
    return m


def turned(x, lengths):
    return torch.stack([torch.cat([row[:n].flip(0), row[n:]]) for row, n in zip(x, lengths)])


def by_module(stack):
    doc, B, T, H = stack.doc, stack.B, stack.T, stack.H
    m, x, back = module_of(stack), leaf(stack.x), stack.ways == ["_reverse"]
    lengths = doc.get("lengths", [T] * B)
    start = {}
    for s in ("h0", "c0") if stack.memory else ("h0",):
        rows = [torch.stack([stack.start(s, k, b) for b in range(B)]) for k in range(len(stack.cells))]
        start[s] = leaf(torch.stack(rows))
    state = tuple(start.values()) if stack.memory else start["h0"]
    given = turned(x, lengths) if back else x
    if "lengths" in doc:
        given = packing.pack_padded_sequence(given, torch.tensor(lengths), batch_first=True, enforce_sorted=False)
    out, state = m(given, state)
    if "lengths" in doc:
        out, _ = packing.pad_packed_sequence(out, batch_first=True, total_length=T)
    if back:
        out = turned(out, lengths)
    last = dict(zip(("h_n", "c_n"), state if stack.memory else (state,)))
    head = {n: leaf(torch.tensor(v)) for n, v in doc.get("head", {}).items()}
    o = nn.functional.linear(out, head["weight"], head.get("bias")) if head else out
    loss = module_loss(stack, o)
    for s, value in last.items():
        if s in stack.loss:
            loss = loss + (torch.tensor(stack.loss[s]) * value).sum()
    loss.backward()
    suffix = "_reverse" if back else ""
    grads = {n + suffix: v.grad for n, v in m.named_parameters() if n + suffix in doc["weights"]}
    grads |= {"head." + n: v.grad for n, v in head.items()} | {"x": x.grad}
    grads |= {s: v.grad for s, v in start.items() if v.grad is not None}
    return {"loss": loss.detach(), "h": out.detach(), "last": {s: v.detach() for s, v in last.items()}, "grads": grads}


def module_loss(stack, o):
    """The loss by torch's own functions; what does not count is left to ignore_index."""
    loss = stack.loss
    kind, reduce = loss["kind"], loss.get("reduce", "sum")
    if kind == "cross_entropy" and loss.get("at") != "last" and reduce != "sequence_mean":
        ignored = loss.get("ignore_index", -100)
        target = torch.full((stack.B, stack.T), ignored)
        for b in range(stack.B):
            for t in stack.counted(b):
                target[b, t] = stack.target(b, t)
        return nn.functional.cross_entropy(o.flatten(0, 1), target.flatten(), ignore_index=ignored, reduction=reduce)
    total = torch.zeros(())
    for b in range(stack.B):
        for t in stack.counted(b):
            total = total + stack.weight(b) * loss_of_step(loss, o[b, t], stack.target(b, t))
    return total


def close(what, a, b):
    worst = (a - b).abs().max().item() / max(1.0, b.abs().max().item())
    if not worst <= AGREE:
        sys.exit(f"{what}: two ways to the same number differ by {worst}")


def by_where(stack):
    """The loss and the gradients of the parameters of a masked document, from the whole padded batch."""
    doc = stack.doc
    p = {n: leaf(torch.tensor(v)) for n, v in doc["weights"].items()}
    head = {n: leaf(torch.tensor(v)) for n, v in doc.get("head", {}).items()}
    mask, x = torch.tensor(doc["mask"]), [stack.x[:, t] for t in range(stack.T)]
    for layer in range(stack.layers):
        halves = []
        for way in stack.ways:
            name = f"l{layer}{way}"
            k = stack.cells.index(name)
            h = torch.stack([stack.start("h0", k, b) for b in range(stack.B)])
            c = torch.stack([stack.start("c0", k, b) for b in range(stack.B)])
            steps = [None] * stack.T
            for t in reversed(range(stack.T)) if way else range(stack.T):
                rows = [STEP[stack.cell["kind"]](stack.cell, own(p, name), x[t][b], h[b], c[b]) for b in range(stack.B)]
                seen = mask[:, t, None]
                h = torch.where(seen, torch.stack([row[0] for row in rows]), h)
                if stack.memory:
                    c = torch.where(seen, torch.stack([row[1] for row in rows]), c)
                steps[t] = h
            halves.append(steps)
        x = [torch.cat(pair, -1) for pair in zip(*halves)]
    o = torch.stack(x, 1)
    o = nn.functional.linear(o, head["weight"], head.get("bias")) if head else o
    loss = module_loss(stack, o)
    loss.backward()
    return loss.detach(), {n: v.grad for n, v in p.items()}


def answer(name, doc):
    stack = Stack(doc)
    found = by_loop(stack)
    if "mask" in doc:
        loss, grads = by_where(stack)
        close(name + " loss", found["loss"], loss)
        for n, g in grads.items():
            close(f"{name} grads.{n}", found["grads"][n], g)
    elif "truncate" not in doc and next(k for k, v in CELL.items() if v == doc["cell"]) in NATIVE:
        module = by_module(stack)
        close(name + " loss", found["loss"], module["loss"])
        found["loss"] = module["loss"]
        for b in range(stack.B):
            real = stack.real(b)
            close(name + " h", found["values"]["h"][b, real], module["h"][b, real])
            found["values"]["h"][b, real] = module["h"][b, real]
        for s, v in module["last"].items():
            close(f"{name} {s}", found["values"][s], v)
            found["values"][s] = v
        for n, g in module["grads"].items():
            g = g if found["grads"][n].dim() == g.dim() else g[0]
            close(f"{name} grads.{n}", found["grads"][n], g)
            found["grads"][n] = g
    if stack.cells == ["l0"]:
        for block in ("values", "grads"):
            kept = {n: v for n, v in found[block].items() if not n.startswith("l0.") and not n.endswith("_n")}
            inner = {n.removeprefix("l0."): v for n, v in found[block].items() if n.startswith("l0.")}
            found[block] = inner | kept
    return found


# ---------------------------------------------------------------- the cases

def document(m, cell, layers, ways, B=2, T=4, D=2, H=2, C=3, biases=("ih", "hh"), head=True, scale=0.9, states=None,
             **more):
    kind, rows = CELL[cell], blocks_of(CELL[cell]["kind"]) * H
    ways = DIRECTIONS[ways]
    weights = {}
    for layer in range(layers):
        for way in ways:
            size = D if layer == 0 else H * len(ways)
            weights[f"weight_ih_l{layer}{way}"] = m.some(rows, size, scale=scale)
            weights[f"weight_hh_l{layer}{way}"] = m.some(rows, H, scale=scale)
            for side in biases:
                weights[f"bias_{side}_l{layer}{way}"] = m.some(rows, scale=0.6)
    doc = {"format": "unrolled-run/1", "cell": kind, "weights": weights}
    if head:
        doc["head"] = {"weight": m.some(C, H * len(ways)), "bias": m.some(C, scale=0.5)}
    doc["x"] = m.some(B, T, D, scale=1.5)
    shape = {"batch": (B, H), "layers": (layers * len(ways), B, H)}.get(states)
    if shape:
        doc["h0"] = m.some(*shape)
        if cell == "lstm":
            doc["c0"] = m.some(*shape, scale=1.5)
    return doc | more | {"outputs": ["values", "grads"]}


def some_loss(m, kind, doc, at="each", reduce="mean"):
    C = len(doc["head"]["weight"]) if "head" in doc else sum(len(doc["weights"][n][0]) for n in doc["weights"]
                                                          if n in ("weight_hh_l0", "weight_hh_l0_reverse"))
    return doc | {"loss": m.loss(kind, len(doc["x"]), len(doc["x"][0]), C, at, reduce)}


def wirings():
    """Layers and directions of every cell, with lengths, start states and losses in turn."""
    m, out = Maker(21), []
    for cell in ("rnn-tanh", "lstm", "gru-after-keep", "gru-before-write", "rnn-relu"):
        for layers in (1, 2, 3):
            for ways in ("forward", "both", "backward"):
                if (layers, ways) == (1, "forward") or cell == "rnn-relu" and layers == 3:
                    continue
                turn = len(out)
                more = {"lengths": [[4, 2], [1, 4], [3, 3]][turn % 3]} if turn % 2 else {}
                doc = document(m, cell, layers, ways, head=turn % 4 != 3, states=["layers", None][turn % 3 == 0],
                               biases=[("ih", "hh"), ("ih",), ()][turn % 5 % 3], **more)
                kind = ["cross_entropy", "squared_error", "mean_squared_error", "linear"][turn % 4]
                at, reduce = ("last", "sum") if turn % 3 == 2 else ("each", "mean")
                out.append((f"{cell}, {layers} layers {ways}", some_loss(m, kind, doc, at, reduce)))
    return out


def masks():
    """Left padding, holes, and both at once in a batch."""
    m, out = Maker(22), []
    left, holes = [False, False, True, True, True], [True, False, True, True, False]
    for cell, layers, ways in [("rnn-tanh", 1, "forward"), ("lstm", 1, "forward"), ("gru-before-write", 1, "forward"),
                               ("lstm", 2, "both"), ("gru-after-keep", 2, "forward"), ("rnn-tanh", 1, "backward")]:
        for mask in ([left, [True] * 5], [left, holes]):
            doc = document(m, cell, layers, ways, T=5, mask=mask,
                           states="layers" if layers > 1 or ways != "forward" else "batch")
            for b, t in [(b, t) for b in range(2) for t in range(5) if not mask[b][t]]:
                doc["x"][b][t] = [1e6 * (t + 1), -3e7]
            out.append((f"{cell}, {layers} layers {ways}, masked", some_loss(m, "cross_entropy", doc)))
    return out


def counted():
    """Targets that do not count, means over sequences, and weights on the last states."""
    m, out = Maker(23), []
    for cell, layers, ways in [("rnn-tanh", 1, "forward"), ("lstm", 2, "both"), ("gru-after-keep", 1, "backward")]:
        for reduce in ("sum", "mean", "sequence_mean"):
            doc = some_loss(m, "cross_entropy", document(m, cell, layers, ways, B=3), reduce=reduce)
            ignored = -100 if reduce != "sum" else 2
            doc["loss"]["target"][0][1] = doc["loss"]["target"][2][0] = doc["loss"]["target"][2][3] = ignored
            if ignored != -100:
                doc["loss"]["ignore_index"] = ignored
            out.append((f"{cell}, {layers} layers {ways}, some targets do not count, {reduce}", doc))
    for cell, layers, ways in [("lstm", 1, "forward"), ("lstm", 2, "both"), ("gru-after-keep", 2, "backward")]:
        for alone in (True, False):
            doc = document(m, cell, layers, ways, head=False, lengths=[4, 3], states="layers")
            count = layers * len(DIRECTIONS[ways])
            doc = some_loss(m, "linear", doc, reduce="sum")
            if alone:
                doc["loss"] = {"kind": "linear"}
            doc["loss"]["h_n"] = m.some(count, 2, 2)
            if cell == "lstm":
                doc["loss"]["c_n"] = m.some(count, 2, 2)
            out.append((f"{cell}, {layers} layers {ways}, the last states{'' if alone else ' too'}", doc))
    for cell in ("lstm", "rnn-tanh"):
        doc = document(m, cell, 1, "forward", states="layers")
        out.append((f"{cell}, start states as PyTorch has them", some_loss(m, "squared_error", doc)))
    return out


def windows():
    """Truncation of every kind over layers, and windows that overlap."""
    m, out = Maker(24), []
    for cell, layers in [("rnn-tanh", 1), ("lstm", 1), ("gru-before-write", 1), ("lstm", 2), ("gru-after-keep", 3)]:
        for every, steps in ((2, 4), (3, 3), (2, 5), (1, 3)):
            cut = {"mode": "overlapping", "every": every, "steps": steps}
            doc = document(m, cell, layers, "forward", T=7, lengths=[7, 4], truncate=cut,
                           states="layers" if layers > 1 else "batch")
            out.append((f"{cell}, {layers} layers, every {every} back {steps}", some_loss(m, "squared_error", doc)))
    for mode in ("chunked", "sliding"):
        for cell in ("lstm", "gru-before-write"):
            doc = document(m, cell, 2, "forward", T=6, lengths=[6, 5], truncate={"mode": mode, "steps": 2})
            out.append((f"{cell}, 2 layers, {mode} 2", some_loss(m, "cross_entropy", doc)))
    return out


cases = []
for title, doc in wirings() + masks() + counted() + windows():
    cases.append({"name": title, "document": doc, "answer": plain(answer(title, doc))})
store("stacked", cases, {"values_within": 1e-13, "grads_within": 1e-12})
