//! What answers in the Attention lab, and its pictures and tables.
//!
//! Invariant: as in [`Lab`](super::lab::Lab): no arithmetic here. Which kind of model it is, is asked nowhere else.

use wasm_bindgen::JsValue;

use super::boundary::{PageError, from_page};
use super::pictures::{PageFrame, View};
use labs::attention::draw::{answer, by_hand, heat, ribbons, self_step, step, vectors};
use labs::attention::explain::{lookup, reading, translation};
use labs::attention::inputs;
use labs::attention::run::lookup::{AttentionExample, ExampleInput};
use labs::attention::run::reading::{LoadedModel, SelfAttentionInput, SelfAttentionRun};
use labs::attention::run::stock::ModelStore;
use labs::attention::run::translation::{Seq2SeqInput, Seq2SeqRun, Seq2SeqStore};
use labs::setup::{Answerer, AttnSetup};
use view::draw::Scene;
use view::draw::panel::Text;
use view::draw::views::empty;
use view::explain::Explained;
use view::explain::inspect::Inspection;
use view::explain::sheet::Sheet;

/// What is asked; as long as it stays, so does the answer.
#[derive(Clone, PartialEq)]
pub(super) enum AttentionInput {
    Seq2Seq(Seq2SeqInput),
    SelfAttention(SelfAttentionInput),
    Example(ExampleInput),
}

impl AttentionInput {
    pub(super) fn of(attn: &AttnSetup) -> Self {
        match attn.model {
            Answerer::Pair => Self::Seq2Seq(inputs::seq2seq(attn)),
            Answerer::Alone => Self::SelfAttention(inputs::self_attention(attn)),
            Answerer::Hand => Self::Example(inputs::example(attn)),
        }
    }
}

/// What answered.
pub(super) enum AttentionModel {
    Seq2Seq(Box<Seq2SeqRun>),
    SelfAttention(Box<SelfAttentionRun>),
    Example(Box<AttentionExample>),
}

impl AttentionModel {
    /// The answer; nothing where the model has not come. An earlier one lends its memory.
    pub(super) fn of(
        input: &AttentionInput,
        (shelf, readers): (&Seq2SeqStore, &ModelStore<LoadedModel>),
        earlier: Option<Self>,
    ) -> Option<Self> {
        Some(match input {
            AttentionInput::Seq2Seq(input) => {
                let earlier = match earlier {
                    Some(Self::Seq2Seq(it)) => Some(*it),
                    _ => None,
                };
                Self::Seq2Seq(Box::new(Seq2SeqRun::of(input, shelf, earlier)?))
            }
            AttentionInput::SelfAttention(input) => {
                Self::SelfAttention(Box::new(SelfAttentionRun::of(input, readers)?))
            }
            AttentionInput::Example(input) => Self::Example(Box::new(AttentionExample::of(input)?)),
        })
    }

    /// What all of them can be asked.
    pub(super) fn explained(&self) -> &dyn Explained {
        match self {
            Self::Seq2Seq(it) => &**it,
            Self::SelfAttention(it) => &**it,
            Self::Example(it) => &**it,
        }
    }

    /// A line about it.
    pub(super) fn outline(&self) -> translation::Outline {
        match self {
            Self::Seq2Seq(it) => translation::outline(it),
            Self::SelfAttention(it) => reading::outline(it),
            Self::Example(it) => lookup::outline(it),
        }
    }

    /// The encoder and decoder, where it is one.
    pub(super) fn seq2seq(&self) -> Option<&Seq2SeqRun> {
        match self {
            Self::Seq2Seq(it) => Some(it),
            _ => None,
        }
    }

    /// How wide what answered is; nothing by hand.
    pub(super) fn width(&self) -> Option<usize> {
        match self {
            Self::Seq2Seq(it) => Some(it.model().encoder),
            Self::SelfAttention(it) => Some(it.model().width),
            Self::Example(_) => None,
        }
    }

    /// The number of this name, where it was set by hand.
    pub(super) fn given(&self, reference: &str) -> Option<f64> {
        let given = match self {
            Self::Seq2Seq(it) => translation::given(it, reference),
            Self::SelfAttention(_) => None,
            Self::Example(it) => lookup::given(it, reference),
        };
        Some(given?.value)
    }

    /// What is chosen, with a number of this name set by hand.
    pub(super) fn edit(&self, attn: &AttnSetup, reference: &str, value: f64) -> Option<AttnSetup> {
        match self {
            Self::Seq2Seq(it) => translation::hold(attn, it, reference, value),
            Self::SelfAttention(_) => None,
            Self::Example(it) => lookup::edit(attn, it, reference, value),
        }
    }
}

/// A moment of what answered, with what it is shown beside.
pub(super) enum Shown<'a> {
    Seq2Seq(translation::At<'a>),
    SelfAttention(reading::At<'a>),
    Example(lookup::At<'a>),
}

impl Shown<'_> {
    pub(super) fn inspect(&self, reference: Option<&str>) -> Inspection {
        match self {
            Self::Seq2Seq(here) => translation::inspect(here, reference),
            Self::SelfAttention(here) => reading::inspect(here, reference),
            Self::Example(here) => lookup::inspect(here, reference),
        }
    }

    /// The numbers of a picture of this kind.
    pub(super) fn sheet(&self, view: &JsValue) -> Result<Sheet, PageError> {
        Ok(match self {
            Self::Seq2Seq(here) => translation::sheet(here, from_page(view)?),
            Self::SelfAttention(here) => reading::sheet(here, from_page(view)?),
            Self::Example(here) => lookup::sheet(here, from_page(view)?),
        })
    }

    /// A picture of this kind.
    pub(super) fn scene(&self, view: View, page: &PageFrame, focus: Option<&str>) -> Scene {
        match self {
            Self::Seq2Seq(here) => of_seq2seq(here, view, page, focus),
            Self::SelfAttention(here) => of_self_attention(here, view, page, focus),
            Self::Example(here) => of_example(here, view, page, focus),
        }
    }
}

fn of_seq2seq(
    here: &translation::At<'_>,
    view: View,
    page: &PageFrame,
    focus: Option<&str>,
) -> Scene {
    let frame = page.frame();
    match view {
        View::Answer => answer::answer(&translation::answer(here.model, here.t()), &frame, focus),
        View::Attention => heat::heat(&translation::shown(here), &frame, focus),
        View::Mattered => heat::heat(&translation::saliency(here), &frame, focus),
        View::Ribbons => ribbons::ribbons(&translation::heat(here), &frame, focus),
        View::Lengths => translation::lengths(here).chart().scene(&frame, focus),
        View::Look => step::step(&translation::step(here), &frame, focus),
        _ => empty(&frame),
    }
}

fn of_self_attention(
    here: &reading::At<'_>,
    view: View,
    page: &PageFrame,
    focus: Option<&str>,
) -> Scene {
    let frame = page.frame();
    match view {
        View::Answer => answer::answer(&reading::answer(here.model, here.t()), &frame, focus),
        View::Attention => heat::heat(&reading::heat(here), &frame, focus),
        View::Ribbons => ribbons::ribbons(&reading::heat(here), &frame, focus),
        View::Lengths => match reading::lengths(here) {
            Some(picture) => picture.chart().scene(&frame, focus),
            None => Text(reading::outline(here.model).reached).scene(&frame),
        },
        View::Look => self_step::self_step(&reading::look(here), &frame, focus),
        _ => empty(&frame),
    }
}

fn of_example(here: &lookup::At<'_>, view: View, page: &PageFrame, focus: Option<&str>) -> Scene {
    let frame = page.frame();
    match view {
        View::Attention => by_hand::by_hand(&lookup::picture(here), &frame, focus),
        View::Vectors => vectors::vectors(&lookup::picture(here), &frame, focus),
        _ => empty(&frame),
    }
}
