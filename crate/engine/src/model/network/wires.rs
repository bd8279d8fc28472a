//! Segments and the wires between their steps: what an encoder reads, a decoder writes, and whatever stands between.
//!
//! A segment is the program of one time step, repeated along one line: once, over the source or over the target. All
//! parameters stand in one flat buffer; two segments that name the same parameter share it.
//!
//! Invariant: wires run from a segment to one that stands after it, so that segments can be computed in their order and
//! gradients passed back in the opposite one.

use crate::ir::{NodeId, ParamSpec, Program, ShapeError};

/// Along what a segment steps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Line {
    /// One step.
    Once,
    /// One step for each symbol that is read.
    Source,
    /// One step for each symbol that is written.
    Target,
}

/// One program and along what it is repeated.
#[derive(Clone, Debug)]
pub struct Segment {
    /// What it is called (`encoder`).
    pub name: &'static str,
    /// Its equations.
    pub program: Program,
    /// What it steps along.
    pub line: Line,
    /// Whether it steps from the last of each sequence to the first: its own first step then reads the last one.
    pub reversed: bool,
}

/// How values cross from one segment to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wire {
    /// What stands at each sequence's own last step becomes the first state, or the input of the only step.
    Init,
    /// Each step reads the same step of a segment of the same line; reversed, the last of the sequence first.
    Feed {
        /// Whether the order is turned round.
        reverse: bool,
    },
    /// All steps become the positions of a memory.
    Collect,
}

/// One node of one segment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct End {
    /// The place of the segment.
    pub segment: usize,
    /// The node.
    pub node: NodeId,
}

/// A wire and its ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Link {
    /// What is read.
    pub from: End,
    /// The input, state or memory that takes it.
    pub to: End,
    /// How.
    pub wire: Wire,
}

/// Segments, their wires, and where the parameters of each stand in the one flat buffer.
#[derive(Clone, Debug)]
pub struct Network {
    /// In the order in which they are computed.
    pub segments: Vec<Segment>,
    /// The wires.
    pub links: Vec<Link>,
    /// All parameters, in order of first mention.
    pub params: Vec<ParamSpec>,
    /// For each segment, the place in the flat buffer of each of its parameters.
    pub offsets: Vec<Vec<usize>>,
}

impl Network {
    /// Puts segments together.
    ///
    /// # Errors
    /// Where two segments give one parameter two shapes, a wire runs backwards, or its ends are not alike.
    pub fn new(segments: Vec<Segment>, links: Vec<Link>) -> Result<Self, ShapeError> {
        for link in &links {
            check(&segments, link)?;
        }
        let mut params: Vec<ParamSpec> = Vec::new();
        let mut offsets = Vec::new();
        for segment in &segments {
            let mut own = Vec::new();
            for spec in &segment.program.params {
                own.push(place(&mut params, spec)?);
            }
            offsets.push(own);
        }
        Ok(Self {
            segments,
            links,
            params,
            offsets,
        })
    }

    /// The place of the segment of this name.
    #[must_use]
    pub fn segment(&self, name: &str) -> Option<usize> {
        let named = |segment: &Segment| segment.name == name;
        self.segments.iter().position(named)
    }

    /// A node by the name of its segment and its own key.
    #[must_use]
    pub fn find(&self, segment: &str, key: &str) -> Option<End> {
        let segment = self.segment(segment)?;
        let node = self.segments[segment].program.find(key)?;
        Some(End { segment, node })
    }

    /// How many numbers all parameters hold together.
    #[must_use]
    pub fn param_count(&self) -> usize {
        self.params.last().map_or(0, |last| last.range().end)
    }

    /// The parameter of this name.
    #[must_use]
    pub fn param(&self, name: &str) -> Option<&ParamSpec> {
        self.params.iter().find(|spec| spec.name == name)
    }
}

/// Where a parameter stands, after it was added if it is new.
fn place(params: &mut Vec<ParamSpec>, spec: &ParamSpec) -> Result<usize, ShapeError> {
    if let Some(known) = params.iter().find(|known| known.name == spec.name) {
        let same = (known.rows, known.cols) == (spec.rows, spec.cols);
        return if same {
            Ok(known.offset)
        } else {
            Err(ShapeError(format!("{} has two shapes", spec.name)))
        };
    }
    let offset = params.last().map_or(0, |last| last.range().end);
    params.push(ParamSpec {
        offset,
        ..spec.clone()
    });
    Ok(offset)
}

fn check(segments: &[Segment], link: &Link) -> Result<(), ShapeError> {
    let (from, to) = (link.from, link.to);
    if from.segment >= to.segment {
        return Err(ShapeError(
            "a wire runs to a segment that is not later".to_owned(),
        ));
    }
    let [source, sink] = [from.segment, to.segment].map(|place| &segments[place]);
    let rows = |segment: &Segment, node: NodeId| segment.program.node(node).rows;
    let (given, wanted) = (rows(source, from.node), rows(sink, to.node));
    let fits = match link.wire {
        Wire::Init => given == wanted,
        Wire::Feed { .. } => given == wanted && source.line == sink.line,
        Wire::Collect => wanted.is_multiple_of(given),
    };
    if fits {
        Ok(())
    } else {
        Err(ShapeError(format!(
            "a wire from {} with {given} rows to {} with {wanted}",
            source.name, sink.name
        )))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ir::Builder;
    use crate::ir::symbol::{H, X};

    fn segment(name: &'static str, rows: usize) -> Segment {
        let builder = Builder::default();
        let w = builder.weight("w", rows, 2, &[]);
        let x = builder.input(X, 2);
        let h = (w * x).named(H).step("h", "state");
        builder.output(h);
        let program = builder.finish().unwrap();
        Segment {
            name,
            program,
            line: Line::Source,
            reversed: false,
        }
    }

    fn link(from: usize, to: usize) -> Link {
        let end = |segment, node| End {
            segment,
            node: NodeId(node),
        };
        Link {
            from: end(from, 1),
            to: end(to, 0),
            wire: Wire::Feed { reverse: true },
        }
    }

    #[test]
    fn a_parameter_named_twice_is_one_parameter() {
        let network = Network::new(vec![segment("a", 2), segment("b", 2)], vec![link(0, 1)]);
        let network = network.unwrap();
        assert_eq!((network.param_count(), network.params.len()), (4, 1));
        assert_eq!(network.offsets, [[0], [0]]);
    }

    #[test]
    fn what_does_not_fit_is_refused() {
        let refused = |segments, links| Network::new(segments, links).unwrap_err().to_string();
        let two = || vec![segment("a", 2), segment("b", 2)];
        assert!(refused(two(), vec![link(1, 0)]).contains("not later"));
        assert!(refused(vec![segment("a", 2), segment("b", 3)], vec![]).contains("two shapes"));
        let narrow = vec![segment("a", 3), segment("b", 3)];
        assert!(refused(narrow, vec![link(0, 1)]).contains("with 3 rows to b with 2"));
    }
}
