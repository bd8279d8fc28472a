//! Which gradient ops a part has (rule 1), of which class each is, what it is called and what it waits for.

use super::schedule::{Class, Job, Rule};
use super::{
    BackwardKind, BackwardOp, Share, has_params, has_products, live_users, part_of, shares,
};
use crate::ir::{NodeId, Op, Part};

impl Rule<'_> {
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

    pub(super) fn jobs(&self, part: Part) -> Vec<Job> {
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
