//! Attention: a query scores every key, a softmax makes shares of the scores, and the values are mixed by them.
//!
//! | step | formula | source |
//! |---|---|---|
//! | scores | e_tj = a(q_t, k_j) | Bahdanau et al. (2014), equation 6; the [scores](super::scores) |
//! | mask | e_tj = -∞ where position j cannot be seen | |
//! | weights | α_tj = exp e_tj / Σ_k exp e_tk | Bahdanau et al. (2014), equation 6 |
//! | context | c_t = Σ_j α_tj v_j | Bahdanau et al. (2014), equation 5 |
//!
//! Invariant: every line is a node, so that each can be stepped through, printed and differentiated by the same rules
//! as any other.

use super::network::wires::{End, Line, Link, Network, Segment, Wire};
use super::scores::{Key, Query, Score, Sizes};
use crate::ir::symbol::{
    COMPARED_ALL, CONTEXT, KEY, KEYS, MASKED, QUERY, SCORES, SEEN, STATES, TEMPERED, VALUE, VALUES,
    WEIGHTS, X, Y,
};
use crate::ir::{Builder, NodeId, ShapeError, Symbol, Var};

/// How attention looks.
#[derive(Clone, Copy, Debug)]
pub struct Attention {
    /// How well a query fits a key.
    pub score: &'static Score,
    /// What query and key are projected to, where they are.
    pub width: usize,
    /// Whether a bias is added there.
    pub bias: bool,
    /// What the scores are divided by: below 1 sharper, above 1 flatter.
    pub temperature: f64,
}

/// What attention looks at, as one program sees it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Memories<'b> {
    /// The keys, as the score compares them.
    pub(super) compared: Var<'b>,
    /// What is mixed.
    pub(super) values: Var<'b>,
    /// Not 0 where it can be seen.
    pub(super) seen: Var<'b>,
}

/// Who is told what can be seen.
#[derive(Clone, Copy, Debug)]
enum Seen {
    /// Each query for itself.
    ByQuery,
    /// All queries of a sequence at once.
    ByAll,
}

impl Attention {
    /// One of the scores, with everything else usual.
    #[must_use]
    pub fn by(score: &'static Score, width: usize) -> Self {
        Self {
            score,
            width,
            bias: false,
            temperature: 1.0,
        }
    }

    fn sizes(&self, query: usize, key: usize, prefix: &'static str) -> Sizes {
        Sizes {
            query,
            key,
            width: self.width,
            bias: self.bias,
            prefix,
        }
    }

    /// What the score makes of one key.
    pub(super) fn key<'b>(
        &self,
        builder: &'b Builder,
        key: Var<'b>,
        query_size: usize,
        prefix: &'static str,
    ) -> Var<'b> {
        let sizes = self.sizes(query_size, key.rows(), prefix);
        (self.score.key)(&Key {
            builder,
            sizes,
            key,
        })
    }

    /// Scores, mask, weights and context of one query.
    pub(super) fn look<'b>(
        &self,
        builder: &'b Builder,
        query: Var<'b>,
        memories: Memories<'b>,
        prefix: &'static str,
    ) -> Var<'b> {
        let positions = memories.seen.rows();
        let sizes = self.sizes(query.rows(), memories.compared.rows() / positions, prefix);
        let scores = (self.score.score)(&Query {
            builder,
            sizes,
            query,
            keys: memories.compared,
        });
        let mut scores = scores.named(SCORES).step("score", "scores");
        if self.temperature != 1.0 {
            let tempered = scores.tempered(memories.seen, self.temperature);
            scores = tempered.named(TEMPERED).step("temper", "temperature");
        }
        let masked = scores.masked(memories.seen).named(MASKED);
        let masked = masked.step("mask", "mask");
        let weights = masked.softmax().named(WEIGHTS);
        let weights = weights.step("weights", "attention weights");
        let context = weights.blend(memories.values).named(CONTEXT);
        context.step("context", "context")
    }

    /// A network of attention alone: queries against keys, which are the values as well, judged by a weighted sum of
    /// the contexts. Its segments are `memory` and `attend`; what can be seen is an input, a row for each query.
    ///
    /// # Errors
    /// Where query and key do not fit the score.
    pub fn network(
        &self,
        query_size: usize,
        key_size: usize,
        positions: usize,
    ) -> Result<Network, ShapeError> {
        self.network_of(Seen::ByQuery, [X, KEYS], [query_size, key_size], positions)
    }

    /// The same for one query that is set by hand, as wide as the keys.
    ///
    /// # Errors
    /// Where the score has sizes of its own that do not fit.
    pub fn by_hand(&self, size: usize, positions: usize) -> Result<Network, ShapeError> {
        self.network_of(Seen::ByAll, [QUERY, STATES], [size, size], positions)
    }

    fn network_of(
        &self,
        by: Seen,
        [asking, asked]: [Symbol; 2],
        [query_size, key_size]: [usize; 2],
        positions: usize,
    ) -> Result<Network, ShapeError> {
        let builder = Builder::default();
        let key = builder.input(KEY, key_size).step("load", "key");
        let compared = self.key(&builder, key, query_size, "");
        builder.output(key);
        builder.output(compared);
        let (key, compared, width) = (key.id(), compared.id(), compared.rows());
        let memory = builder.finish()?;

        let builder = Builder::default();
        let query = builder.input(asking, query_size);
        let values = builder.memory(asked, positions, key_size);
        let other = (key != compared).then(|| builder.memory(COMPARED_ALL, positions, width));
        let seen = match by {
            Seen::ByQuery => builder.input(SEEN, positions),
            Seen::ByAll => builder.memory(SEEN, positions, 1),
        };
        builder.micro_op("load", "query");
        let memories = Memories {
            compared: other.unwrap_or(values),
            values,
            seen,
        };
        let context = self.look(&builder, query, memories, "");
        let ids = (values.id(), other.map(Var::id));
        judge(&builder, context);
        let attend = builder.finish()?;
        let mut links = vec![link((0, key), (1, ids.0), Wire::Collect)];
        links.extend(
            ids.1
                .map(|other| link((0, compared), (1, other), Wire::Collect)),
        );
        let segments = vec![
            segment("memory", memory, Line::Source),
            segment("attend", attend, Line::Target),
        ];
        Network::new(segments, links)
    }
}

/// Single-head self-attention without a read-out (Vaswani et al. 2017, equation 1): every position asks all of them.
///
/// # Shapes
/// x is D wide; queries and keys d_k, values d_v. The mask has one row of all positions for each of them, so that it
/// can be causal. The segments are `project` and `attend`.
///
/// # Errors
/// Never for sizes above 0.
pub fn self_attention(
    score: &'static Score,
    [input, key, value]: [usize; 3],
    positions: usize,
) -> Result<Network, ShapeError> {
    let attention = Attention::by(score, key);
    let builder = Builder::default();
    let x = builder.input(X, input).step("load", "input");
    let project = |name: &str, rows| builder.weight(name, rows, input, &[]) * x;
    let query = project("W_q", key).named(QUERY).step("query", "query");
    let keyed = project("W_k", key).named(KEY).step("key", "key");
    let valued = project("W_v", value).named(VALUE).step("value", "value");
    let own = [query.id(), keyed.id(), valued.id()];
    for output in [query, keyed, valued] {
        builder.output(output);
    }
    let first = builder.finish()?;

    let builder = Builder::default();
    let query = builder.input(QUERY, key);
    let keys = builder.memory(KEYS, positions, key);
    let values = builder.memory(VALUES, positions, value);
    let seen = builder.input(SEEN, positions);
    builder.micro_op("load", "query, keys and values");
    let memories = Memories {
        compared: keys,
        values,
        seen,
    };
    let taken = [query.id(), keys.id(), values.id()];
    judge(&builder, attention.look(&builder, query, memories, ""));
    let second = builder.finish()?;
    let wires = [Wire::Feed { reverse: false }, Wire::Collect, Wire::Collect];
    let links = (0..3).map(|at| link((0, own[at]), (1, taken[at]), wires[at]));
    let segments = vec![
        segment("project", first, Line::Source),
        segment("attend", second, Line::Source),
    ];
    Network::new(segments, links.collect())
}

/// Any gradient can be given to the contexts.
fn judge(builder: &Builder, context: Var<'_>) {
    builder.begin_head();
    let target = builder.input(Y, context.rows());
    builder.dot(context, target);
    builder.micro_op("l", "loss");
}

pub(super) fn link(from: (usize, NodeId), to: (usize, NodeId), wire: Wire) -> Link {
    let end = |(segment, node)| End { segment, node };
    Link {
        from: end(from),
        to: end(to),
        wire,
    }
}

pub(super) fn segment(name: &'static str, program: crate::ir::Program, line: Line) -> Segment {
    Segment {
        name,
        program,
        line,
        reversed: false,
    }
}
