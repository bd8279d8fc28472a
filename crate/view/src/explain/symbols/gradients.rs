//! Gradients in letters: ∂L/∂h, δ, what comes from the future.

use super::Writer;
use crate::explain::WIRED;
use crate::explain::equation::Left;
use crate::explain::names::{self, Notation};
use crate::explain::reference::Reference;
use crate::explain::tree::{Math, Name};
use unrolled::ir::{Expr, NodeId, Op};

impl Writer<'_> {
    pub(super) fn gradient(&self, node: NodeId) -> Math {
        let name = self.delta(node).unwrap_or_else(|| self.partial(node));
        let reference =
            Reference::gradient(self.program, node, self.t, None).map(|r| r.to_string());
        self.put(name, || self.at(&Expr::Grad(node)))
            .tagged(Some("gradient"), reference)
    }

    /// δ, the lesson's letter for the gradient of what is squashed.
    pub(super) fn delta(&self, node: NodeId) -> Option<Math> {
        let is_sum = matches!(&self.program.node(node).op, Op::Linear(sum) if sum.has_params());
        let name = names::node(self.program, node, self.notation)?;
        if self.notation == Notation::Pytorch || !is_sum || name.base != "a" {
            return None;
        }
        let spoken = format!("delta{}", name.spoken.strip_prefix('a').unwrap_or(" t"));
        Some(Math::Name(Name {
            base: "δ".to_owned(),
            spoken,
            ..name
        }))
    }

    pub(super) fn partial(&self, node: NodeId) -> Math {
        let name =
            names::node(self.program, node, self.notation).map_or(Math::Row(vec![]), Math::Name);
        Math::Partial(Box::new(name))
    }

    pub(super) fn future_name(&self, node: NodeId) -> Math {
        Math::Stream(Box::new(self.partial(node)), "future")
    }

    /// What arrives at a node from the segments that read it.
    pub(super) fn wired_name(&self, node: NodeId) -> Math {
        Math::Stream(Box::new(self.partial(node)), WIRED)
    }

    pub(super) fn split(&self, x: NodeId, h: NodeId) -> Math {
        let reference =
            |id, t| Reference::gradient(self.program, id, t, None).map(|r| r.to_string());
        let parts = vec![
            self.put(self.partial(x), || self.at(&Expr::Grad(x)))
                .tagged(Some("gradient"), reference(x, self.t)),
            self.left(&Left::Previous(h))
                .tagged(Some("gradient"), reference(h, self.t)),
        ];
        Math::Stack(parts)
    }
}
