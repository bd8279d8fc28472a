//! The gradient ops of one step, generated from its program by one rule.
//!
//! 1. A node has a gradient op of its own unless it is *inlined*: read once, either as a plain term of a
//!    sum (a copy) or, without a letter of its own and without parameters, by an element-wise op. The
//!    gradient of an inlined node is written into the formulas of what it is made from.
//! 2. The head comes first, then the cell. Of what is ready (all its users done), the lowest class goes
//!    first: (a) results and element-wise contributions to a state, (b) sums that are squashed, (c) all
//!    weight gradients at once, (d) what goes through matrices to the input and the states.
//! 3. Inside (a): what became ready first, then in forward order, states last. Inside (b): a sum on
//!    which further gradients of class (a) wait goes first; else the sums that became ready since (b) was
//!    last left, before older ones.
//!
//! Invariant: when an op is reached, every gradient its formula reads is final.

use crate::ir::{Expr, NodeId, Op, Part, Program, Term, rules};

/// One gradient op.
#[derive(Clone, Debug)]
pub struct BackwardOp {
    /// Its id in positions and links (`dcprev`).
    pub id: String,
    /// Its name in words.
    pub title: String,
    /// Cell or head.
    pub part: Part,
    /// What it does.
    pub kind: BackwardKind,
}

/// What a gradient op computes.
#[derive(Clone, Debug, PartialEq)]
pub enum BackwardKind {
    /// The gradient of a node; a junction where two streams meet in it.
    Gradient {
        /// The node.
        node: NodeId,
        /// Whether the future and this step meet here.
        junction: bool,
    },
    /// What one road of several brings to the old value of a state.
    Share {
        /// The node that reads the state.
        carry: NodeId,
        /// Which of its [`shares`].
        share: usize,
    },
    /// What this step adds to the gradients of these sums' parameters.
    Weights {
        /// The sums, in forward order.
        sums: Vec<NodeId>,
    },
    /// What passes through matrices to the input and, where `carry` says so, to a state.
    Matrices {
        /// The input.
        input: Option<NodeId>,
        /// The state that matrices read, if several sums read it or the input.
        carry: Option<NodeId>,
    },
    /// All that arrives at the old value of a state: the future of the step before.
    Previous {
        /// The node that reads the state.
        carry: NodeId,
    },
}

/// One road on which a gradient reaches the old value of a state.
#[derive(Clone, Debug, PartialEq)]
pub enum Share {
    /// Element by element, through this reader.
    Reader(NodeId),
    /// Through the matrices of these sums.
    Sums(Vec<NodeId>),
}

/// The gradient ops of a step, in the order in which they are walked.
#[must_use]
pub fn backward_ops(program: &Program) -> Vec<BackwardOp> {
    let rule = Rule::new(program);
    let mut ops = rule.schedule(Part::Head);
    ops.extend(rule.schedule(Part::Cell));
    ops
}

/// Whether the gradient of a node is written into the formulas of what it is made from.
#[must_use]
pub fn is_inlined(program: &Program, node: NodeId) -> bool {
    if program.carry_into(node).is_some() {
        return false;
    }
    let users = live_users(program, node);
    let [(user, place)] = users.as_slice() else {
        return false;
    };
    let nameless = program
        .symbol(node)
        .is_none_or(|symbol| symbol.pytorch.is_none());
    match &program.node(*user).op {
        Op::Linear(sum) => matches!(sum.terms[*place], Term::Plain(_)),
        op => op.is_elementwise() && nameless && !has_params(program, node),
    }
}

/// The readers of a node through which the loss can be reached.
#[must_use]
pub fn live_users(program: &Program, node: NodeId) -> Vec<(NodeId, usize)> {
    let reaches = program.reaches_loss();
    let mut users = program.users(node);
    users.retain(|(user, _)| reaches[user.0]);
    users
}

/// The formula of a node's gradient: from the head, from the future, from the cell.
///
/// Without `with_head`, what comes from the head is left out: at a step without a loss it is nothing.
#[must_use]
pub fn gradient(program: &Program, node: NodeId, with_head: bool) -> Expr {
    gradient_past(program, node, with_head, &[])
}

/// The same at a step where some nodes are held: what is held passes nothing to what it is made of.
#[must_use]
pub fn gradient_past(program: &Program, node: NodeId, with_head: bool, held: &[NodeId]) -> Expr {
    if program.loss == Some(node) {
        return Expr::Grad(node);
    }
    let (head, cell): (Vec<_>, Vec<_>) = live_users(program, node)
        .into_iter()
        .filter(|(user, _)| !held.contains(user))
        .partition(|(user, _)| part_of(program, *user) == Part::Head);
    let passed = |users: Vec<(NodeId, usize)>| {
        users
            .into_iter()
            .map(|(user, place)| contribution_past(program, user, place, held))
    };
    let mut summands: Vec<Expr> = if with_head {
        passed(head).collect()
    } else {
        vec![]
    };
    if program.carry_into(node).is_some() {
        summands.push(Expr::Future(node));
    }
    summands.extend(passed(cell));
    if summands.is_empty() {
        return Expr::Zero(node);
    }
    collect(summands)
}

/// The formula of what `user` passes back to its operand number `place`.
#[must_use]
pub fn contribution(program: &Program, user: NodeId, place: usize) -> Expr {
    contribution_past(program, user, place, &[])
}

fn contribution_past(program: &Program, user: NodeId, place: usize, held: &[NodeId]) -> Expr {
    let upstream = if is_inlined(program, user) {
        gradient_past(program, user, true, held)
    } else {
        Expr::Grad(user)
    };
    rules::gradient(program.node(user), user, place, upstream)
}

/// The roads on which a gradient reaches the old value of a state, in the order in which readers stand.
#[must_use]
pub fn shares(program: &Program, carry: NodeId) -> Vec<Share> {
    let mut shares = Vec::new();
    let mut sums = Vec::new();
    let mut readers: Vec<NodeId> = live_users(program, carry)
        .into_iter()
        .map(|(user, _)| user)
        .collect();
    readers.dedup();
    for reader in readers {
        if has_products(program, reader) {
            sums.push(reader);
        } else {
            shares.push(Share::Reader(reader));
        }
    }
    // The short road first: a state that is kept arrives there before it went through the candidate.
    let is_short =
        |share: &Share| matches!(share, Share::Reader(reader) if is_inlined(program, *reader));
    let (mut shares, long): (Vec<_>, Vec<_>) = shares.into_iter().partition(is_short);
    shares.extend(long);
    if !sums.is_empty() {
        shares.push(Share::Sums(sums));
    }
    shares
}

/// The formula of one road.
#[must_use]
pub fn share(program: &Program, carry: NodeId, share: &Share) -> Expr {
    let through = |reader: NodeId| {
        let places = live_users(program, carry);
        let own = places.into_iter().filter(move |(user, _)| *user == reader);
        own.map(|(user, place)| contribution(program, user, place))
            .collect::<Vec<_>>()
    };
    match share {
        Share::Reader(reader) => collect(through(*reader)),
        Share::Sums(sums) => collect(sums.iter().flat_map(|sum| through(*sum)).collect()),
    }
}

/// The formula of all that arrives at the old value of a state.
#[must_use]
pub fn previous(program: &Program, carry: NodeId) -> Expr {
    let roads = shares(program, carry);
    match roads.as_slice() {
        [] => Expr::Zero(carry),
        [only] => share(program, carry, only),
        _ => Expr::sum(
            (0..roads.len())
                .map(|share| Expr::Share { carry, share })
                .collect(),
        ),
    }
}

/// The formula of what a sum adds to the gradient of one of its products' weights.
#[must_use]
pub fn weight_gradient(program: &Program, sum: NodeId, operand: NodeId) -> Expr {
    Expr::Outer(
        Box::new(sum_gradient(program, sum)),
        Box::new(Expr::Value(operand)),
    )
}

/// The formula of a sum's own gradient, by its name where it has an op of its own.
#[must_use]
pub fn sum_gradient(program: &Program, sum: NodeId) -> Expr {
    if is_inlined(program, sum) {
        gradient(program, sum, true)
    } else {
        Expr::Grad(sum)
    }
}

/// A sum of formulas, flattened, with a factor that leads all of them put in front.
fn collect(summands: Vec<Expr>) -> Expr {
    let mut flat = Vec::new();
    for summand in summands {
        match summand {
            Expr::Sum(inner) => flat.extend(inner),
            other => flat.push((true, other)),
        }
    }
    match flat.as_slice() {
        [(true, _)] => flat.remove(0).1,
        [_, _, ..] => factor_out(flat),
        _ => Expr::Sum(flat),
    }
}

fn factor_out(summands: Vec<(bool, Expr)>) -> Expr {
    let leading = |expr: &Expr| match expr {
        Expr::Odot(factors) => factors.first().cloned(),
        _ => None,
    };
    let Some(common) = leading(&summands[0].1) else {
        return Expr::Sum(summands);
    };
    if summands
        .iter()
        .any(|(_, summand)| leading(summand).as_ref() != Some(&common))
    {
        return Expr::Sum(summands);
    }
    let rest: Vec<(bool, Expr)> = summands
        .into_iter()
        .map(|(added, summand)| match summand {
            Expr::Odot(mut factors) => {
                factors.remove(0);
                let only = factors.len() == 1;
                (
                    added,
                    if only {
                        factors.remove(0)
                    } else {
                        Expr::Odot(factors)
                    },
                )
            }
            other => (added, other),
        })
        .collect();
    let (mut summands, subtracted): (Vec<_>, Vec<_>) =
        rest.into_iter().partition(|(added, _)| *added);
    summands.extend(subtracted);
    Expr::Odot(vec![common, Expr::Sum(summands)])
}

fn part_of(program: &Program, node: NodeId) -> Part {
    program
        .micro_op_of(node)
        .map_or(Part::Cell, |op| program.micro_ops[op].part)
}

fn has_params(program: &Program, node: NodeId) -> bool {
    matches!(&program.node(node).op, Op::Linear(sum) if sum.has_params())
}

fn has_products(program: &Program, node: NodeId) -> bool {
    match &program.node(node).op {
        Op::Linear(sum) => sum
            .terms
            .iter()
            .any(|term| matches!(term, Term::Product(..))),
        _ => false,
    }
}

/// What the schedule places.
#[derive(Clone, Debug)]
struct Job {
    op: BackwardOp,
    class: Class,
    /// The nodes whose gradients must be final before.
    waits_for: Vec<NodeId>,
    /// The node whose gradient is final after.
    completes: Option<NodeId>,
    forward_place: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Class {
    Elementwise,
    Sum,
    Weights,
    Matrices,
    Previous,
}

/// The place of the next job among the ready ones.
fn choose(ready: &[(usize, usize, Job)], waiting: &[Job]) -> Option<usize> {
    let rank = |(since, round, job): &(usize, usize, Job)| {
        let sum = job.class == Class::Sum;
        let opens = sum && opens_results(job, waiting);
        let newest = if sum { usize::MAX - round } else { 0 };
        let carry = matches!(
            job.op.kind,
            BackwardKind::Share { .. } | BackwardKind::Previous { .. }
        );
        (job.class, !opens, newest, *since, carry, job.forward_place)
    };
    (0..ready.len()).min_by_key(|&place| rank(&ready[place]))
}

/// Whether a result waits for this sum.
fn opens_results(job: &Job, waiting: &[Job]) -> bool {
    job.completes.is_some_and(|node| {
        waiting
            .iter()
            .any(|other| other.class == Class::Elementwise && other.waits_for.contains(&node))
    })
}

struct Rule<'a> {
    program: &'a Program,
    reaches: Vec<bool>,
    inlined: Vec<bool>,
}

impl<'a> Rule<'a> {
    fn new(program: &'a Program) -> Self {
        let inlined = program
            .ids()
            .map(|node| is_inlined(program, node))
            .collect();
        Self {
            program,
            reaches: program.reaches_loss(),
            inlined,
        }
    }

    fn schedule(&self, part: Part) -> Vec<BackwardOp> {
        let mut waiting = self.jobs(part);
        let mut ready: Vec<(usize, usize, Job)> = Vec::new();
        let mut done: Vec<bool> = self
            .program
            .ids()
            .map(|node| !self.is_job(node, part))
            .collect();
        let mut ops = Vec::new();
        let (mut clock, mut round, mut last) = (0, 0, Class::Elementwise);
        while !(waiting.is_empty() && ready.is_empty()) {
            let (now_ready, still): (Vec<_>, Vec<_>) = waiting
                .into_iter()
                .partition(|job| job.waits_for.iter().all(|node| done[node.0]));
            waiting = still;
            ready.extend(now_ready.into_iter().map(|job| (clock, round, job)));
            let Some(next) = choose(&ready, &waiting) else {
                break;
            };
            let (_, _, job) = ready.remove(next);
            if job.class == Class::Elementwise && last == Class::Sum {
                round += 1;
            }
            last = job.class;
            if let Some(node) = job.completes {
                done[node.0] = true;
            }
            ops.push(job.op);
            clock += 1;
        }
        ops
    }

    fn is_job(&self, node: NodeId, part: Part) -> bool {
        let computed = !matches!(self.program.node(node).op, Op::Input | Op::Carry);
        computed
            && self.reaches[node.0]
            && !self.inlined[node.0]
            && part_of(self.program, node) == part
            && self.program.loss != Some(node)
    }

    /// The nodes with gradient ops of their own that the gradient of `node` reads.
    fn read_by(&self, node: NodeId) -> Vec<NodeId> {
        let users = live_users(self.program, node)
            .into_iter()
            .map(|(user, _)| user);
        users.flat_map(|user| self.own_or_beyond(user)).collect()
    }

    fn own_or_beyond(&self, node: NodeId) -> Vec<NodeId> {
        if self.inlined[node.0] {
            self.read_by(node)
        } else {
            vec![node]
        }
    }

    fn jobs(&self, part: Part) -> Vec<Job> {
        let nodes = self.program.ids().filter(|&node| self.is_job(node, part));
        let mut jobs: Vec<Job> = nodes.map(|node| self.gradient_job(node)).collect();
        jobs.extend(self.weights_job(part));
        if part == Part::Cell {
            jobs.extend(self.matrix_jobs());
            for carry in &self.program.carries {
                jobs.extend(self.carry_jobs(carry.previous));
            }
        }
        jobs
    }

    fn gradient_job(&self, node: NodeId) -> Job {
        let program = self.program;
        let (id, title) = self.name(node);
        let future = program.carry_into(node).is_some();
        let junction = future && !live_users(program, node).is_empty();
        Job {
            op: BackwardOp {
                id: format!("d{id}"),
                title: format!("gradient of the {title}"),
                part: part_of(program, node),
                kind: BackwardKind::Gradient { node, junction },
            },
            class: if self.is_squashed(node) {
                Class::Sum
            } else {
                Class::Elementwise
            },
            waits_for: self.read_by(node),
            completes: Some(node),
            forward_place: node.0,
        }
    }

    /// Whether a function of one argument is the only reader.
    fn is_squashed(&self, node: NodeId) -> bool {
        let users = live_users(self.program, node);
        has_params(self.program, node)
            && matches!(users.as_slice(), [(user, _)] if self.program.node(*user).op.operands().len() == 1)
    }

    /// Id and words of a node: its micro-op's, or its own where it is not the result of one.
    fn name(&self, node: NodeId) -> (String, String) {
        let op = self
            .program
            .micro_op_of(node)
            .map(|op| &self.program.micro_ops[op]);
        let words = self.program.symbol(node).map(|symbol| symbol.words);
        match op {
            Some(op) if op.result() == node => {
                (op.id.to_owned(), words.unwrap_or(op.title).to_owned())
            }
            _ => {
                let key = self
                    .program
                    .symbol(node)
                    .map_or_else(|| node.0.to_string(), |s| s.key.to_owned());
                (key, words.unwrap_or("part").to_owned())
            }
        }
    }

    fn weights_job(&self, part: Part) -> Option<Job> {
        let program = self.program;
        let is_sum = |&node: &NodeId| {
            has_params(program, node) && self.reaches[node.0] && part_of(program, node) == part
        };
        let sums: Vec<NodeId> = program.ids().filter(is_sum).collect();
        let last = *sums.last()?;
        let (id, title) = match part {
            Part::Head => ("dWy", "gradient of the read-out weights"),
            Part::Cell => ("dW", "gradient of the weights"),
        };
        let waits_for = sums
            .iter()
            .flat_map(|sum| self.own_or_beyond(*sum))
            .collect();
        let kind = BackwardKind::Weights { sums };
        let op = BackwardOp {
            id: id.to_owned(),
            title: title.to_owned(),
            part,
            kind,
        };
        Some(Job {
            op,
            class: Class::Weights,
            waits_for,
            completes: None,
            forward_place: last.0,
        })
    }

    /// The sums of the cell that multiply `node`.
    fn sums_over(&self, node: NodeId) -> Vec<NodeId> {
        let mut sums: Vec<_> = live_users(self.program, node)
            .into_iter()
            .map(|(user, _)| user)
            .filter(|user| has_products(self.program, *user))
            .collect();
        sums.dedup();
        sums
    }

    fn matrix_jobs(&self) -> Vec<Job> {
        let program = self.program;
        let input = program
            .ids()
            .find(|node| program.node(*node).op == Op::Input && !self.sums_over(*node).is_empty());
        let several = |node: NodeId| self.sums_over(node).len() > 1;
        let carries = program.carries.iter().map(|carry| carry.previous);
        let shared: Vec<NodeId> = carries
            .filter(|&carry| {
                several(carry) || input.is_some_and(several) && !self.sums_over(carry).is_empty()
            })
            .collect();
        let job = |id: &str, title: &str, input: Option<NodeId>, carry: Option<NodeId>| {
            let waits_for = input
                .into_iter()
                .chain(carry)
                .flat_map(|node| self.matrix_reads(node))
                .collect();
            let kind = BackwardKind::Matrices { input, carry };
            let op = BackwardOp {
                id: id.to_owned(),
                title: title.to_owned(),
                part: Part::Cell,
                kind,
            };
            let forward_place = input.or(carry).map_or(0, |node| node.0);
            Job {
                op,
                class: Class::Matrices,
                waits_for,
                completes: None,
                forward_place,
            }
        };
        match shared.as_slice() {
            [] => input
                .map(|x| job("dx", "back to the input", Some(x), None))
                .into_iter()
                .collect(),
            [first, more @ ..] => {
                let mut jobs = vec![job("du", "back through the matrices", input, Some(*first))];
                let further = more.iter().map(|carry| {
                    let id = format!("du{}", self.key(*carry));
                    job(&id, "back through the matrices", None, Some(*carry))
                });
                jobs.extend(further);
                jobs
            }
        }
    }

    fn matrix_reads(&self, node: NodeId) -> Vec<NodeId> {
        self.sums_over(node)
            .into_iter()
            .flat_map(|sum| self.own_or_beyond(sum))
            .collect()
    }

    fn carry_jobs(&self, carry: NodeId) -> Vec<Job> {
        let all = shares(self.program, carry);
        let is_hidden = self
            .program
            .carries
            .first()
            .is_some_and(|first| first.previous == carry);
        let id = if is_hidden {
            "dprev".to_owned()
        } else {
            format!("d{}prev", self.key(carry))
        };
        let words = self
            .program
            .symbol(carry)
            .map_or("state", |symbol| symbol.words);
        let direct = matches!(all.as_slice(), [Share::Reader(_)]);
        let op = BackwardOp {
            id,
            title: format!("back to the old {words}"),
            part: Part::Cell,
            kind: BackwardKind::Previous { carry },
        };
        let mut jobs = vec![Job {
            op,
            class: if direct {
                Class::Elementwise
            } else {
                Class::Previous
            },
            waits_for: self.read_by(carry),
            completes: None,
            forward_place: carry.0,
        }];
        if all.len() > 1 {
            for (place, share) in all.iter().enumerate() {
                if let Share::Reader(reader) = share {
                    jobs.push(self.share_job(carry, place, *reader));
                }
            }
        }
        jobs
    }

    fn share_job(&self, carry: NodeId, share: usize, reader: NodeId) -> Job {
        let op = self
            .program
            .micro_op_of(reader)
            .map(|op| &self.program.micro_ops[op]);
        let inlined = self.inlined[reader.0];
        let name = op.map_or_else(
            || reader.0.to_string(),
            |op| {
                if inlined {
                    op.id.to_owned()
                } else {
                    op.title.replace(' ', "")
                }
            },
        );
        let words = self
            .program
            .symbol(carry)
            .map_or("state", |symbol| symbol.words);
        Job {
            op: BackwardOp {
                id: format!("d{name}"),
                title: format!(
                    "to the old {words} through {}",
                    op.map_or("a part", |op| op.title)
                ),
                part: Part::Cell,
                kind: BackwardKind::Share { carry, share },
            },
            class: Class::Elementwise,
            waits_for: self.own_or_beyond(reader),
            completes: None,
            forward_place: reader.0,
        }
    }

    fn key(&self, node: NodeId) -> &'static str {
        self.program.symbol(node).map_or("", |symbol| symbol.key)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Biases, CellSpec, Head, LossKind, NetworkSpec};

    fn program(cell: CellSpec, head: Head) -> Program {
        let spec = NetworkSpec {
            cell,
            input_size: 2,
            hidden_size: 3,
            biases: Biases {
                input: true,
                hidden: false,
            },
            head,
            loss: Some(LossKind::SquaredError),
        };
        spec.program().unwrap()
    }

    fn ids(cell: CellSpec) -> Vec<String> {
        let head = Head::Linear {
            outputs: 1,
            bias: true,
        };
        backward_ops(&program(cell, head))
            .into_iter()
            .map(|op| op.id)
            .collect()
    }

    fn gru(reset: &str, update: &str) -> CellSpec {
        CellSpec::of("gru")
            .unwrap()
            .with("reset", reset)
            .unwrap()
            .with("update", update)
            .unwrap()
    }

    #[test]
    fn the_rnn_goes_back_as_its_table_says() {
        let want = ["dlo", "dWy", "dh", "da", "dW", "dx", "dprev"];
        for activation in ["tanh", "relu", "identity"] {
            let cell = CellSpec::of("rnn")
                .unwrap()
                .with("activation", activation)
                .unwrap();
            assert_eq!(ids(cell), want, "{activation}");
        }
    }

    #[test]
    fn the_lstm_goes_back_as_its_table_says() {
        let want = [
            "dlo", "dWy", "dh", "do", "dc", "df", "di", "dg", "dcprev", "dao", "daf", "dai", "dag",
            "dW", "du", "dprev",
        ];
        assert_eq!(ids(CellSpec::of("lstm").unwrap()), want);
    }

    #[test]
    fn the_gru_with_reset_before_goes_back_as_its_table_says() {
        let want = [
            "dlo", "dWy", "dh", "dz", "dn", "dkeep", "dan", "ds", "dr", "dreset", "dar", "daz",
            "dW", "du", "dprev",
        ];
        for update in ["write", "keep"] {
            assert_eq!(ids(gru("before", update)), want, "{update}");
        }
    }

    #[test]
    fn the_gru_with_reset_after_goes_back_through_the_mixed_state() {
        let want = [
            "dlo", "dWy", "dh", "dz", "dn", "dkeep", "dan", "dr", "dq", "dar", "daz", "dW", "du",
            "dprev",
        ];
        for update in ["write", "keep"] {
            assert_eq!(ids(gru("after", update)), want, "{update}");
        }
    }

    #[test]
    fn without_a_head_the_gradient_starts_at_the_state() {
        let ops = backward_ops(&program(CellSpec::of("rnn").unwrap(), Head::None));
        assert_eq!(ops[0].id, "dh");
        assert!(ops.iter().all(|op| op.id != "dWy"));
    }

    #[test]
    fn ids_are_unique_in_every_variant() {
        for cell in CellSpec::all() {
            let mut ids = ids(cell.clone());
            ids.sort();
            let count = ids.len();
            ids.dedup();
            assert_eq!(ids.len(), count, "{}", cell.name());
        }
    }

    #[test]
    fn junctions_are_where_the_future_meets_this_step() {
        let program = program(
            CellSpec::of("lstm").unwrap(),
            Head::Linear {
                outputs: 1,
                bias: true,
            },
        );
        let junctions: Vec<_> = backward_ops(&program)
            .into_iter()
            .filter(|op| matches!(op.kind, BackwardKind::Gradient { junction: true, .. }))
            .map(|op| op.id)
            .collect();
        assert_eq!(junctions, ["dh", "dc"]);
    }

    #[test]
    fn a_common_leading_factor_is_put_in_front() {
        let program = program(
            gru("before", "write"),
            Head::Linear {
                outputs: 1,
                bias: true,
            },
        );
        let id = |key: &str| {
            program
                .ids()
                .find(|node| {
                    program.node(*node).op != Op::Carry
                        && program.symbol(*node).is_some_and(|s| s.key == key)
                })
                .unwrap()
        };
        let previous = program.carries[0].previous;
        let want = Expr::Odot(vec![
            Expr::Grad(id("h")),
            Expr::Sum(vec![
                (true, Expr::Value(id("n"))),
                (false, Expr::Value(previous)),
            ]),
        ]);
        assert_eq!(gradient(&program, id("z"), true), want);
    }
}
